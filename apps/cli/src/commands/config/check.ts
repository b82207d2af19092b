import { keeperSchema } from '@tickwise/keeper/config'
import { UserError } from '@tickwise/amm'
import { describeError, type CommandContext, type CommandResult } from '@tickwise/terminal'
import {
  findConfigFile,
  readConfigFile,
  schemaFaults,
  type ConfigFile,
} from '@tickwise/terminal/config'
import { configFaults, loadConfig, placeIn, type Layer } from '../../config/load-config.ts'
import { resolveGiven } from '../../config/resolve-settings.ts'
import { shownPath } from '../../shown-path.ts'
import type { ConfigOptions } from './config-options.ts'
import { strangeVariables } from '../../config/strange-variables.ts'

/** One thing that was looked at. */
interface Check {
  readonly what: string
  /** What is wrong and, where it helps, what to do. */
  readonly fault?: string
}

/** `tickwise config check` */
export async function configCheck(
  { style }: CommandContext,
  { config: named }: ConfigOptions,
): Promise<CommandResult> {
  const path = findConfigFile({ file: named, env: process.env, folder: process.cwd() })
  if (path === undefined) {
    throw new UserError('E_CONFIG_FILE', 'there is no tickwise.json here or above', {
      hint: 'tickwise init makes one',
    })
  }
  const checks = await checksOf(readConfigFile(path))
  const failed = checks.filter(({ fault }) => fault !== undefined)
  return {
    data: { file: shownPath(path), ok: failed.length === 0, checks },
    text: checks
      .map(({ what, fault }) =>
        fault === undefined
          ? `${style('green', 'ok')}     ${what}`
          : `${style('red', 'wrong')}  ${what}: ${fault}`,
      )
      .join('\n'),
    exitCode: failed.length === 0 ? 0 : 3,
  }
}

async function checksOf(file: ConfigFile): Promise<readonly Check[]> {
  const name = shownPath(file.path)
  const faults = [...(await configFaults(file)), ...keeperFaults(file)]
  if (faults.length > 0) return faults.map((fault) => ({ what: name, fault }))
  const config = await loadConfig({ file: file.path, env: process.env, folder: process.cwd() })
  const given = resolveGiven(new Map(), config)
  return [
    { what: `${name}: every key is known and has a value of its kind` },
    ...strangeVariables(process.env),
    ...(await checkValues(given)),
  ]
}

function keeperFaults(file: ConfigFile): readonly string[] {
  const { keeper } = file.content
  if (keeper === undefined) return []
  const shared = ['rpcUrls', 'chainId', 'models'].filter((key) => file.content[key] !== undefined)
  const section = {
    ...Object.fromEntries(shared.map((key) => [key, file.content[key]])),
    ...(keeper as object),
  }
  const parsed = keeperSchema.safeParse(section)
  if (parsed.success) return []
  return schemaFaults(keeperSchema, parsed.error.issues).map(
    ({ path, text }) => `${placeIn(file, ['keeper', ...path])}: keeper.${text}`,
  )
}

/** Whether what the settings name is there and fits together. */
async function checkValues(given: Layer): Promise<readonly Check[]> {
  const text = (path: string): string | undefined => given.get(path)?.value as string | undefined
  const [dataset, strategy, model] = [text('dataset'), text('strategy'), text('model')]
  const checks: Check[] = []
  if (dataset !== undefined) {
    checks.push(
      await check(`dataset ${dataset}`, async () => {
        const { readManifest } = await import('@tickwise/market')
        await readManifest(dataset)
      }),
    )
  }
  if (strategy !== undefined) {
    checks.push(
      await check(`strategy ${strategy} and its parameters`, async () => {
        const [{ loadStrategy }, { parseParameters }] = await Promise.all([
          import('../../load-strategy.ts'),
          import('@tickwise/strategies'),
        ])
        const parameters = given.get('parameters')?.value as Readonly<Record<string, string>>
        parseParameters(await loadStrategy(strategy), parameters ?? {})
      }),
    )
  }
  if (model !== undefined) {
    checks.push(
      await check(`model ${model}`, async () => {
        const { findModel } = await import('../../forecast/find-model.ts')
        await findModel(text('models') ?? 'models', model)
      }),
    )
  }
  return checks
}

async function check(what: string, work: () => Promise<void>): Promise<Check> {
  try {
    await work()
    return { what }
  } catch (error) {
    const { message, hint } = describeError(error)
    return { what, fault: hint === undefined ? message : `${message}; ${hint}` }
  }
}
