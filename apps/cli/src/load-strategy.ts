import { UserError } from '@tickwise/amm'
import type { ForecasterFactory } from '@tickwise/backtest'
import { strategies, type Strategy } from '@tickwise/strategies'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { unknownStrategy } from './strategy-file/named-strategy.ts'
import { isStrategyFile } from './strategy-name.ts'

export { isStrategyFile }
export { watchStrategy } from './strategy-file/watch-strategy.ts'

/**
 * A built-in strategy by name, or the default export of a user's TypeScript or JavaScript file by its path
 * (`namedStrategy` knows the path of a name).
 *
 * @throws UserError `E_STRATEGY_UNKNOWN`; `E_STRATEGY_FILE`, `E_STRATEGY_DEFINITION` with file, line, column
 * (`facts.at`) and an excerpt (`facts.code`)
 */
export async function loadStrategy(nameOrFile: string): Promise<Strategy> {
  return (await loadStrategyFile(nameOrFile)).strategy
}

/**
 * A built-in strategy.
 *
 * @throws UserError `E_STRATEGY_UNKNOWN` with what was looked for where
 */
export async function builtInStrategy(name: string): Promise<Strategy> {
  const found = strategies.find((strategy) => strategy.name === name)
  if (found !== undefined) return found
  throw await unknownStrategy(name)
}

/** A strategy with whoever its file says forecasts for it. */
export interface LoadedStrategy {
  readonly strategy: Strategy
  /** The export `forecaster` of its file, where there is one. */
  readonly forecaster?: ForecasterFactory
}

/**
 * As {@link loadStrategy}; a file may also export `forecaster`, a function that makes a forecaster of a market.
 * Each load reads the file and what it imports by relative paths anew. What the strategy throws later, or
 * returns that is no decision, says where too.
 *
 * @throws UserError as {@link loadStrategy}
 */
export async function loadStrategyFile(nameOrFile: string): Promise<LoadedStrategy> {
  if (!isStrategyFile(nameOrFile)) return { strategy: await builtInStrategy(nameOrFile) }
  const file = resolve(nameOrFile)
  await access(file).catch((cause: unknown) => {
    throw new UserError('E_STRATEGY_FILE', `there is no file ${nameOrFile}`, {
      hint: 'give the path of a file whose default export is defineStrategy({ … })',
      cause,
    })
  })
  const [{ importFile }, { requireStrategy }, { guardStrategy }] = await Promise.all([
    import('./strategy-file/import-file.ts'),
    import('./strategy-file/require-strategy.ts'),
    import('./strategy-file/guard-strategy.ts'),
  ])
  const imported = await importFile(file, nameOrFile)
  const strategy = requireStrategy(imported, file, nameOrFile)
  const { forecaster } = imported.exports
  return {
    strategy: guardStrategy(strategy, file, imported.sources),
    ...(typeof forecaster === 'function' ? { forecaster: forecaster as ForecasterFactory } : {}),
  }
}
