import type { BacktestResult } from '@tickwise/backtest'
import { formatExactAmount } from '../format/amount.ts'
import { NOTHING } from '../format/number.ts'
import { formatMoment } from '../format/time.ts'

/** A thing in which runs differ: one text per run. */
export interface Difference {
  readonly name: string
  readonly values: readonly string[]
}

/** Everything that runs were told and that is not the same for all of them. */
export function differingInputs(results: readonly BacktestResult[]): readonly Difference[] {
  const told = results.map(inputsOf)
  const names = [...new Set(told.flatMap((inputs) => [...inputs.keys()]))]
  return names
    .map((name) => ({ name, values: told.map((inputs) => inputs.get(name) ?? NOTHING) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
}

function inputsOf(result: BacktestResult): ReadonlyMap<string, string> {
  const { strategy, settings, dataset, engine, forecasts } = result
  const { from, to, capital0, capital1, gas, gasPriceWei, ...others } = settings
  return new Map<string, string>([
    ['strategy', strategy.name],
    ...Object.entries(strategy.parameters).map(([name, value]) => [name, String(value)] as const),
    ['forecasts by', forecasts?.forecaster?.name ?? NOTHING],
    ['dataset root', dataset.root],
    [
      'pool',
      `${dataset.symbol0}/${dataset.symbol1} ${dataset.fee / 10_000} % on ${dataset.chainId}`,
    ],
    ['simulated', String(dataset.simulated)],
    ['from', formatMoment(from)],
    ['to', formatMoment(to)],
    [`start capital, ${dataset.symbol0}`, formatExactAmount(BigInt(capital0), dataset.decimals0)],
    [`start capital, ${dataset.symbol1}`, formatExactAmount(BigInt(capital1), dataset.decimals1)],
    ['gas units', `${gas.mint}, ${gas.burn}, ${gas.swap}`],
    ['gas price, wei', typeof gasPriceWei === 'string' ? gasPriceWei : 'a series'],
    ...Object.entries(others).map(([name, value]) => [name, String(value)] as const),
    ['engine', engine],
  ])
}
