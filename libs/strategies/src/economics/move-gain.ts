import type { TickRange } from '../policies/tick-range.ts'
import { rangeRates, type RangeMarket } from './range-rates.ts'

/**
 * What moving from one range to another gains over a horizon, as a fraction of the value, before the cost of
 * the move: the difference of the net rates, for as long as the range held is expected to last. One that the
 * price has left earns nothing for the whole horizon.
 *
 * @example
 * moveGain(market, held, target, 24) > market.rebalanceCost
 */
export function moveGain(
  market: RangeMarket,
  held: TickRange,
  target: TickRange,
  horizonEpochs: number,
): number {
  const { net: targetRate } = rangeRates(market, target)
  const { net: heldRate, exitEpochs } = rangeRates(market, held)
  const isInside = held.tickLower <= market.tick && market.tick < held.tickUpper
  const epochs = isInside ? Math.min(horizonEpochs, exitEpochs) : horizonEpochs
  return (targetRate - heldRate) * epochs
}
