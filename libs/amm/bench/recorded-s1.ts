import { encodeEvents } from '@tickwise/amm'
import type { PoolEvent, PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import { createS1Pool } from './s1-workload.ts'
import type { S1Workload } from './s1-workload.ts'

export interface RecordedStream {
  readonly columns: PoolEventColumns
  readonly spec: PoolSpec
  readonly start: StartState
}

/** Executes S1 once in the exact pool and keeps the Swap events that the contract would emit. */
export function recordS1(workload: S1Workload): RecordedStream {
  const pool = createS1Pool(workload)
  const start = pool.toStartState(0)
  const events = workload.swaps.map((swap, row): PoolEvent => {
    const { amount0, amount1, sqrtPriceX96, liquidity, tick } = pool.swap(swap, swap.timestamp)
    const place = { blockNumber: row + 1, logIndex: 0, timestamp: swap.timestamp }
    return { kind: 'swap', ...place, amount0, amount1, sqrtPriceX96, liquidity, tick }
  })
  return { columns: encodeEvents(events), spec: pool.spec, start }
}
