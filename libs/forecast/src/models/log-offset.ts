/**
 * Mean of label − forecast, summed from the first row to the last: added to forecasts of a mean, it makes
 * them right on average as forecasts of a logarithm.
 *
 * @example
 * logOffsetOf(Float64Array.of(3, 5), Float64Array.of(2, 2)) // 2
 */
export function logOffsetOf(labels: Float64Array, forecasts: Float64Array): number {
  let sum = 0
  for (let i = 0; i < labels.length; i++) sum += (labels[i] ?? NaN) - (forecasts[i] ?? NaN)
  return sum / labels.length
}
