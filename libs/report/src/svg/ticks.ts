import { calendarOf, formatClock, formatMonth, formatShortDay, monthStart } from '../format/time.ts'

/** Places on a value axis, and how many digits behind the point tell them apart. */
export interface ValueTicks {
  readonly values: readonly number[]
  readonly digits: number
}

/**
 * About `count` round values (1, 2, 2.5 or 5 times a power of ten apart) within `low` … `high`.
 *
 * @example
 * valueTicks(9_610, 10_240, 4).values // [9800, 10000, 10200]
 */
export function valueTicks(low: number, high: number, count: number): ValueTicks {
  if (!(high > low)) return { values: [low], digits: 2 }
  const rough = (high - low) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= rough) ?? 10
  const step = factor * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
  return { values, digits: digitsOf(step) }
}

function digitsOf(step: number): number {
  for (let digits = 0; digits < 15; digits++) {
    const scaled = step * 10 ** digits
    if (scaled > 0.5 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits
  }
  return 15
}

/** A place on a time axis. */
export interface TimeTick {
  readonly timestamp: number
  readonly label: string
}

const HOUR = 3600
const DAY = 24 * HOUR
const evenSteps = [
  HOUR / 4,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
]
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120]
/** 5 January 1970, a Monday: weeks begin there. */
const MONDAY = 4 * DAY

/**
 * At most `count` round moments of the UTC calendar within `from` … `to`, with labels: clock times where
 * a day is wide, days, then months.
 *
 * @example
 * timeTicks(1704067200, 1705275960, 7)[0] // { timestamp: 1704067200, label: '1 Jan' }
 */
export function timeTicks(from: number, to: number, count: number): readonly TimeTick[] {
  const seconds = Math.max(1, to - from)
  const step = evenSteps.find((candidate) => seconds / candidate <= count)
  if (step !== undefined) return evenTicks(from, to, step)
  // `Jan 2024` is wider than a day's label.
  const fewer = Math.max(2, Math.floor(count * 0.75))
  const months = monthSteps.find((candidate) => seconds / (candidate * 31 * DAY) <= fewer) ?? 240
  const ticks: TimeTick[] = []
  const { year, month } = calendarOf(from)
  for (let m = Math.ceil((year * 12 + month) / months) * months; ; m += months) {
    const timestamp = monthStart(Math.floor(m / 12), m % 12)
    if (timestamp > to) return ticks
    if (timestamp >= from) ticks.push({ timestamp, label: formatMonth(timestamp) })
  }
}

function evenTicks(from: number, to: number, step: number): readonly TimeTick[] {
  const origin = step >= 7 * DAY ? MONDAY : 0
  const first = Math.ceil((from - origin) / step) * step + origin
  const ticks: TimeTick[] = []
  for (let timestamp = first; timestamp <= to; timestamp += step) {
    const midnight = timestamp % DAY === 0
    ticks.push({
      timestamp,
      label: midnight ? formatShortDay(timestamp) : formatClock(timestamp),
    })
  }
  return ticks
}
