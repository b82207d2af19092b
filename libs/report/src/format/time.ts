import { counted } from './number.ts'

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Calendar fields of Unix seconds in UTC. */
export interface CalendarTime {
  readonly year: number
  /** 0 … 11. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** The UTC calendar at Unix seconds. */
export function calendarOf(timestamp: number): CalendarTime {
  const date = new Date(timestamp * 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  }
}

/** Unix seconds at which a UTC month begins; `month` may run over the year. */
export function monthStart(year: number, month: number): number {
  return Date.UTC(year, month, 1) / 1000
}

/** `1 Jan 2024`. */
export function formatDay(timestamp: number): string {
  const { year, month, day } = calendarOf(timestamp)
  return `${day} ${months[month] ?? ''} ${year}`
}

/** `Jan 2024`. */
export function formatMonth(timestamp: number): string {
  const { year, month } = calendarOf(timestamp)
  return `${months[month] ?? ''} ${year}`
}

/** `1 Jan`. */
export function formatShortDay(timestamp: number): string {
  const { month, day } = calendarOf(timestamp)
  return `${day} ${months[month] ?? ''}`
}

/** `06:30`. */
export function formatClock(timestamp: number): string {
  const { hour, minute } = calendarOf(timestamp)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** `2024-01-01 06:30`, UTC. */
export function formatMoment(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * A stretch of time in its two largest units.
 *
 * @example
 * formatSpan(1_208_760) // '13 days 23 hours'
 */
export function formatSpan(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const
  const first = units.findIndex(([, size]) => seconds >= size)
  if (first < 0) return '0 seconds'
  const [name, size] = units[first] ?? units[3]
  const count = Math.floor(seconds / size)
  const next = units[first + 1]
  const rest = next === undefined || count >= 30 ? 0 : Math.floor((seconds % size) / next[1])
  const head = counted(count, name)
  return next === undefined || rest === 0 ? head : `${head} ${counted(rest, next[0])}`
}
