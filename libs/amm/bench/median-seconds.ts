/** Seconds of each of `passes` runs after one that is not timed; `prepare` is never timed. */
export function timePasses<T>(
  passes: number,
  prepare: () => T,
  run: (input: T) => void,
): readonly number[] {
  run(prepare())
  return Array.from({ length: passes }, () => {
    const input = prepare()
    const start = performance.now()
    run(input)
    return (performance.now() - start) / 1000
  })
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
