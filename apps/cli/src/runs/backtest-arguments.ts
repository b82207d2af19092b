import type { RunCommandOptions } from '../run-inputs.ts'
import { shownPath } from '../shown-path.ts'
import { isStrategyFile } from '../load-strategy.ts'

/** Options of a run that take a value, with their flags, in the order they are shown. */
const flags = [
  ['from', '--from'],
  ['to', '--to'],
  ['capital0', '--capital0'],
  ['capital1', '--capital1'],
  ['capitalValue', '--capital-value'],
  ['asset', '--asset'],
  ['gasPrice', '--gas-price'],
  ['nativePrice', '--native-price'],
  ['l1Fee', '--l1-fee'],
  ['delay', '--delay'],
  ['confirmation', '--confirmation'],
  ['seed', '--seed'],
  ['model', '--model'],
] as const satisfies readonly (readonly [keyof RunCommandOptions, string])[]

/**
 * The arguments with which `tickwise` makes a run again, whatever command made it first.
 *
 * @example
 * backtestArguments(options).join(' ') // 'backtest --dataset data/sample --strategy hold'
 */
export function backtestArguments(options: RunCommandOptions): readonly string[] {
  const { dataset, strategy, param = {}, impact, models, allowOtherPool, allowBroken } = options
  const params = Object.entries(param).map(([name, value]) => `${name}=${value}`)
  return [
    ...['backtest', '--dataset', shownPath(dataset)],
    ...[
      '--strategy',
      isStrategyFile(strategy) ? `./${shownPath(strategy)}`.replace(/^\.\/\//, '/') : strategy,
    ],
    ...(params.length === 0 ? [] : ['--param', ...params]),
    ...flags.flatMap(([name, flag]) => {
      const value = options[name]
      return value === undefined ? [] : [flag, value]
    }),
    ...(impact === 'diluted' ? [] : ['--impact', impact]),
    ...(options.model === undefined || models === 'models' ? [] : ['--models', models]),
    ...(allowOtherPool ? ['--allow-other-pool'] : []),
    ...(allowBroken ? ['--allow-broken'] : []),
  ]
}
