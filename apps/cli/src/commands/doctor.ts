import { UserError } from '@tickwise/amm'
import {
  describeError,
  parseInteger,
  type CommandContext,
  type CommandResult,
  type CommonOptions,
} from '@tickwise/terminal'
import { loadConfig, type Config } from '../config/load-config.ts'
import { resolveGiven } from '../config/resolve-settings.ts'
import { strangeVariables } from '../config/strange-variables.ts'
import { checkEndpoints } from '../doctor/chain.ts'
import { checkDatasetFiles, checkKeyFiles } from '../doctor/files.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkMachine } from '../doctor/machine.ts'
import { sampleDirectory } from '../sample.ts'
import { shownPath } from '../shown-path.ts'

interface DoctorOptions extends CommonOptions {
  readonly rpc?: readonly string[]
  readonly chain?: string
  readonly dataset?: string
}

/** Checks what Tickwise needs from this machine; ends with 3 when something needed is broken. */
export async function doctor(
  context: CommandContext,
  options: DoctorOptions,
): Promise<CommandResult> {
  const { config, findings: ofConfig } = await readConfig()
  const given = config === undefined ? undefined : resolveGiven(new Map(), config)
  const urls = options.rpc ?? (given?.get('rpcUrls')?.value as readonly string[] | undefined) ?? []
  const chain = options.chain ?? (given?.get('chainId')?.value as string | undefined)
  const dataset = options.dataset ?? (given?.get('dataset')?.value as string | undefined)
  const findings = [
    ...(await checkMachine()),
    ...ofConfig,
    await checkDatasetFiles(dataset ?? sampleDirectory()),
    ...(await checkKeyFiles(config?.file)),
    ...(await checkEndpoints(
      urls,
      chain === undefined ? undefined : parseInteger(chain, '--chain'),
    )),
  ]
  const failed = findings.some(({ status }) => status === 'failed')
  return {
    data: { ok: !failed, findings },
    text: render(context, findings),
    exitCode: failed ? 3 : 0,
  }
}

/** The configuration, as far as it can be read: what is wrong with it is a finding like others. */
async function readConfig(): Promise<{
  readonly config: Config | undefined
  readonly findings: readonly Finding[]
}> {
  const name = 'configuration'
  const variables = strangeVariables(process.env).map(({ what, fault }): Finding => ({
    name: 'environment',
    status: 'warning',
    detail: `${what} ${fault}`,
    hint: `unset ${what}, or name the right one`,
  }))
  try {
    const config = await loadConfig({ env: process.env, folder: process.cwd() })
    const detail =
      config.file === undefined
        ? 'no tickwise.json here or above, which is fine'
        : `${shownPath(config.file.path)} holds`
    return { config, findings: [{ name, status: 'ok', detail }, ...variables] }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { message, hint = 'mend the file' } = describeError(error)
    const finding: Finding = { name, status: 'failed', detail: message, hint }
    return { config: undefined, findings: [finding, ...variables] }
  }
}

function render({ style }: CommandContext, findings: readonly Finding[]): string {
  const marks = {
    ok: style('green', 'ok     '),
    warning: style('yellow', 'warning'),
    failed: style('red', 'FAILED '),
  }
  const width = Math.max(...findings.map(({ name }) => name.length))
  return findings
    .flatMap(({ name, status, detail, hint }) => [
      `${marks[status]}  ${name.padEnd(width)}  ${detail}`,
      ...(hint === undefined
        ? []
        : [`${' '.repeat(9)}${' '.repeat(width)}  ${style('cyan', 'do:')} ${hint}`]),
    ])
    .join('\n')
}
