import { Q128, type ExactPool } from '@tickwise/amm'
import type { TokenPair } from '@tickwise/strategies'
import type { ActionPool, BurnResult, HeldPosition, SwapFill } from './venue.ts'
import { walkSwap } from './walk-swap.ts'

const OWNER = 'vault'
const UINT256 = 1n << 256n

/** The vault's positions in an exact pool, and what it does there. */
export class VaultInPool implements ActionPool {
  readonly pool: ExactPool
  timestamp: number
  #positions: readonly HeldPosition[]

  constructor(pool: ExactPool, timestamp = 0, positions: readonly HeldPosition[] = []) {
    this.pool = pool
    this.timestamp = timestamp
    this.#positions = positions
  }

  /** Another pool in the same state, with the same positions in it. */
  copy(): VaultInPool {
    return new VaultInPool(this.pool.clone(), this.timestamp, this.#positions)
  }

  get sqrtPriceX96(): bigint {
    return this.pool.sqrtPriceX96
  }

  get tick(): number {
    return this.pool.tick
  }

  marketLiquidity(): bigint {
    const own = this.#positions
      .filter(({ tickLower, tickUpper }) => tickLower <= this.tick && this.tick < tickUpper)
      .reduce((sum, { liquidity }) => sum + liquidity, 0n)
    return this.pool.liquidity - own
  }

  /** What a swap would do, the vault's own liquidity included; amounts within a unit of each step. */
  quote(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    const { pool } = this
    const { ticks } = pool
    let { liquidity } = pool
    let next = ticks.findIndex(({ tick }) => tick > pool.tick)
    if (next < 0) next = ticks.length
    if (zeroForOne) next -= 1
    let crossed: (typeof ticks)[number] | undefined
    return walkSwap(
      pool,
      (_tick, down) => {
        if (crossed !== undefined) liquidity += down ? -crossed.liquidityNet : crossed.liquidityNet
        crossed = ticks[next]
        next += down ? -1 : 1
        return crossed && { liquidity, boundaryTick: crossed.tick }
      },
      zeroForOne,
      amountIn,
      pool.spec.fee,
      sqrtPriceLimitX96,
    )
  }

  swap(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    const planned = this.quote(zeroForOne, amountIn, sqrtPriceLimitX96)
    const limit = sqrtPriceLimitX96 === undefined ? {} : { sqrtPriceLimitX96 }
    const done = this.pool.swap({ zeroForOne, amountSpecified: amountIn, ...limit }, this.timestamp)
    const spent = zeroForOne ? done.amount0 : done.amount1
    return {
      amountIn: spent,
      amountOut: -(zeroForOne ? done.amount1 : done.amount0),
      feeAmount: planned.feeAmount,
      sqrtPriceX96: done.sqrtPriceX96,
      tick: done.tick,
      complete: spent === amountIn,
    }
  }

  mint(position: HeldPosition): TokenPair {
    this.#positions = [...this.#positions, position]
    return this.pool.mint({ owner: OWNER, ...position }, this.timestamp)
  }

  fees(): readonly TokenPair[] {
    return this.#positions.map(({ tickLower, tickUpper, liquidity }) => {
      const position = this.pool.position(OWNER, tickLower, tickUpper)
      if (position === undefined) return { amount0: 0n, amount1: 0n }
      const { inside0X128, inside1X128 } = this.pool.feeGrowthInside(tickLower, tickUpper)
      return {
        amount0: earned(inside0X128, position.feeGrowthInside0LastX128, liquidity),
        amount1: earned(inside1X128, position.feeGrowthInside1LastX128, liquidity),
      }
    })
  }

  burnAll(): readonly BurnResult[] {
    const results = this.#positions.map((position): BurnResult => {
      const { tickLower, tickUpper } = position
      const principal = this.pool.burn({ owner: OWNER, ...position }, this.timestamp)
      const paid = this.pool.collect({ owner: OWNER, tickLower, tickUpper })
      return {
        principal: { amount0: principal.amount0, amount1: principal.amount1 },
        fees: {
          amount0: paid.amount0 - principal.amount0,
          amount1: paid.amount1 - principal.amount1,
        },
      }
    })
    this.#positions = []
    return results
  }
}

function earned(now: bigint, then: bigint, liquidity: bigint): bigint {
  return (((now - then + UINT256) % UINT256) * liquidity) / Q128
}
