/** A running sum of doubles with its rounding error carried along (double-double). */
export interface ExactSum {
  high: number
  low: number
}

/** A sum of nothing. */
export function createSum(): ExactSum {
  return { high: 0, low: 0 }
}

/** Knuth's two-sum, *The Art of Computer Programming* vol. 2, 4.2.2. */
export function addToSum(sum: ExactSum, value: number): void {
  const high = sum.high + value
  const part = high - sum.high
  sum.low += sum.high - (high - part) + (value - part)
  sum.high = high
}

/** The sum as one double. */
export function sumValue({ high, low }: ExactSum): number {
  return high + low
}

/** `sum = total − sum`: what flips at a crossing. */
export function flipSum(sum: ExactSum, total: ExactSum): void {
  const { high, low } = sum
  sum.high = total.high
  sum.low = total.low - low
  addToSum(sum, -high)
}
