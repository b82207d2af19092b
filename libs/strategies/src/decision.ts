import { checkTickRange, MASK_256, UserError } from '@tickwise/amm'
import { checkPolicyParameters, type PolicyParameters } from './policies/plan.ts'

/** 10 000 basis points: all of it. */
export const ALL_BPS = 10_000

/** Most positions a vault holds at a time: exits and NAV walk all of them on chain. */
export const MAX_POSITIONS = 4

/** A range to hold, `tickLower` ≤ tick < `tickUpper`. */
export interface TargetRange {
  readonly tickLower: number
  readonly tickUpper: number
  /** Integer basis points, 1 … 10 000; of what, {@link RebalanceDecision.swap} says. */
  readonly weightBps: number
}

/** Leave everything as it is. */
export interface HoldDecision {
  readonly kind: 'hold'
  readonly reason: string
}

/** What a vault is told to carry out on chain: its policy, and the one number that a forecast gives it. */
export interface PolicyOrder {
  readonly parameters: PolicyParameters
  /** Expected variance of the tick over one epoch, ticks² · 2^32; 0 for a policy that takes none. */
  readonly varianceX32: bigint
}

/**
 * Burn all positions, then hold these ranges. No ranges: everything stays idle.
 *
 * - `swap: 'to-ratio'`: sell what is too much of one token so that the holdings have the mix the
 *   ranges need; range `i` then gets `weightBps` of the vault's value. Weights add to at most 10 000.
 * - `swap: 'none'`: never trade. Ranges are filled in order; range `i` takes what it can use, but at
 *   most `weightBps` of either token held before the first, from what the ranges before it left.
 * - `policy`: carry this out instead, as the contract does, with ranges and swap computed from the pool at
 *   the time of the action. `ranges` are then what the policy gives at the view's price: for the reader.
 */
export interface RebalanceDecision {
  readonly kind: 'rebalance'
  readonly swap: 'to-ratio' | 'none'
  readonly ranges: readonly TargetRange[]
  readonly policy?: PolicyOrder
  readonly reason: string
}

export type Decision = HoldDecision | RebalanceDecision

/**
 * A decision to leave everything as it is.
 * @example hold('price is inside the band')
 */
export function hold(reason: string): HoldDecision {
  return { kind: 'hold', reason }
}

/**
 * Refuses a decision that no vault could carry out.
 *
 * @throws UserError `E_DECISION` for too many ranges, two equal ranges or weights that are not
 * integer basis points or add to more than all, or a variance that is no uint256; `E_TICK_RANGE`,
 * `E_TICK_SPACING` for a bad range; `E_POLICY_UNKNOWN`, `E_POLICY_PARAMETER` for a bad policy
 *
 * @example
 * checkDecision(decision, spec.tickSpacing)
 */
export function checkDecision(decision: Decision, tickSpacing: number): void {
  if (decision.kind === 'hold') return
  const { ranges } = decision
  if (ranges.length > MAX_POSITIONS) {
    throw badDecision(`it asks for ${ranges.length} ranges`, `use at most ${MAX_POSITIONS}`)
  }
  let sum = 0
  const seen = new Set<string>()
  for (const { tickLower, tickUpper, weightBps } of ranges) {
    checkTickRange(tickLower, tickUpper, tickSpacing)
    if (!Number.isInteger(weightBps) || weightBps < 1 || weightBps > ALL_BPS) {
      throw badDecision(`weight ${weightBps}`, 'weights are integers from 1 to 10000 basis points')
    }
    sum += weightBps
    const key = `${tickLower}:${tickUpper}`
    if (seen.has(key)) throw badDecision(`range ${key} comes twice`, 'add their weights instead')
    seen.add(key)
  }
  if (decision.swap === 'to-ratio' && sum > ALL_BPS) {
    throw badDecision(`weights add to ${sum}`, 'with a swap they may add to at most 10000')
  }
  if (decision.policy !== undefined) checkPolicyOrder(decision.policy)
}

function checkPolicyOrder({ parameters, varianceX32 }: PolicyOrder): void {
  checkPolicyParameters(parameters)
  if (varianceX32 >= 0n && varianceX32 <= MASK_256) return
  throw badDecision(`variance ${varianceX32}`, 'a policy takes a variance of 0 … 2^256 − 1')
}

function badDecision(what: string, hint: string): UserError {
  return new UserError('E_DECISION', `the strategy's decision cannot be carried out: ${what}`, {
    hint,
  })
}
