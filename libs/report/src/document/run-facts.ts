import type { BacktestResult } from '@tickwise/backtest'
import { moneyFor, type Money } from '../format/amount.ts'
import type { Point } from '../svg/downsample.ts'
import { formatFixed } from '../format/number.ts'

/** What every section asks of a run. */
export interface RunFacts {
  readonly result: BacktestResult
  /** The asset in which everything is told. */
  readonly money: Money
  readonly navStart: bigint
  readonly navEnd: bigint
  readonly change: bigint
  readonly pair: string
  /** `USDC per WETH`, and a price of the result told so. */
  readonly priceUnit: string
  readonly priceOf: (token1PerToken0: number) => number
}

/** Reads the facts of a run that sections share. */
export function factsOf(result: BacktestResult): RunFacts {
  const { dataset, settings } = result
  const navStart = BigInt(result.navStart)
  const navEnd = BigInt(result.navEnd)
  const decimals = settings.asset === 0 ? dataset.decimals0 : dataset.decimals1
  const scale = navStart > navEnd ? navStart : navEnd
  const other = settings.asset === 0 ? dataset.symbol1 : dataset.symbol0
  return {
    result,
    money: moneyFor(settings.assetSymbol, decimals, scale),
    navStart,
    navEnd,
    change: navEnd - navStart,
    pair: `${dataset.symbol0}/${dataset.symbol1} ${formatFixed(dataset.fee / 10_000, 4).replace(/\.?0+$/, '')} %`,
    priceUnit: `${settings.assetSymbol} per ${other}`,
    priceOf: settings.asset === 1 ? (price) => price : (price) => 1 / price,
  }
}

/** Price of a tick, token1 per token0 in whole tokens. */
export function priceAtTick(tick: number, { dataset }: BacktestResult): number {
  return 1.0001 ** tick * 10 ** (dataset.decimals0 - dataset.decimals1)
}

/** The benchmarks' names as people say them. */
export const benchmarkNames: Readonly<
  Record<BacktestResult['benchmarks'][number]['name'], string>
> = {
  hodl: 'HODL',
  'fifty-fifty': '50/50',
  'full-range': 'full range',
  'static-range': 'static range',
}

/** NAV over time in whole tokens, for charts. */
export function navLine(
  equity: readonly { readonly timestamp: number; readonly nav: string }[],
  { decimals }: Money,
): readonly Point[] {
  const unit = 10 ** decimals
  return equity.map(({ timestamp, nav }) => ({ x: timestamp, y: Number(nav) / unit }))
}

/** The last of points that ascend in time at or before a moment; the first when there is none. */
export function lastAt<P extends { readonly timestamp: number }>(
  points: readonly P[],
  timestamp: number,
): P | undefined {
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((points[middle] as P).timestamp <= timestamp) low = middle
    else high = middle - 1
  }
  return points[low]
}
