import { UserError } from '@tickwise/amm'
import { defineStrategy, findStrategy, type Strategy } from '@tickwise/strategies'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether `--strategy` names a file rather than a built-in strategy. */
export function isStrategyFile(nameOrFile: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(nameOrFile)
}

/**
 * A built-in strategy by name, or the default export of a user's TypeScript or JavaScript file.
 *
 * @throws UserError `E_STRATEGY_UNKNOWN`, `E_STRATEGY_FILE` with what the file got wrong
 */
export async function loadStrategy(nameOrFile: string): Promise<Strategy> {
  if (!isStrategyFile(nameOrFile)) return findStrategy(nameOrFile)
  const file = resolve(nameOrFile)
  await access(file).catch((cause: unknown) => {
    throw new UserError('E_STRATEGY_FILE', `there is no file ${nameOrFile}`, {
      hint: 'give the path of a file whose default export is defineStrategy({ … })',
      cause,
    })
  })
  const strategy = await importDefault(file, nameOrFile)
  if (!isStrategy(strategy)) {
    throw new UserError(
      'E_STRATEGY_FILE',
      `${nameOrFile} does not export a strategy as its default`,
      {
        hint: 'end the file with: export default defineStrategy({ name, title, parameters, warmupSeconds, decide })',
      },
    )
  }
  return defineStrategy(strategy)
}

/** Imports TypeScript on any supported Node; `@tickwise/*` resolves from wherever the file lies. */
async function importDefault(file: string, shownName: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const packageEntry = (name: string): string => fileURLToPath(import.meta.resolve(name))
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    alias: {
      '@tickwise/strategies': packageEntry('@tickwise/strategies'),
      '@tickwise/amm': packageEntry('@tickwise/amm'),
      zod: packageEntry('zod'),
    },
  })
  try {
    return await jiti.import(file, { default: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('E_STRATEGY_FILE', `${shownName} cannot be loaded: ${message}`, {
      hint: 'mend the file; the message names the place',
      cause,
    })
  }
}

function isStrategy(value: unknown): value is Strategy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'decide' in value &&
    typeof value.decide === 'function' &&
    'warmupSeconds' in value &&
    typeof value.warmupSeconds === 'function' &&
    'parameters' in value &&
    typeof value.parameters === 'object'
  )
}
