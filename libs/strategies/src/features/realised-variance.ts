import type { MarketView } from '../market-view.ts'

/**
 * Realised variance of the tick in each of `epochs` whole periods that end at `end`, oldest first:
 * per period the sum over its cells of (mean tick of the cell − mean tick of the cell before)².
 * The cell before a period's first one belongs to the period before it, so periods add up.
 *
 * Mean ticks are those of the pool's oracle ({@link MarketView.meanTick}), so the same integers
 * follow from `observe` on chain. Unit: ticks² per period; exact.
 *
 * Asks for history from `end − epochs · epochSeconds − cellSeconds`.
 *
 * Source: Andersen & Bollerslev, "Answering the Skeptics", International Economic Review 39, 1998.
 *
 * @example
 * realisedVariances(view, { end: view.timestamp, epochs: 24, epochSeconds: 3600, cellSeconds: 300 })
 */
export function realisedVariances(view: MarketView, grid: VarianceGrid): number[] {
  const { end, epochs, epochSeconds, cellSeconds } = grid
  const cellsPerEpoch = epochSeconds / cellSeconds
  const start = end - epochs * epochSeconds - cellSeconds
  let cumulative = view.tickCumulativeAt(start + cellSeconds)
  let mean = Math.floor((cumulative - view.tickCumulativeAt(start)) / cellSeconds)
  const variances: number[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0
    for (let cell = 1; cell <= cellsPerEpoch; cell++) {
      const cellEnd = start + cellSeconds + epoch * epochSeconds + cell * cellSeconds
      const next = view.tickCumulativeAt(cellEnd)
      const nextMean = Math.floor((next - cumulative) / cellSeconds)
      sum += (nextMean - mean) ** 2
      cumulative = next
      mean = nextMean
    }
    variances.push(sum)
  }
  return variances
}

/** Periods and cells of {@link realisedVariances}; `cellSeconds` divides `epochSeconds`. */
export interface VarianceGrid {
  /** Unix seconds at which the last period ends. */
  readonly end: number
  readonly epochs: number
  readonly epochSeconds: number
  readonly cellSeconds: number
}
