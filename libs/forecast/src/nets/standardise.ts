import { UserError } from '@tickwise/amm'
import type { Feature } from '../oracle/feature-spec.ts'
import { valueOf } from './feature-table.ts'
import type { FeatureTable } from './feature-table.ts'

/** Means and standard deviations: standardised = (raw − mean) / scale. */
export interface Standardisation {
  readonly means: Float64Array
  readonly scales: Float64Array
}

/** Below this share of its own size, the spread of a column is rounding. */
const LEAST_RELATIVE_SPREAD = 1e-9

/**
 * Mean and standard deviation of each feature over the given rows, which are the training rows of the fold
 * and nothing else.
 *
 * @throws UserError E_FORECAST_CONSTANT when a feature has one value in all rows
 */
export function fitStandardisation(
  table: FeatureTable,
  features: readonly Feature[],
  rows: Int32Array,
): Standardisation {
  const columns = features.map((feature, i) => {
    const { kind, window } = feature
    const column = Float64Array.from(rows, (row) => valueOf(table, row, i))
    return momentsOf(column, `${kind} over ${window} epochs`)
  })
  return {
    means: Float64Array.from(columns, ({ mean }) => mean),
    scales: Float64Array.from(columns, ({ scale }) => scale),
  }
}

/**
 * Mean and standard deviation of values.
 *
 * @throws UserError E_FORECAST_CONSTANT when all are equal: nothing can be learned from them
 */
export function momentsOf(values: Float64Array, what: string): { mean: number; scale: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const scale = Math.sqrt(squares / values.length)
  if (!(scale > LEAST_RELATIVE_SPREAD * Math.max(1, Math.abs(mean))))
    throw new UserError('E_FORECAST_CONSTANT', `${what} is the same in all training rows`, {
      hint: 'use a series that moves, or leave the feature out',
      facts: { rows: values.length, value: mean },
    })
  return { mean, scale }
}

/** The table standardised, as the float32 that training works in. */
export function standardised(
  table: FeatureTable,
  { means, scales }: Standardisation,
): Float32Array {
  return Float32Array.from(table.values, (raw, i) => {
    const column = i % table.width
    return (raw - (means[column] ?? 0)) / (scales[column] ?? 1)
  })
}
