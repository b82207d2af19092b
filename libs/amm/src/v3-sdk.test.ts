import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactPool } from './pool.ts'
import { fullStateSpec, loadSnapshot } from './testing/full-state-pool.ts'
import { createRandom } from './testing/random.ts'
import { fromJsbi, magnitude, sdk, sdkCore } from './testing/sdk.ts'
import { hasSharedData, whySkipped } from './testing/shared-data.ts'
import { amountsForLiquidityDown, amountsForLiquidityUp } from './liquidity-math.ts'
import { getSqrtRatioAtTick } from './tick-math.ts'
import { toSdkPool, toSdkPosition } from './v3-sdk.ts'

const address = (n: number) => `0x${String(n).padStart(40, '0')}`
const token0 = new sdkCore.Token(1, address(1), 8, 'T0')
const token1 = new sdkCore.Token(1, address(2), 18, 'T1')
const tokens = { token0, token1 }

/** A pool with positions here and there, gaps between them, and some swaps behind it. */
function livedInPool(seed: number): ExactPool {
  const random = createRandom(seed)
  const pool = ExactPool.create({ fee: 500, tickSpacing: 10 })
  pool.initialize(getSqrtRatioAtTick(random.integer(-5000, 5000)) + 7n, 1)
  for (let i = 0; i < 12; i++) {
    const tickLower = random.integer(-900, 800) * 10
    const tickUpper = tickLower + random.integer(1, 200) * 10
    pool.mint({ owner: 'lp', tickLower, tickUpper, liquidity: random.magnitude(70) }, 2)
  }
  for (let i = 0; i < 6; i++) {
    const zeroForOne = random.chance(0.5)
    const sqrtPriceLimitX96 = getSqrtRatioAtTick(pool.tick + (zeroForOne ? -2000 : 2000))
    pool.swap({ zeroForOne, amountSpecified: random.magnitude(60), sqrtPriceLimitX96 }, 3)
  }
  return pool
}

/** Our swap beside the SDK's quote on the converted state: amounts and the state after. */
async function compareSwap(pool: ExactPool, zeroForOne: boolean, amountIn: bigint): Promise<void> {
  const input = sdkCore.CurrencyAmount.fromRawAmount(zeroForOne ? token0 : token1, String(amountIn))
  const [output, after] = await toSdkPool(sdk, pool, tokens).getOutputAmount(input)
  const ours = pool.clone().swap({ zeroForOne, amountSpecified: amountIn }, 10)
  expect(-(zeroForOne ? ours.amount1 : ours.amount0)).toBe(fromJsbi(output.quotient))
  expect(ours).toMatchObject({
    sqrtPriceX96: fromJsbi(after.sqrtRatioX96),
    liquidity: fromJsbi(after.liquidity),
    tick: after.tickCurrent,
  })
}

describe('any state as Pool and Position of @uniswap/v3-sdk', () => {
  it('quotes what the exact pool does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), magnitude(70), async (seed, zeroForOne, size) => {
        await compareSwap(livedInPool(seed), zeroForOne, size + 1n)
      }),
      { numRuns: 60 },
    )
  })

  it('quotes inputs for wanted outputs', async () => {
    const pool = livedInPool(5)
    const wanted = sdkCore.CurrencyAmount.fromRawAmount(token1, '123456789')
    const [input] = await toSdkPool(sdk, pool, tokens).getInputAmount(wanted)
    const ours = pool.swap({ zeroForOne: true, amountSpecified: -123456789n }, 10)
    expect(ours.amount0).toBe(fromJsbi(input.quotient))
  })

  it('gives the same amounts for positions', () => {
    const pool = livedInPool(7)
    const sdkPool = toSdkPool(sdk, pool, tokens)
    for (const { tickLower, tickUpper, liquidity } of pool.positions) {
      const theirs = toSdkPosition(sdk, sdkPool, { tickLower, tickUpper, liquidity })
      const args = [pool.sqrtPriceX96, tickLower, tickUpper, liquidity] as const
      expect(amountsForLiquidityDown(...args)).toEqual({
        amount0: fromJsbi(theirs.amount0.quotient),
        amount1: fromJsbi(theirs.amount1.quotient),
      })
      expect(amountsForLiquidityUp(...args)).toEqual({
        amount0: fromJsbi(theirs.mintAmounts.amount0),
        amount1: fromJsbi(theirs.mintAmounts.amount1),
      })
    }
  })

  it('refuses tokens in the wrong order and a pool without a price', () => {
    const pool = livedInPool(1)
    const swapped = { token0: token1, token1: token0 }
    expect(() => toSdkPool(sdk, pool, swapped)).toThrow(
      expect.objectContaining({ code: 'E_TOKEN_ORDER' }),
    )
    expect(() => toSdkPool(sdk, ExactPool.create(pool.spec), tokens)).toThrow(
      expect.objectContaining({ code: 'E_POOL_LOK' }),
    )
  })

  it.skipIf(!hasSharedData)(`quotes on a real pool with missing ticks${whySkipped}`, async () => {
    const pool = ExactPool.fromState(fullStateSpec, loadSnapshot('pool').start)
    await compareSwap(pool, true, 50n * 10n ** 8n)
    await compareSwap(pool, false, 700n * 10n ** 18n)
  })
})
