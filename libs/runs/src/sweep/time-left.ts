/** Durations that an estimate looks back on. */
const lookBack = 25

/**
 * Estimates the seconds that a pool of workers still needs: the median of the last tasks times what is left,
 * shared by the workers. Tasks that took no time (they were on record) are told apart by the caller.
 */
export function timeLeftEstimator(jobs: number): {
  readonly took: (seconds: number) => void
  readonly secondsLeft: (tasks: number) => number | undefined
} {
  const last: number[] = []
  return {
    took: (seconds) => {
      last.push(seconds)
      if (last.length > lookBack) last.shift()
    },
    secondsLeft: (tasks) => {
      if (last.length === 0) return undefined
      const median = last.toSorted((a, b) => a - b)[last.length >> 1] as number
      return (median * tasks) / jobs
    },
  }
}
