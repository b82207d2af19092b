import { UserError } from './errors.ts'

const sentences = {
  AI: 'the pool is initialised already',
  AS: 'a swap of amount 0 is refused',
  F0: 'the flash loan paid back less token0 than its fee',
  F1: 'the flash loan paid back less token1 than its fee',
  I: 'the pool has no observations yet',
  L: 'a flash loan needs liquidity in range',
  LO: 'a tick would hold more liquidity than one tick may',
  LOK: 'the pool is not initialised',
  NP: 'a position without liquidity cannot be poked',
  OLD: 'the time asked for is older than the oldest observation',
  SPL: 'the price limit is on the wrong side of the price, or beyond the price range',
  TLM: 'the lower tick is below the lowest tick',
  TLU: 'the lower tick is not below the upper tick',
  TUM: 'the upper tick is above the highest tick',
} as const

/** Short reasons of `UniswapV3Pool` that {@link poolRevert} puts into words. */
export type PoolRevertReason = keyof typeof sentences

/**
 * The error for a call that the pool contract reverts: code `E_POOL_<reason>`, with the contract's own
 * reason in `facts.reason`. The state is as before the call.
 * @example throw poolRevert('SPL', { sqrtPriceLimitX96 })
 */
export function poolRevert(
  reason: PoolRevertReason,
  facts: Readonly<Record<string, string | number | bigint>> = {},
): UserError {
  return new UserError(`E_POOL_${reason}`, `${sentences[reason]} (${reason})`, {
    facts: { ...facts, reason },
  })
}

/** As {@link poolRevert} where the contract gives no reason: code `E_POOL_REVERT`, empty `facts.reason`. */
export function bareRevert(
  sentence: string,
  facts: Readonly<Record<string, string | number | bigint>> = {},
): UserError {
  return new UserError('E_POOL_REVERT', sentence, { facts: { ...facts, reason: '' } })
}
