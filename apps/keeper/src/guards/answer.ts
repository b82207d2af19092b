import { inferenceRegistryAbi } from '@tickwise/protocol'
import { decodeFunctionData } from 'viem'
import type { GuardAnswer, GuardQuestion } from '../ports.ts'

/** Nothing speaks against it. */
export const allowed: GuardAnswer = { allowed: true }

/** A refusal with its reason and, where it is known, its end. */
export function refused(code: string, reason: string, until?: number): GuardAnswer {
  const end = until === undefined ? '' : `; until ${timeText(until)}`
  return { allowed: false, code, reason: `${reason}${end}` }
}

/** Unix seconds as `2025-07-01 12:00:05 UTC`. */
export function timeText(timestampSeconds: number): string {
  const text = new Date(timestampSeconds * 1000).toISOString()
  return `${text.slice(0, 19).replace('T', ' ')} UTC`
}

/**
 * Whether a transaction begins something. What finishes a commitment (its reveal, with or without a
 * trade, or its end) costs the bond when it is not sent, so most guards let it pass.
 */
export function begins({ job }: Pick<GuardQuestion, 'job'>): boolean {
  return job !== 'reveal' && job !== 'expire'
}

/** Whether a transaction is a reveal that has the vault's policy carried out. */
export function trades({ job, data }: Pick<GuardQuestion, 'job' | 'data'>): boolean {
  if (job !== 'reveal') return false
  try {
    const { functionName, args } = decodeFunctionData({ abi: inferenceRegistryAbi, data })
    return functionName === 'reveal' && args[2]
  } catch {
    // A reveal that cannot be read is taken for one that trades.
    return true
  }
}
