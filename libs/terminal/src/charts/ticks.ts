/** Steps between ticks that people can count in, times a power of ten. */
const niceSteps = [1, 2, 2.5, 5, 10] as const

/**
 * Round values from `low` to `high`, at most `count` of them.
 *
 * @example
 * niceTicks(9500, 10071, 4) // [9600, 9800, 10000]
 */
export function niceTicks(low: number, high: number, count: number): readonly number[] {
  const span = high - low
  // Doubles hold no round values between ends that are alike in their first digits.
  const size = Math.max(Math.abs(low), Math.abs(high))
  if (!(span > size * 1e-9) || size < 1e-290 || size > 1e290 || count < 1) return [low]
  const power = 10 ** Math.floor(Math.log10(span / count))
  for (const factor of [1, 10, 100]) {
    for (const nice of niceSteps) {
      const step = nice * power * factor
      const ticks = multiples(low, high, step)
      if (ticks.length > 0 && ticks.length <= count) return ticks
    }
  }
  return [low]
}

function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return last - first > 1000
    ? []
    : Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
}

/**
 * Values as short as they are still told apart, with thousands separators.
 *
 * @example
 * tickLabels([0.1, 0.15, 0.2]) // ['0.10', '0.15', '0.20']
 */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  const step = ticks.length > 1 ? Math.abs((ticks[1] as number) - (ticks[0] as number)) : 0
  const size = Math.max(...ticks.map(Math.abs), step)
  if (size >= 1e15 || (size > 0 && size < 1e-9)) {
    const digits = step > 0 ? Math.ceil(Math.log10(size / step)) + 1 : 2
    return ticks.map((tick) => tick.toExponential(Math.min(15, Math.max(2, digits))))
  }
  const digits = decimalsOf(step > 0 ? step : size)
  return ticks.map((tick) =>
    tick.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
}

/** Decimals that say a step exactly, as far as that takes no more than three digits of it. */
function decimalsOf(step: number): number {
  if (step <= 0) return 0
  const exponent = Math.floor(Math.log10(step))
  for (let digits = Math.max(0, -exponent); digits < Math.max(0, -exponent) + 3; digits++) {
    const scaled = step * 10 ** digits
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return Math.min(20, digits)
  }
  return Math.min(20, Math.max(0, 2 - exponent))
}

const suffixes = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/**
 * A number in a few characters.
 *
 * @example
 * compactNumber(10_071.3) // '10.1k'
 */
export function compactNumber(value: number): string {
  const found = suffixes.find(([unit]) => Math.abs(value) >= unit)
  if (found !== undefined) return `${Number((value / found[0]).toPrecision(3))}${found[1]}`
  return Math.abs(value) > 0 && Math.abs(value) < 1e-3
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)))
}

const minute = 60
const hour = 3600
const day = 86_400
/** Seconds between ticks of a time axis. */
const timeSteps = [
  ...[1, 5, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 4, 7, 14, 28, 91, 182, 365, 730, 1825].map((n) => n * day),
] as const

/** A tick of a time axis. */
export interface TimeTick {
  /** Unix seconds. */
  readonly at: number
  readonly label: string
}

/**
 * Ticks of a time axis at whole minutes, hours or days (UTC), as many as have room for their labels.
 *
 * @param from unix seconds
 * @param to unix seconds
 * @param columns of the axis
 */
export function timeTicks(from: number, to: number, columns: number): readonly TimeTick[] {
  const step =
    timeSteps.find((seconds) => {
      const room = Math.max(1, Math.floor(columns / (labelOf(from, seconds).length + 2)))
      return (to - from) / seconds <= room
    }) ?? (timeSteps.at(-1) as number)
  const first = Math.ceil(from / step) * step
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: Math.min(count, columns) }, (_, i) => ({
    at: first + i * step,
    label: labelOf(first + i * step, step),
  }))
}

function labelOf(seconds: number, step: number): string {
  const iso = new Date(seconds * 1000).toISOString()
  if (step < day) return iso.slice(5, 16).replace('T', ' ')
  return step < 28 * day ? iso.slice(5, 10) : iso.slice(0, 10)
}
