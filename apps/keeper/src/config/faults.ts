import { nearestName } from '@tickwise/strategies'
import type { z } from 'zod'
import { keysAt } from './leaves.ts'

type Issue = z.core.$ZodIssue

/**
 * What is wrong with a configuration, a sentence per fault; a key that is nearly right gets a proposal.
 * Values are not repeated: some of them are secret.
 *
 * @example
 * describeFaults(error.issues) // ['limits.minBalance is not a key; is limits.minBalanceNative meant?']
 */
export function describeFaults(issues: readonly Issue[]): readonly string[] {
  return issues.flatMap(describeFault)
}

function describeFault(issue: Issue): readonly string[] {
  const path = pathText(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue.path, key))
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(({ code }) => code !== 'invalid_type')[0]
    if (inner !== undefined) return [`${path} ${inner.message}`]
    const missing = issue.errors.flat().every(({ message }) => isMissing(message))
    return [missing ? `${path} is missing` : `${path} is of another kind`]
  }
  if (isMissing(issue.message)) return [`${path} is missing`]
  return [`${path}: ${issue.message}`]
}

function isMissing(message: string): boolean {
  return message.endsWith('received undefined')
}

function unknownKey(path: readonly PropertyKey[], key: string): string {
  const known = keysAt(path)
  const nearest = nearestName(key, known)
  const full = pathText([...path, key])
  if (nearest !== undefined)
    return `${full} is not a key; is ${pathText([...path, nearest])} meant?`
  return `${full} is not a key; there are ${known.join(', ')}`
}

/** `['vaults', 0, 'strategy']` as `vaults[0].strategy`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) =>
      typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`,
    )
    .join('')
}
