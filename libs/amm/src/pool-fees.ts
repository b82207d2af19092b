import { MASK_128, MASK_256, mulDivDown, mulDivUp, Q128 } from './full-math.ts'
import type { TokenAmounts } from './liquidity-math.ts'
import { bareRevert, poolRevert } from './pool-revert.ts'
import type { PoolState } from './pool-state.ts'

/** A flash loan: what is lent, and what comes back above the loan. Raw units. */
export interface FlashRequest {
  readonly amount0: bigint
  readonly amount1: bigint
  readonly paid0: bigint
  readonly paid1: bigint
}

/** Protocol fee before and after, per token: 0 (off) or n for 1/n of the swap fee. */
export interface FeeProtocolChange {
  readonly feeProtocol0Old: number
  readonly feeProtocol1Old: number
  readonly feeProtocol0New: number
  readonly feeProtocol1New: number
}

/** See `ExactPool.flash`. */
export function flashInPool(state: PoolState, request: FlashRequest): FlashRequest {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  if (state.liquidity === 0n) throw poolRevert('L')
  const { paid0, paid1 } = request
  const fee0 = mulDivUp(request.amount0, state.feePips, 1_000_000n)
  const fee1 = mulDivUp(request.amount1, state.feePips, 1_000_000n)
  if (paid0 < fee0) throw poolRevert('F0', { paid0, fee0 })
  if (paid1 < fee1) throw poolRevert('F1', { paid1, fee1 })
  const toProtocol0 = protocolPart(paid0, state.feeProtocol & 15)
  const toProtocol1 = protocolPart(paid1, state.feeProtocol >> 4)
  const growth0 = mulDivDown(paid0 - toProtocol0, Q128, state.liquidity)
  const growth1 = mulDivDown(paid1 - toProtocol1, Q128, state.liquidity)
  state.protocolFees0 = (state.protocolFees0 + toProtocol0) & MASK_128
  state.protocolFees1 = (state.protocolFees1 + toProtocol1) & MASK_128
  state.feeGrowthGlobal0X128 = (state.feeGrowthGlobal0X128 + growth0) & MASK_256
  state.feeGrowthGlobal1X128 = (state.feeGrowthGlobal1X128 + growth1) & MASK_256
  return request
}

/** See `ExactPool.setFeeProtocol`. */
export function setPoolFeeProtocol(
  state: PoolState,
  feeProtocol0: number,
  feeProtocol1: number,
): FeeProtocolChange {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  for (const share of [feeProtocol0, feeProtocol1]) {
    if (share !== 0 && !(Number.isInteger(share) && share >= 4 && share <= 10)) {
      throw bareRevert(`the protocol fee is 0 or 4 to 10, not ${share}`, { share })
    }
  }
  const before = state.feeProtocol
  state.feeProtocol = feeProtocol0 + (feeProtocol1 << 4)
  return {
    feeProtocol0Old: before & 15,
    feeProtocol1Old: before >> 4,
    feeProtocol0New: feeProtocol0,
    feeProtocol1New: feeProtocol1,
  }
}

/** See `ExactPool.collectProtocol`. */
export function collectPoolProtocol(state: PoolState, requested: TokenAmounts): TokenAmounts {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  const amount0 = collectable(requested.amount0, state.protocolFees0)
  const amount1 = collectable(requested.amount1, state.protocolFees1)
  state.protocolFees0 -= amount0
  state.protocolFees1 -= amount1
  return { amount0, amount1 }
}

/** The contract leaves one unit behind so that its storage slot is never cleared. */
function collectable(requested: bigint, owed: bigint): bigint {
  if (requested < owed) return requested
  return owed === 0n ? 0n : owed - 1n
}

function protocolPart(paid: bigint, share: number): bigint {
  return share === 0 ? 0n : paid / BigInt(share)
}
