import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startContractPools } from './testing/contract-pool.ts'
import { runDifferential } from './testing/pool-differential.ts'
import { getSqrtRatioAtTick } from './tick-math.ts'

// TICKWISE_DEEP=8 makes the sequences eight times as long; TICKWISE_SEED=n makes others.
const DEEP_FACTOR = Number(process.env['TICKWISE_DEEP'] ?? 1)
const SEED_OFFSET = Number(process.env['TICKWISE_SEED'] ?? 0)

// The block clock of a pool is 32 bits wide: one of the runs lives through its wrap.
const beforeClockWrap = 2 ** 32 - 40_000
const start = 1_700_000_000

const tiers = [
  { fee: 100, tickSpacing: 1, startTick: -3, startTime: start, seed: 11 },
  { fee: 500, tickSpacing: 10, startTick: 199_045, startTime: start + 2 ** 28, seed: 12 },
  { fee: 3000, tickSpacing: 60, startTick: -887_000, startTime: start + 2 ** 29, seed: 13 },
  { fee: 10_000, tickSpacing: 200, startTick: 886_900, startTime: beforeClockWrap, seed: 14 },
]

describe('ExactPool equals the UniswapV3Pool contract in every number after every call', () => {
  let pools: Awaited<ReturnType<typeof startContractPools>>

  beforeAll(async () => {
    pools = await startContractPools(start - 1000)
  })

  afterAll(() => pools?.stop())

  it.each(tiers)(
    'fee $fee, from tick $startTick',
    async (tier) => {
      const chain = await pools.create(tier.fee)
      const coverage = await runDifferential(chain, {
        ...tier,
        seed: tier.seed + SEED_OFFSET,
        startPriceX96: getSqrtRatioAtTick(tier.startTick) + 1n,
        operations: 250 * DEEP_FACTOR,
      })
      if (DEEP_FACTOR > 1) console.info(`fee ${tier.fee}:`, coverage)
      for (const kind of ['swap', 'mint', 'burn', 'collect', 'flash', 'setFeeProtocol']) {
        expect(coverage[kind], kind).toBeGreaterThan(0)
      }
    },
    60_000 * Math.max(1, DEEP_FACTOR),
  )
})
