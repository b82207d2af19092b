import type { Token } from '@uniswap/sdk-core'
import type { Pool, Position, TickDataProvider } from '@uniswap/v3-sdk'
import { UserError } from './errors.ts'
import type { ExactPool } from './pool.ts'
import { poolRevert } from './pool-revert.ts'
import { nextStopDown, nextStopUp } from './tick-list.ts'

/**
 * The classes of `@uniswap/v3-sdk` that the conversions construct. Passed in, because the package's
 * ES-module build does not load under plain Node: get it by `require`, or from your bundler.
 */
export interface V3Sdk {
  readonly Pool: typeof Pool
  readonly Position: typeof Position
}

/** The pool's tokens in its own order. */
export interface PoolTokens {
  readonly token0: Token
  readonly token1: Token
}

/**
 * The present state of an exact pool as a `Pool` of `@uniswap/v3-sdk`, with the ticks to quote swaps.
 * A copy: later calls on `pool` do not show in it.
 * @throws UserError `E_POOL_LOK` before initialize, `E_TOKEN_ORDER` when the tokens are the wrong way round
 * @example
 * const sdk = createRequire(import.meta.url)('@uniswap/v3-sdk')
 * const quote = await toSdkPool(sdk, pool, { token0, token1 }).getOutputAmount(amountIn)
 */
export function toSdkPool(
  sdk: Pick<V3Sdk, 'Pool'>,
  pool: ExactPool,
  { token0, token1 }: PoolTokens,
): Pool {
  if (pool.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  if (!token0.sortsBefore(token1)) {
    throw new UserError('E_TOKEN_ORDER', 'token0 must have the lower address of the two tokens', {
      hint: 'swap the two tokens, and their amounts',
      facts: { token0: token0.address, token1: token1.address },
    })
  }
  const { fee } = pool.spec
  const [price, liquidity] = [String(pool.sqrtPriceX96), String(pool.liquidity)]
  return new sdk.Pool(token0, token1, fee, price, liquidity, pool.tick, tickProvider(pool))
}

/**
 * A range with liquidity as a `Position` of `@uniswap/v3-sdk`.
 * @param sdkPool what {@link toSdkPool} gave
 * @param position a position of the exact pool, or any range with a uint128 liquidity
 * @example toSdkPosition(sdk, sdkPool, { tickLower: -600, tickUpper: 600, liquidity: 10n ** 18n })
 */
export function toSdkPosition(
  sdk: Pick<V3Sdk, 'Position'>,
  sdkPool: Pool,
  position: {
    readonly tickLower: number
    readonly tickUpper: number
    readonly liquidity: bigint
  },
): Position {
  const { tickLower, tickUpper, liquidity } = position
  return new sdk.Position({ pool: sdkPool, tickLower, tickUpper, liquidity: String(liquidity) })
}

/** The SDK's own list refuses pools without ticks and snapshots whose far-away ticks are missing. */
function tickProvider(pool: ExactPool): TickDataProvider {
  const { tickSpacing } = pool.spec
  const records = new Map(pool.ticks.map((record) => [record.tick, record]))
  const ticks = [...records.keys()]
  return {
    getTick: async (tick) => ({
      liquidityGross: String(records.get(tick)?.liquidityGross ?? 0n),
      liquidityNet: String(records.get(tick)?.liquidityNet ?? 0n),
    }),
    nextInitializedTickWithinOneWord: async (tick, lte) => {
      const stop = (lte ? nextStopDown : nextStopUp)(ticks, tick, tickSpacing)
      return [stop.tick, stop.initialized]
    },
  }
}
