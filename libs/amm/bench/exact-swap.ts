import { ExactPool } from '@tickwise/amm'
import { medianOf, timePasses } from './median-seconds.ts'
import { createS1Pool, loadS1 } from './s1-workload.ts'

export const title = 'Exact pool: swaps executed per second'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const SINGLE_STEP_SWAPS = 200_000

/** Full swap execution in the exact pool: one step each, and the real day S1. */
export async function benchExactSwap(): Promise<readonly BenchRow[]> {
  const single = timePasses(5, deepPool, (pool) => swapBackAndForth(pool))
  const rows: BenchRow[] = [
    {
      name: 'exact input, one step',
      value: SINGLE_STEP_SWAPS / medianOf(single),
      unit: 'swaps/s',
      note: 'one range, price inside it',
    },
  ]
  const workload = loadS1()
  if (workload === undefined) return rows
  const seconds = timePasses(
    9,
    () => createS1Pool(workload),
    (pool) => {
      for (const swap of workload.swaps) pool.swap(swap, swap.timestamp)
    },
  )
  rows.push({
    name: 'S1: 6,046 real swaps, 83 cells',
    value: workload.swaps.length / medianOf(seconds),
    unit: 'swaps/s',
    note: 'USDC/WETH 0.05 %, 2024-01-05; median of 9',
  })
  return rows
}

function deepPool(): ExactPool {
  const pool = ExactPool.create({ fee: 500, tickSpacing: 10 })
  pool.initialize(1662995104975155420368771254341874n, 1_700_000_000)
  const range = { tickLower: 190_000, tickUpper: 210_000 }
  pool.mint({ owner: 'lp', ...range, liquidity: 12n * 10n ** 18n }, 1_700_000_000)
  return pool
}

function swapBackAndForth(pool: ExactPool): void {
  const down = { zeroForOne: true, amountSpecified: 2_268_611_012n }
  const up = { zeroForOne: false, amountSpecified: 1_000_000_000_000_000_000n }
  for (let i = 0; i < SINGLE_STEP_SWAPS; i += 2) {
    pool.swap(down, 1_700_000_000 + i)
    pool.swap(up, 1_700_000_000 + i)
  }
}
