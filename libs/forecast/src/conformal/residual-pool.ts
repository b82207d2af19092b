/** The latest residuals, in order of size. */
export interface ResidualPool {
  readonly size: number
  /** Takes in the newest; beyond the memory the oldest goes. */
  add(residual: number): void
  /** The k-th smallest, k = 1 … size; −∞ below and ∞ above. */
  ranked(k: number): number
  /** Place of a residual among them in (0, 1), half a step for those equal to it. */
  position(residual: number): number
}

/**
 * A pool of the last `memory` residuals.
 *
 * @example
 * const pool = createResidualPool(1000)
 * pool.add(0.3)
 */
export function createResidualPool(memory: number): ResidualPool {
  const inTime: number[] = []
  const sorted: number[] = []
  let oldest = 0
  const remove = (residual: number) => sorted.splice(placeOf(sorted, residual), 1)
  return {
    get size() {
      return sorted.length
    },
    add: (residual) => {
      if (sorted.length === memory) {
        remove(inTime[oldest] ?? NaN)
        inTime[oldest] = residual
        oldest = (oldest + 1) % memory
      } else inTime.push(residual)
      sorted.splice(placeOf(sorted, residual), 0, residual)
    },
    ranked: (k) => (k < 1 ? -Infinity : (sorted[k - 1] ?? Infinity)),
    position: (residual) => {
      const below = placeOf(sorted, residual)
      let equal = 0
      while (sorted[below + equal] === residual) equal++
      return (below + (equal + 1) / 2) / (sorted.length + 1)
    },
  }
}

/** How many are smaller. */
function placeOf(sorted: readonly number[], residual: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? NaN) < residual) low = middle + 1
    else high = middle
  }
  return low
}
