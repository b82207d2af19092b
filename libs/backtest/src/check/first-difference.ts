/** Where two plain values first differ. */
export interface Difference {
  /** Such as `$.actions[3].gasCost`. */
  readonly path: string
  readonly first: unknown
  readonly second: unknown
}

/**
 * The first place, depth first and in key order, where two plain values differ; undefined when equal.
 *
 * @example
 * firstDifference({ a: [1, 2] }, { a: [1, 3] })?.path // '$.a[1]'
 */
export function firstDifference(
  first: unknown,
  second: unknown,
  path = '$',
): Difference | undefined {
  if (Object.is(first, second)) return undefined
  if (Array.isArray(first) && Array.isArray(second)) {
    const length = Math.max(first.length, second.length)
    for (let i = 0; i < length; i++) {
      const found = firstDifference(first[i], second[i], `${path}[${i}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isPlain(first) || !isPlain(second)) return { path, first, second }
  for (const key of [...new Set([...Object.keys(first), ...Object.keys(second)])].sort()) {
    const found = firstDifference(first[key], second[key], `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
