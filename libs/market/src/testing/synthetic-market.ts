import { ExactPool } from '@tickwise/amm'
import type { BurnEvent, Hex, MintEvent, PoolEvent, PoolSpec } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'

export const spec: PoolSpec = { fee: 500, tickSpacing: 10 }

export const testPool: PoolIdentity = {
  chainId: 31337,
  address: `0x${'ab'.repeat(20)}`,
  token0: { address: `0x${'11'.repeat(20)}`, symbol: 'AAA', decimals: 18 },
  token1: { address: `0x${'22'.repeat(20)}`, symbol: 'BBB', decimals: 6 },
  ...spec,
}

export const meta = {
  pool: testPool,
  simulated: true,
  seed: '7',
  source: { text: 'test', format: 'test' },
  gapCheck: { how: 'made by a pool', result: 'no fault' },
}

const owner: Hex = `0x${'c3'.repeat(20)}`
const trader: Hex = `0x${'d4'.repeat(20)}`
const transactionHash = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`

/** A small generator with a fixed sequence: the events are the same in every run. */
const createRandom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Events of a pool from Initialize on, as an exact pool emits them: liquidity around the price, swaps
 * both ways across ticks, a position that comes and goes. One event every `seconds`.
 */
export const marketEvents = (swaps: number, seconds = 600): PoolEvent[] => {
  const random = createRandom(42)
  const pool = ExactPool.create(spec)
  const events: PoolEvent[] = []
  const start = Date.UTC(2025, 0, 1, 6) / 1000
  const place = () => ({
    blockNumber: 1000 + Math.floor(events.length / 2),
    logIndex: (events.length % 2) * 3,
    timestamp: start + Math.floor(events.length / 2) * seconds,
    transactionHash: transactionHash(events.length),
  })
  const range = (
    kind: 'mint' | 'burn',
    tickLower: number,
    tickUpper: number,
    liquidity: bigint,
  ) => {
    const at = place()
    const request = { owner, tickLower, tickUpper, liquidity }
    const amounts = pool[kind](request, at.timestamp)
    const event: Omit<MintEvent, 'kind'> & Omit<BurnEvent, 'kind'> = {
      ...at,
      ...request,
      ...amounts,
    }
    events.push({ kind, ...event })
  }
  const sqrtPriceX96 = 79228162514264337593543950336n
  const first = place()
  events.push({
    kind: 'initialize',
    ...first,
    sqrtPriceX96,
    ...pool.initialize(sqrtPriceX96, first.timestamp),
  })
  range('mint', -5000, 5000, 10n ** 15n)
  range('mint', -100, 120, 3n * 10n ** 15n)
  for (let i = 0; i < swaps; i++) {
    const at = place()
    const zeroForOne = random() < 0.5
    const amountSpecified = BigInt(Math.floor(10 ** (10 + 3 * random())))
    const result = pool.swap({ zeroForOne, amountSpecified }, at.timestamp)
    events.push({ kind: 'swap', ...at, sender: trader, recipient: trader, ...result })
    if (i % 20 === 10) range('mint', -40, 60, 10n ** 15n)
    if (i % 20 === 15) range('burn', -40, 60, 10n ** 15n)
  }
  return events
}
