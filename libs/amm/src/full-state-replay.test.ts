import { beforeAll, describe, expect, it } from 'vitest'
import { ExactPool } from './pool.ts'
import type { SwapRequest, SwapResult } from './pool-swap.ts'
import { fullStateSpec, loadSnapshot, loadTransactions } from './testing/full-state-pool.ts'
import type { Transaction } from './testing/full-state-pool.ts'
import { hasSharedData, whySkipped } from './testing/shared-data.ts'

/**
 * An event says what a swap did, not how it was asked for. The three ways to ask, likeliest first: the
 * input, the output, or "up to this price" (which shows as the price after).
 */
function waysToAsk(swap: Transaction): readonly SwapRequest[] {
  const [amount0, amount1] = [BigInt(swap.amount0), BigInt(swap.amount1)]
  const zeroForOne = amount0 > 0n
  const [paid, got] = zeroForOne ? [amount0, amount1] : [amount1, amount0]
  const sqrtPriceLimitX96 = BigInt(swap.sqrtPriceX96)
  return [
    { zeroForOne, amountSpecified: paid },
    { zeroForOne, amountSpecified: got },
    { zeroForOne, amountSpecified: paid * 2n, sqrtPriceLimitX96 },
  ]
}

function recorded(swap: Transaction): SwapResult {
  return {
    amount0: BigInt(swap.amount0),
    amount1: BigInt(swap.amount1),
    sqrtPriceX96: BigInt(swap.sqrtPriceX96),
    liquidity: BigInt(swap.liquidity),
    tick: swap.tick,
  }
}

/** The pool after the swap, or `undefined` when no way of asking gives the recorded event. */
function replaySwap(pool: ExactPool, swap: Transaction): ExactPool | undefined {
  const wanted = JSON.stringify(recorded(swap), digits)
  for (const request of waysToAsk(swap)) {
    const trial = pool.clone()
    if (JSON.stringify(trial.swap(request, swap.timestamp), digits) === wanted) return trial
  }
  return undefined
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

describe.skipIf(!hasSharedData)(`a real day from state to state${whySkipped}`, () => {
  let pool: ExactPool
  let equalSwaps = 0
  let swaps = 0

  beforeAll(() => {
    const before = loadSnapshot('pool')
    pool = ExactPool.fromState(fullStateSpec, before.start, { positions: before.positions })
    for (const transaction of loadTransactions()) {
      const { method, timestamp, owner, tickLower, tickUpper } = transaction
      if (method === 'SWAP') {
        swaps++
        const after = replaySwap(pool, transaction)
        if (after === undefined) continue
        equalSwaps++
        pool = after
      } else {
        const request = { owner, tickLower, tickUpper, liquidity: BigInt(transaction.amount) }
        const amounts =
          method === 'MINT' ? pool.mint(request, timestamp) : pool.burn(request, timestamp)
        // The file repeats a burn's liquidity in place of its amount0.
        if (method === 'MINT') expect(amounts.amount0).toBe(BigInt(transaction.amount0))
        expect(amounts.amount1).toBe(BigInt(transaction.amount1))
      }
    }
  })

  it('reproduces 329 of 329 swaps in every field', () => {
    expect({ swaps, equalSwaps }).toEqual({ swaps: 329, equalSwaps: 329 })
  })

  it('ends in the state read from the chain', () => {
    const { start } = loadSnapshot('poolAfter')
    expect(pool.toStartState(start.blockNumber)).toMatchObject({
      sqrtPriceX96: start.sqrtPriceX96,
      tick: start.tick,
      liquidity: start.liquidity,
      feeGrowthGlobal0X128: start.feeGrowthGlobal0X128,
      feeGrowthGlobal1X128: start.feeGrowthGlobal1X128,
    })
  })

  it('ends with 356 of 357 ticks equal; the other lies outside the range that was read before', () => {
    const initialised = loadSnapshot('poolAfter').start.ticks.filter(
      (tick) => tick.liquidityGross > 0n,
    )
    const listed = new Map(initialised.map((tick) => [tick.tick, tick]))
    expect({ listed: listed.size, ours: pool.ticks.length }).toEqual({ listed: 357, ours: 356 })
    for (const tick of pool.ticks) expect(tick).toEqual(listed.get(tick.tick))
  })

  it('ends with the fee growth of 41 of 41 positions equal', () => {
    const { positions } = loadSnapshot('poolAfter')
    expect(positions).toHaveLength(41)
    for (const after of positions) {
      expect(pool.position(after.owner, after.tickLower, after.tickUpper)).toMatchObject({
        liquidity: after.liquidity,
        feeGrowthInside0LastX128: after.feeGrowthInside0LastX128,
        feeGrowthInside1LastX128: after.feeGrowthInside1LastX128,
      })
    }
  })
})
