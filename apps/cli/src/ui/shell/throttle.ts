/** Something that is told often and passed on at a pace that can be followed. */
export interface Throttled<Value> {
  readonly push: (value: Value) => void
  /** Passes on what waits. */
  readonly flush: () => void
}

/**
 * Passes values on at most once in `pauseMs`: the first at once, of the others the last one.
 *
 * @param pass gets the values
 */
export function throttle<Value>(pass: (value: Value) => void, pauseMs: number): Throttled<Value> {
  let timer: NodeJS.Timeout | undefined
  let waiting: { readonly value: Value } | undefined
  const send = (): void => {
    timer = undefined
    if (waiting === undefined) return
    const { value } = waiting
    waiting = undefined
    timer = setTimeout(send, pauseMs)
    pass(value)
  }
  return {
    push: (value) => {
      waiting = { value }
      if (timer === undefined) send()
    },
    flush: () => {
      clearTimeout(timer)
      send()
      clearTimeout(timer)
      timer = undefined
    },
  }
}
