/**
 * What came of each point of a grid: its value, `null` where the run failed or has none, `undefined` while it
 * is not done. In blocks, so that one more value copies little of a large grid.
 */
export type TrialValues = readonly (readonly (number | null | undefined)[] | undefined)[]

const blockSize = 256

/** The value of a point of the grid. */
export function valueAt(values: TrialValues, index: number): number | null | undefined {
  return values[Math.floor(index / blockSize)]?.[index % blockSize]
}

/** The same values with that of one point. */
export function withValue(values: TrialValues, index: number, value: number | null): TrialValues {
  const at = Math.floor(index / blockSize)
  const block = values[at] ?? []
  const changed = Array.from({ length: Math.max(block.length, (index % blockSize) + 1) }, (_, i) =>
    i === index % blockSize ? value : block[i],
  )
  return Array.from({ length: Math.max(values.length, at + 1) }, (_, i) =>
    i === at ? changed : values[i],
  )
}
