import { nearestName } from '@tickwise/amm'
import type { z } from 'zod'
import { pathText } from './path-text.ts'
import { schemaKeysAt } from './schema-keys.ts'

type Issue = z.core.$ZodIssue

/** One fault of a configuration. */
export interface SchemaFault {
  readonly path: readonly PropertyKey[]
  /** A sentence that begins with the path. */
  readonly text: string
}

/**
 * What is wrong with a configuration; a key that is nearly right gets a proposal. Values are not repeated:
 * some of them are secret.
 *
 * @example
 * schemaFaults(schema, error.issues)[0]?.text // 'limits.minBalance is not a key; is limits.minBalanceNative meant?'
 */
export function schemaFaults(
  schema: z.core.$ZodType,
  issues: readonly Issue[],
): readonly SchemaFault[] {
  return issues.flatMap((issue): readonly SchemaFault[] => {
    const { path } = issue
    if (issue.code !== 'unrecognized_keys') return [{ path, text: sentence(issue) }]
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: unknownKey(path, key, schemaKeysAt(schema, path)),
    }))
  })
}

function sentence(issue: Issue): string {
  const path = pathText(issue.path)
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(({ code }) => code !== 'invalid_type')[0]
    if (inner !== undefined) return `${path} ${inner.message}`
    const missing = issue.errors.flat().every(({ message }) => isMissing(message))
    return missing ? `${path} is missing` : `${path} is of another kind`
  }
  return isMissing(issue.message) ? `${path} is missing` : `${path}: ${issue.message}`
}

function isMissing(message: string): boolean {
  return message.endsWith('received undefined')
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known)
  const full = pathText([...path, key])
  return nearest === undefined
    ? `${full} is not a key; there are ${known.join(', ')}`
    : `${full} is not a key; is ${pathText([...path, nearest])} meant?`
}
