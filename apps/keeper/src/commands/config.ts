import { CheckFailedError } from '@tickwise/amm'
import { renderTable, type CommandResult } from '@tickwise/terminal'
import { shownConfig } from '../config/show.ts'
import { checkConfig } from '../program/check-config.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { readConfig } from './read-config.ts'

/** `tickwise-keeper config show` */
export function configShow(
  { redactor }: KeeperContext,
  options: ConfigOptions,
): Promise<CommandResult> {
  const loaded = readConfig(options, redactor)
  const values = shownConfig(loaded)
  const rows = values.map(({ path, value, origin }) => [
    path,
    typeof value === 'string' ? value : JSON.stringify(value),
    origin.kind === 'default' ? 'default' : originText(origin.source, loaded.file),
  ])
  const columns = [{ title: 'key' }, { title: 'from' }, { title: 'value' }]
  const file = loaded.file === undefined ? 'no file' : `file: ${loaded.file}`
  return Promise.resolve({
    data: { file: loaded.file ?? null, values },
    text: `${file}\n\n${renderTable(
      columns,
      rows.map(([path = '', value = '', from = '']) => [path, from, value]),
    )}`,
  })
}

function originText(source: string, file: string | undefined): string {
  return source === file ? 'file' : source
}

/** `tickwise-keeper config check` */
export async function configCheck(
  { redactor, style }: KeeperContext,
  options: ConfigOptions,
): Promise<CommandResult> {
  const loaded = readConfig(options, redactor)
  const checks = await checkConfig(loaded.config, redactor)
  const lines = checks.map(({ what, fault }) =>
    fault === undefined
      ? `${style('green', 'ok')}     ${what}`
      : `${style('red', 'wrong')}  ${what}: ${fault}`,
  )
  const failed = checks.filter(({ fault }) => fault !== undefined)
  if (failed.length === 0) return { data: { checks }, text: lines.join('\n') }
  throw new CheckFailedError(
    'E_CONFIG_CHECK',
    `${failed.length} of ${checks.length} checks failed`,
    {
      hint: 'docs/keeper.md says what every key means',
      facts: Object.fromEntries(failed.map(({ what, fault }) => [what, fault ?? ''])),
    },
  )
}
