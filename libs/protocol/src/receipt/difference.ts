import { canonicalJson } from '@tickwise/amm'

/** The first field in which two things differ. */
export interface Difference {
  /** Path in the receipt, such as `rebalance.effects.positions.0.liquidity`. */
  readonly field: string
  /** What is claimed: by the receipt that was given, or by the transaction. */
  readonly found: string
  /** What follows from the chain and from running everything again. */
  readonly expected: string
}

const absent = 'absent'

/**
 * Walks two plain values in the order of the expected one's fields, and names the first in which they
 * differ. Bigints equal their decimal strings, as in receipts that were read from a file; case does not
 * count in hex.
 *
 * @example
 * firstDifference({ a: 1n }, { a: '2' }, '') // { field: 'a', found: '1', expected: '2' }
 */
export function firstDifference(
  found: unknown,
  expected: unknown,
  field: string,
): Difference | undefined {
  if (!isTree(found) || !isTree(expected)) {
    const texts = [textOf(found), textOf(expected)] as const
    return texts[0].toLowerCase() === texts[1].toLowerCase()
      ? undefined
      : { field, found: texts[0], expected: texts[1] }
  }
  const keys = [...Object.keys(expected), ...Object.keys(found).filter((key) => !(key in expected))]
  for (const key of keys) {
    const path = field === '' ? key : `${field}.${key}`
    const difference = firstDifference(found[key], expected[key], path)
    if (difference !== undefined) return difference
  }
  return undefined
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return absent
  return typeof value === 'object' ? canonicalJson(value) : String(value)
}
