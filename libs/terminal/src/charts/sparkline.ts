import { minMaxBuckets } from './columns.ts'
import { plainLook, type ChartLook } from './look.ts'

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const asciiLevels = ['_', '.', '-', '=', '+', '*', '#'] as const

/**
 * One line of characters as high as the values; empty for an empty series. Of several values in one place
 * the one furthest from the mean is shown, and the lowest and highest of all wherever they lie, unless they
 * share a place.
 */
export function sparkline(
  values: readonly number[],
  width = 60,
  { unicode }: ChartLook = plainLook,
): string {
  const levels: readonly string[] = unicode ? blocks : asciiLevels
  const finite = values.filter((value) => Number.isFinite(value))
  const buckets = minMaxBuckets(finite, width)
  const low = buckets.reduce((least, bucket) => Math.min(least, bucket.low), Infinity)
  const high = buckets.reduce((most, bucket) => Math.max(most, bucket.high), -Infinity)
  const mean = finite.reduce((sum, value) => sum + value / finite.length, 0)
  const span = high - low || 1
  const shown = ({ low: l, high: h }: { readonly low: number; readonly high: number }): number => {
    const isFurther = h - mean >= mean - l
    if (l === low && h !== high) return l
    if (h === high && l !== low) return h
    return isFurther ? h : l
  }
  return buckets
    .map((bucket) => levels[Math.round(((shown(bucket) - low) / span) * (levels.length - 1))] ?? '')
    .join('')
}
