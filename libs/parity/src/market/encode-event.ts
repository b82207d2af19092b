import {
  amount0At,
  amount1At,
  kindCode,
  liquidityAt,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
  type PoolEventColumns,
} from '@tickwise/amm'
import { actorAbi, poolAbi } from '@tickwise/localchain'
import { encodeFunctionData, type Address, type Hex } from 'viem'

/** A recorded event as a call that does it again: through the actor, or by the pool's owner. */
export interface EventCall {
  readonly by: 'actor' | 'owner'
  readonly data: Hex
}

/** Who acts in which pool. */
export interface ActorPlace {
  readonly pool: Address
  readonly actor: Address
}

/**
 * The call that executes a recorded event as the counterfactual venue does: swaps as exact input of the recorded
 * gross amount, mints and burns of the recorded liquidity, of a flash loan what was paid for it. Undefined for
 * events that leave the pool as it is.
 *
 * @example
 * encodeEvent({ pool, actor }, dataset.columns, row)
 */
export function encodeEvent(
  { pool, actor }: ActorPlace,
  columns: PoolEventColumns,
  row: number,
): EventCall | undefined {
  const tickA = columns.tickA[row] ?? 0
  const tickB = columns.tickB[row] ?? 0
  const abi = actorAbi
  const byActor = (data: Hex): EventCall => ({ by: 'actor', data })
  switch (columns.kind[row]) {
    case kindCode.swap: {
      const amount0 = amount0At(columns, row)
      const amountIn = amount0 > 0n ? amount0 : amount1At(columns, row)
      if (amountIn <= 0n) return undefined
      const down = amount0 > 0n
      const limit = down ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n
      const args = [pool, actor, down, amountIn, limit] as const
      return byActor(encodeFunctionData({ abi, functionName: 'swap', args }))
    }
    case kindCode.mint:
    case kindCode.burn: {
      const liquidity = liquidityAt(columns, row)
      if (liquidity === 0n) return undefined
      if (columns.kind[row] === kindCode.burn) {
        const args = [pool, tickA, tickB, liquidity] as const
        return byActor(encodeFunctionData({ abi, functionName: 'burn', args }))
      }
      return byActor(encodeMint({ pool, actor }, tickA, tickB, liquidity))
    }
    case kindCode.flash: {
      const args = [pool, actor, 0n, 0n, amount0At(columns, row), amount1At(columns, row)] as const
      return byActor(encodeFunctionData({ abi, functionName: 'flash', args }))
    }
    case kindCode.setFeeProtocol:
      return { by: 'owner', data: encodeFeeProtocol(tickA, tickB) }
    case undefined:
    default:
      return undefined
  }
}

/** A mint to the actor itself. */
export function encodeMint(
  { pool, actor }: ActorPlace,
  tickLower: number,
  tickUpper: number,
  liquidity: bigint,
): Hex {
  const args = [pool, actor, tickLower, tickUpper, liquidity] as const
  return encodeFunctionData({ abi: actorAbi, functionName: 'mint', args })
}

/** The protocol's share of each token's swap fees, 1/n; 0: none. */
export function encodeFeeProtocol(share0: number, share1: number): Hex {
  return encodeFunctionData({
    abi: poolAbi,
    functionName: 'setFeeProtocol',
    args: [share0, share1],
  })
}

/** Several calls of the actor in one transaction: all or none. */
export function encodeBatch(calls: readonly Hex[]): Hex {
  return encodeFunctionData({ abi: actorAbi, functionName: 'batch', args: [calls] })
}
