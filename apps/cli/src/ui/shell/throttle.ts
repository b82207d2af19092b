/** Something that is told often and passed on at a pace that can be followed. */
export interface Throttled<Value> {
  readonly push: (value: Value) => void
  /** Passes on what waits. */
  readonly flush: () => void
}

/** The longest pause that pacing by cost makes, milliseconds. */
const longestPauseMs = 1000

/**
 * Passes values on at most once in `pauseMs`: the first at once, of the others the last one.
 *
 * @param pass gets the values
 * @param share part of the time that passing on may take, with all that follows from it at once (such as drawing):
 *   what is dear is done less often, so that it leaves the machine to the work it tells of
 */
export function throttle<Value>(
  pass: (value: Value) => void,
  pauseMs: number,
  share = Infinity,
): Throttled<Value> {
  let rest: NodeJS.Timeout | undefined
  let after: NodeJS.Immediate | undefined
  let waiting: { readonly value: Value } | undefined
  const end = (): void => {
    rest = undefined
    if (waiting !== undefined) send(waiting.value)
  }
  const send = (value: Value): void => {
    waiting = undefined
    const start = performance.now()
    after = setImmediate(() => {
      after = undefined
      const dear = Math.min(longestPauseMs, (performance.now() - start) / share)
      rest = setTimeout(end, Math.max(pauseMs, dear))
    })
    pass(value)
  }
  return {
    push: (value) => {
      if (rest === undefined && after === undefined) send(value)
      else waiting = { value }
    },
    flush: () => {
      if (waiting !== undefined) send(waiting.value)
      clearTimeout(rest)
      clearImmediate(after)
      rest = undefined
      after = undefined
    },
  }
}
