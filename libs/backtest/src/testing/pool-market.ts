import {
  buildFeeGrowthIndex,
  createEventColumns,
  ExactPool,
  getSqrtRatioAtTick,
  seededRandom,
  writeEvent,
  type FeeGrowthIndex,
  type PoolEvent,
} from '@tickwise/amm'
import type { MarketData } from '../market/market-data.ts'

const SPEC = { fee: 3000, tickSpacing: 60 } as const
export const START = 1_700_006_400

/** A market and the pool that made it, standing after the last event. */
export interface PoolMarket {
  readonly market: MarketData
  readonly pool: ExactPool
}

/** What a generated market is like. */
export interface PoolMarketOptions {
  readonly seed: number
  readonly swaps: number
  /** Seconds between swaps, at most. */
  readonly maxGapSeconds?: number
  readonly startTick?: number
  /** Largest swap, raw units of either token. */
  readonly maxSwap?: bigint
}

/**
 * Events that an exact pool really produced: a wide position, some narrow ones that come and go, and
 * random swaps to both sides.
 */
export function poolMarket(options: PoolMarketOptions): PoolMarket {
  const { seed, swaps, maxGapSeconds = 240, startTick = 0, maxSwap = 10n ** 17n } = options
  const random = seededRandom(seed)
  const pool = ExactPool.create(SPEC)
  const events: PoolEvent[] = []
  let timestamp = START
  const place = () => ({ blockNumber: 1000 + events.length, logIndex: 0, timestamp })
  const sqrtPriceX96 = getSqrtRatioAtTick(startTick)
  pool.initialize(sqrtPriceX96, timestamp)
  pool.increaseObservationCardinalityNext(65_535)
  events.push({ kind: 'initialize', ...place(), sqrtPriceX96, tick: startTick })

  const change = (
    kind: 'mint' | 'burn',
    tickLower: number,
    tickUpper: number,
    liquidity: bigint,
  ) => {
    const request = { owner: 'lp', tickLower, tickUpper, liquidity }
    const amounts = kind === 'mint' ? pool.mint(request, timestamp) : pool.burn(request, timestamp)
    events.push({ kind, ...place(), tickLower, tickUpper, liquidity, ...amounts })
  }
  const middle = Math.floor(startTick / 60) * 60
  change('mint', middle - 60_000, middle + 60_000, 10n ** 19n)
  const narrow: [number, number, bigint][] = []
  for (let i = 0; i < swaps; i++) {
    timestamp += 1 + Math.floor(random() * maxGapSeconds)
    // oxlint-disable-next-line no-dupe-else-if -- each is a draw of its own
    if (random() < 0.05) {
      const lower = Math.floor(pool.tick / 60) * 60 - 60 * Math.floor(random() * 20)
      const range: [number, number, bigint] = [lower, lower + 60 * 20, 3n * 10n ** 18n]
      narrow.push(range)
      change('mint', ...range)
    } else if (narrow.length > 0 && random() < 0.05) {
      change('burn', ...narrow.splice(Math.floor(random() * narrow.length), 1)[0]!)
    }
    const zeroForOne = random() < 0.5
    const amountSpecified = 1n + BigInt(Math.floor(random() * Number(maxSwap)))
    const swap = pool.swap({ zeroForOne, amountSpecified }, timestamp)
    events.push({ kind: 'swap', ...place(), ...swap })
  }
  return { market: marketOf(events), pool }
}

/** A market that begins with its pool's Initialize. */
export function marketOf(events: readonly PoolEvent[]): MarketData {
  const columns = createEventColumns(events.length)
  events.forEach((event, row) => writeEvent(columns, row, event))
  const startState = { kind: 'fresh' } as const
  let index: FeeGrowthIndex | undefined
  return {
    chainId: 1,
    root: '0x00',
    simulated: true,
    spec: SPEC,
    tokens: [
      { symbol: 'WETH', decimals: 18 },
      { symbol: 'USDC', decimals: 18 },
    ],
    columns,
    startState,
    index: () => (index ??= buildFeeGrowthIndex(columns, SPEC, startState)),
  }
}
