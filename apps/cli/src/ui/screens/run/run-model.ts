import type { ChartPoint, ChartSeries } from '@tickwise/terminal'
import type { Fact } from '../../parts/facts.tsx'
import type { BenchmarkCurve } from '../../services/ui-services.ts'

/** A run as its screen shows it: nothing is left to be computed when it is drawn. */
export interface RunModel {
  readonly runId: string
  readonly strategy: string
  readonly isSimulated: boolean
  readonly assetSymbol: string
  readonly decimals: number
  /** Absent where only the figures were kept. */
  readonly curves?: RunCurves
  /** What is looked at first. */
  readonly keyFigures: readonly Fact[]
  readonly metrics: readonly Fact[]
  /** The terms sum to the change exactly. Raw units of the asset. */
  readonly attribution: readonly Term[]
  readonly change: bigint
  readonly costs: readonly Fact[]
  readonly forecasts: readonly Fact[]
  /** What it was made of, and how to make it again. */
  readonly origin: readonly Fact[]
}

/** A term of the attribution, in raw units of the asset. */
export interface Term {
  readonly name: string
  readonly raw: bigint
}

/** What a run is held against, and what of it there is. */
export type Benchmarks =
  | { readonly status: 'loading' }
  | { readonly status: 'there'; readonly curves: readonly BenchmarkCurve[] }
  | { readonly status: 'missing'; readonly reason: string }

/** What is drawn over time; times in unix seconds. */
export interface RunCurves {
  /** In whole units of the asset. */
  readonly equity: readonly ChartPoint[]
  readonly benchmarks: Benchmarks
  /** Below the running peak, in percent, at most 0. */
  readonly drawdown: readonly ChartPoint[]
  /** The price and the bounds of the ranges that held liquidity. */
  readonly price: readonly ChartSeries[]
  readonly priceUnit: string
}
