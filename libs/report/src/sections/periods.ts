import { calendarOf, monthStart } from '../format/time.ts'

/** A stretch of the UTC calendar that a run covers in whole or in part. Unix seconds. */
export interface Period {
  readonly from: number
  readonly to: number
  /** The run covers all of it. */
  readonly whole: boolean
}

/** What a run is cut into. */
export type PeriodLength = 'epoch' | 'day' | 'week' | 'month'

const DAY = 86_400
const MONDAY = 4 * DAY

/** Bars that a chart shows at most. */
const MOST_PERIODS = 120

/** The shortest length that cuts a run into no more than 120 periods. */
export function periodLength(from: number, to: number, epochSeconds: number): PeriodLength {
  const fits = (seconds: number): boolean => (to - from) / seconds <= MOST_PERIODS
  if (fits(epochSeconds) || epochSeconds >= DAY) return 'epoch'
  if (fits(DAY)) return 'day'
  return fits(7 * DAY) ? 'week' : 'month'
}

/**
 * Cuts a run at the edges of the calendar: epochs since 1970, days and months of UTC, weeks from Monday.
 *
 * @example
 * periodsOf(1704067200, 1706745600, 'month', 3600).length // 1
 */
export function periodsOf(
  from: number,
  to: number,
  length: PeriodLength,
  epochSeconds: number,
): readonly Period[] {
  const periods: Period[] = []
  let start = periodStart(from, length, epochSeconds)
  while (start < to) {
    const next = periodStart(endWithin(start, length, epochSeconds), length, epochSeconds)
    periods.push({
      from: Math.max(start, from),
      to: Math.min(next, to),
      whole: start >= from && next <= to,
    })
    start = next
  }
  return periods
}

/** Start of the period that a moment falls into. */
function periodStart(timestamp: number, length: PeriodLength, epochSeconds: number): number {
  if (length === 'month') {
    const { year, month } = calendarOf(timestamp)
    return monthStart(year, month)
  }
  const [seconds, origin] = { epoch: [epochSeconds, 0], day: [DAY, 0], week: [7 * DAY, MONDAY] }[
    length
  ] as [number, number]
  return Math.floor((timestamp - origin) / seconds) * seconds + origin
}

/** A moment in the period after the one that starts at `start`. */
function endWithin(start: number, length: PeriodLength, epochSeconds: number): number {
  if (length === 'month') {
    const { year, month } = calendarOf(start)
    return monthStart(year, month + 1)
  }
  return start + { epoch: epochSeconds, day: DAY, week: 7 * DAY }[length]
}
