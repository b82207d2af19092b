import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PoolSpec } from './event-columns.ts'
import { ExactPool } from './pool.ts'
import { computeSwapStep } from './swap-math.ts'
import { nextStopDown, nextStopUp } from './tick-list.ts'
import { anyFee, anyPrice, positiveMagnitude } from './testing/sdk.ts'
import { getTickAtSqrtRatio, MAX_SQRT_RATIO, MIN_SQRT_RATIO } from './tick-math.ts'

/** A pool with this liquidity at every price, and nothing else: each word of ticks is one step. */
function flatPool(spec: PoolSpec, sqrtPriceX96: bigint, liquidity: bigint): ExactPool {
  return ExactPool.fromState(spec, {
    kind: 'chain',
    blockNumber: 1,
    sqrtPriceX96,
    tick: getTickAtSqrtRatio(sqrtPriceX96),
    liquidity,
    feeProtocol: 0,
    feeGrowthGlobal0X128: 0n,
    feeGrowthGlobal1X128: 0n,
    ticks: [],
  })
}

describe('the short cut for steps that end before their target', () => {
  it('gives what the contract formula gives, at every price, liquidity and amount', () => {
    const amount = positiveMagnitude(130)
    const liquidity = positiveMagnitude(127)
    // At the widest spacing a step may cross so many prices that the contract's product overflows.
    const anySpec = fc.record({ fee: anyFee, tickSpacing: fc.constantFrom(60, 16_383) })
    fc.assert(
      fc.property(
        fc.tuple(anyPrice, liquidity, amount, fc.boolean(), anySpec),
        ([price, inRange, amountSpecified, zeroForOne, spec]) => {
          const limit = zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n
          fc.pre(zeroForOne ? price > limit : price < limit)
          const pool = flatPool(spec, price, inRange)
          const stop = (zeroForOne ? nextStopDown : nextStopUp)(
            [],
            pool.tick,
            spec.tickSpacing,
          ).sqrtPriceX96
          const limitIsNearer = zeroForOne ? stop < limit : stop > limit
          const target = limitIsNearer ? limit : stop
          const step = computeSwapStep(price, target, inRange, amountSpecified, spec.fee)
          fc.pre(step.sqrtPriceNextX96 !== target)
          const swap = pool.swap({ zeroForOne, amountSpecified }, 1)
          const growth = zeroForOne ? pool.feeGrowthGlobal0X128 : pool.feeGrowthGlobal1X128
          const paidOut = zeroForOne ? -swap.amount1 : -swap.amount0
          expect([swap.sqrtPriceX96, paidOut, growth]).toEqual([
            step.sqrtPriceNextX96,
            step.amountOut,
            BigInt.asUintN(256, (step.feeAmount << 128n) / inRange),
          ])
        },
      ),
      { numRuns: 8000 },
    )
  })
})
