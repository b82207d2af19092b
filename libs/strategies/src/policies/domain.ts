import {
  MASK_128,
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  UserError,
} from '@tickwise/amm'
import type { TokenPair } from '../market-view.ts'

/** The pool as a policy sees it. */
export interface MarketState {
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly tickSpacing: number
  /** Liquidity in range without the vault's own, uint128. */
  readonly liquidity: bigint
  /** Swap fee, hundredths of a basis point. */
  readonly fee: number
}

/**
 * What there is to place, raw units, uint128 each. Reserves stay idle, and may exceed what is held:
 * then a policy that swaps buys what is missing.
 */
export interface Placeable extends TokenPair {
  readonly reserve0: bigint
  readonly reserve1: bigint
}

/** Greatest spacing that a pool can have: the factory enables none beyond. */
const MAX_TICK_SPACING = 16_383
/** All of a swap, in hundredths of a basis point: a fee is below it. */
export const FEE_UNIT = 1_000_000

/**
 * Refuses a market that no pool can be in and amounts that no pool can pay out, as `plan` of
 * `RangePolicy.sol` does, field by field in the same order.
 *
 * @throws UserError `E_POLICY_INPUT` with the field in its facts
 *
 * @example
 * checkPolicyInput(market, { amount0: 1n << 128n, amount1: 0n, reserve0: 0n, reserve1: 0n }) // throws
 */
export function checkPolicyInput(market: MarketState, placeable: Placeable): void {
  const { sqrtPriceX96, tick, tickSpacing, liquidity, fee } = market
  check('sqrtPriceX96', MIN_SQRT_RATIO <= sqrtPriceX96 && sqrtPriceX96 < MAX_SQRT_RATIO)
  check('tick', isIntegerIn(tick, MIN_TICK, MAX_TICK - 1))
  check('tickSpacing', isIntegerIn(tickSpacing, 1, MAX_TICK_SPACING))
  check('liquidity', isUint128(liquidity))
  check('fee', isIntegerIn(fee, 0, FEE_UNIT - 1))
  check('amount0', isUint128(placeable.amount0))
  check('amount1', isUint128(placeable.amount1))
  check('reserve0', isUint128(placeable.reserve0))
  check('reserve1', isUint128(placeable.reserve1))
}

function check(field: string, holds: boolean): void {
  if (holds) return
  throw new UserError('E_POLICY_INPUT', `no pool or vault can have such a ${field}`, {
    hint: 'amounts, reserves and liquidity fit 128 bits; price and ticks are those of a pool',
    facts: { field },
  })
}

function isIntegerIn(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && lowest <= value && value <= highest
}

function isUint128(value: bigint): boolean {
  return 0n <= value && value <= MASK_128
}
