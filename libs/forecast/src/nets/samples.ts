/**
 * Standardised inputs and targets of some rows. The inputs of a row are the lines of the table from
 * `steps − 1` entries before it up to its own.
 */
export interface Samples {
  readonly inputs: Float32Array
  /** Features an entry. */
  readonly width: number
  /** Entry of line 0 of the inputs. */
  readonly firstEntry: number
  /** Entries a sample; 1 where a net sees no sequence. */
  readonly steps: number
  readonly rows: Int32Array
  /** One a row. */
  readonly targets: Float32Array
}

/** Inputs of a batch and its targets. */
export interface Batch {
  readonly size: number
  /** One array a step, the oldest first, each of it sample by sample. */
  readonly inputs: readonly Float32Array[]
  readonly targets: Float32Array
}

/** The samples at `order[from] … order[to − 1]`, where `order` holds positions in `rows`. */
export function batchOf(samples: Samples, order: Int32Array, from: number, to: number): Batch {
  const { width, steps, firstEntry, rows } = samples
  const size = Math.min(to, order.length) - from
  const inputs = Array.from({ length: steps }, () => new Float32Array(size * width))
  const targets = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    const position = order[from + i] ?? 0
    const firstLine = (rows[position] ?? 0) - steps + 1 - firstEntry
    inputs.forEach((lines, step) => {
      const begin = (firstLine + step) * width
      lines.set(samples.inputs.subarray(begin, begin + width), i * width)
    })
    targets[i] = samples.targets[position] ?? Number.NaN
  }
  return { size, inputs, targets }
}
