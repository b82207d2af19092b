import { UserError } from '@tickwise/amm'
import type { ForecasterFactory } from '@tickwise/backtest'
import { defineStrategy, findStrategy, type Strategy } from '@tickwise/strategies'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStrategyFile } from './strategy-name.ts'

export { isStrategyFile }

/**
 * A built-in strategy by name, or the default export of a user's TypeScript or JavaScript file.
 *
 * @throws UserError `E_STRATEGY_UNKNOWN`, `E_STRATEGY_FILE` with what the file got wrong
 */
export async function loadStrategy(nameOrFile: string): Promise<Strategy> {
  return (await loadStrategyFile(nameOrFile)).strategy
}

/** A strategy with whoever its file says forecasts for it. */
export interface LoadedStrategy {
  readonly strategy: Strategy
  /** The export `forecaster` of its file, where there is one. */
  readonly forecaster?: ForecasterFactory
}

/**
 * As {@link loadStrategy}; a file may also export `forecaster`, a function that makes a forecaster of a market.
 *
 * @throws UserError as {@link loadStrategy}
 */
export async function loadStrategyFile(nameOrFile: string): Promise<LoadedStrategy> {
  if (!isStrategyFile(nameOrFile)) return { strategy: findStrategy(nameOrFile) }
  const file = resolve(nameOrFile)
  await access(file).catch((cause: unknown) => {
    throw new UserError('E_STRATEGY_FILE', `there is no file ${nameOrFile}`, {
      hint: 'give the path of a file whose default export is defineStrategy({ … })',
      cause,
    })
  })
  const { default: strategy, forecaster } = await importModule(file, nameOrFile)
  if (!isStrategy(strategy)) {
    throw new UserError(
      'E_STRATEGY_FILE',
      `${nameOrFile} does not export a strategy as its default`,
      {
        hint: 'end the file with: export default defineStrategy({ name, title, parameters, warmupSeconds, decide })',
      },
    )
  }
  return {
    strategy: defineStrategy(strategy),
    ...(typeof forecaster === 'function' ? { forecaster: forecaster as ForecasterFactory } : {}),
  }
}

/** Imports TypeScript on any supported Node; `@tickwise/*` resolves from wherever the file lies. */
async function importModule(
  file: string,
  shownName: string,
): Promise<Readonly<Record<string, unknown>>> {
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
    return await jiti.import<Readonly<Record<string, unknown>>>(file)
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
