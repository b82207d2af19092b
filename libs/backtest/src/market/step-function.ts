/** A value over time that changes in steps; grows at the end only. */
export interface StepFunction<T> {
  readonly timestamps: number[]
  readonly values: T[]
}

/** A function of time without a value yet. */
export function createStepFunction<T>(): StepFunction<T> {
  return { timestamps: [], values: [] }
}

/** The value from `timestamp` on; the last one recorded at a timestamp holds. */
export function recordStep<T>(steps: StepFunction<T>, timestamp: number, value: T): void {
  const last = steps.timestamps.length - 1
  if (steps.timestamps[last] === timestamp) steps.values[last] = value
  else {
    steps.timestamps.push(timestamp)
    steps.values.push(value)
  }
}

/** The value at `timestamp`; undefined before the first step. */
export function stepAt<T>(steps: StepFunction<T>, timestamp: number): T | undefined {
  let low = 0
  let high = steps.timestamps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps.timestamps[middle] ?? Infinity) <= timestamp) low = middle + 1
    else high = middle
  }
  return steps.values[low - 1]
}
