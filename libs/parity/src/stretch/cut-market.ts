import {
  buildFeeGrowthIndex,
  deriveStartState,
  encodeEvents,
  eventAt,
  rowCountAtTime,
  type FeeGrowthIndex,
} from '@tickwise/amm'
import type { MarketData } from '@tickwise/backtest'

/**
 * The events of a market with `from` ≤ timestamp ≤ `to`, as a market of its own. Where it begins later than the
 * data, its start state is derived from its own events: backtest and node begin with the same one.
 *
 * @example
 * cutMarket(marketDataOf(dataset), from - 50 * 3600, to)
 */
export function cutMarket(data: MarketData, from: number, to: number): MarketData {
  const first = rowCountAtTime(data.columns, from - 1)
  const rows = rowCountAtTime(data.columns, to) - first
  const events = Array.from({ length: rows }, (_, i) => eventAt(data.columns, first + i))
  const columns = encodeEvents(events)
  const { spec } = data
  const startState = first === 0 ? data.startState : deriveStartState(columns, spec)
  let index: FeeGrowthIndex | undefined
  return {
    ...data,
    columns,
    startState,
    index: () => (index ??= buildFeeGrowthIndex(columns, spec, startState)),
  }
}
