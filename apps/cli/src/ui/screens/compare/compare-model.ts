import type { ChartSeries } from '@tickwise/terminal'

/** Several runs as they are shown beside each other. */
export interface CompareModel {
  readonly runIds: readonly string[]
  readonly isSimulated: boolean
  /** Return since the start in percent, of those runs that have curves. */
  readonly curves: readonly ChartSeries[]
  readonly metrics: readonly ComparedMetric[]
  /** Inputs that are not the same in all. */
  readonly inputs: readonly { readonly name: string; readonly values: readonly string[] }[]
}

/** One figure of all runs. */
export interface ComparedMetric {
  readonly name: string
  readonly values: readonly string[]
  /** From the first run; empty where nothing is known. */
  readonly differences: readonly string[]
  /** Place of the best. */
  readonly best?: number
}
