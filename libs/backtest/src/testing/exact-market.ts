import { ExactPool, type EventPlace, type PoolEvent } from '@tickwise/amm'
import type { RealDay } from './real-days.ts'

/** One thing that happens to a pool, `at` seconds after the start. */
export type MarketStep =
  | { readonly at: number; readonly buy1: bigint }
  | { readonly at: number; readonly buy0: bigint }
  | {
      readonly at: number
      readonly mint: {
        readonly tickLower: number
        readonly tickUpper: number
        readonly liquidity: bigint
      }
    }

/** Events of a pool with spacing 10 and fee 0.05 % that lives through `steps`, from price 1 at second 1000. */
export function exactMarket(steps: readonly MarketStep[]): RealDay {
  const pool = ExactPool.create({ fee: 500, tickSpacing: 10 })
  const placeAt = (row: number, timestamp: number): EventPlace => {
    return { blockNumber: row, logIndex: 0, timestamp }
  }
  const sqrtPriceX96 = 2n ** 96n
  const start = pool.initialize(sqrtPriceX96, 1000)
  const events: PoolEvent[] = [{ kind: 'initialize', ...placeAt(0, 1000), ...start, sqrtPriceX96 }]
  for (const step of steps) {
    const timestamp = 1000 + step.at
    const place = placeAt(events.length, timestamp)
    if ('mint' in step) {
      const amounts = pool.mint({ owner: 'anybody', ...step.mint }, timestamp)
      events.push({ kind: 'mint', ...place, ...step.mint, ...amounts })
    } else {
      const zeroForOne = 'buy1' in step
      const amountSpecified = 'buy1' in step ? step.buy1 : step.buy0
      events.push({
        kind: 'swap',
        ...place,
        ...pool.swap({ zeroForOne, amountSpecified }, timestamp),
      })
    }
  }
  return { events, positionEvents: [] }
}
