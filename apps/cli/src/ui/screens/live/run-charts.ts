import type { ChartBand, ChartSeries } from '@tickwise/terminal'
import type { RunState } from '../../live/run-state.ts'

/** Net asset value so far, with holding beside it once it is known. */
export function equitySeries({ run, nav, figures }: RunState): readonly ChartSeries[] {
  const hodl = figures?.benchmarks.find(({ name }) => name === 'hodl')
  return [
    { name: run?.strategy ?? 'strategy', points: nav },
    ...(hodl === undefined ? [] : [{ name: hodl.name, points: hodl.curve }]),
  ]
}

/** The ranges that were held, as areas behind the price. */
export function rangeBand({ held, priceOfTickZero = 1 }: RunState): ChartBand {
  const priceAt = (tick: number): number => priceOfTickZero * 1.0001 ** tick
  return {
    name: 'ranges',
    stretches: held.flatMap(({ from, to, ranges }) =>
      ranges.map(([lower, upper]) => ({ from, to, low: priceAt(lower), high: priceAt(upper) })),
    ),
  }
}

/** What a price of the run is in. */
export function priceUnit({ run }: RunState): string {
  return run === undefined ? 'price' : `${run.pool.symbol1} per ${run.pool.symbol0}`
}
