import { describe, expect, it } from 'vitest'
import { encodeEvents } from './columns-encode.ts'
import { deriveStartState } from './derive-start.ts'
import type { PoolEvent, SwapEvent } from './events.ts'
import { buildFeeGrowthIndex } from './fee-growth-index-build.ts'
import { estimatedSteps, feeGrowthBetween, feeGrowthGlobal } from './fee-growth-index.ts'
import { ExactPool } from './pool.ts'
import { replaySteps } from './replay.ts'
import type { ReplayStep } from './replay-state.ts'
import { getSqrtRatioAtTick } from './tick-math.ts'

const spec = { fee: 3000, tickSpacing: 60 }
const E18 = 10n ** 18n

/** A pool and the events of what is done to it, from Initialize on. */
function recorder() {
  const pool = ExactPool.create(spec)
  const events: PoolEvent[] = []
  const place = () => ({
    blockNumber: events.length + 1,
    logIndex: 0,
    timestamp: 1000 + events.length,
  })
  return {
    pool,
    events,
    initialize(tick: number) {
      const sqrtPriceX96 = getSqrtRatioAtTick(tick)
      pool.initialize(sqrtPriceX96, 1000)
      events.push({ kind: 'initialize', ...place(), sqrtPriceX96, tick })
    },
    mint(tickLower: number, tickUpper: number, liquidity: bigint) {
      const range = { tickLower, tickUpper, liquidity }
      events.push({
        kind: 'mint',
        ...place(),
        ...range,
        ...pool.mint({ owner: 'lp', ...range }, 1000),
      })
    },
    swap(zeroForOne: boolean, amountSpecified: bigint, sqrtPriceLimitX96?: bigint) {
      const limit = sqrtPriceLimitX96 === undefined ? {} : { sqrtPriceLimitX96 }
      const { amount0, amount1, sqrtPriceX96, liquidity, tick } = pool.swap(
        { zeroForOne, amountSpecified, ...limit },
        1000,
      )
      events.push({ kind: 'swap', ...place(), amount0, amount1, sqrtPriceX96, liquidity, tick })
    },
  }
}

function twoSidedPool() {
  const made = recorder()
  made.initialize(30)
  made.mint(-600, 600, E18)
  made.mint(0, 60, 5n * E18)
  return made
}

describe('replay from Initialize on', () => {
  it.each([
    [
      'a swap to the wei onto a boundary, downwards',
      (made: ReturnType<typeof recorder>) => {
        made.swap(true, E18, getSqrtRatioAtTick(0))
        made.swap(true, 10n ** 15n)
        made.swap(false, 10n ** 16n)
      },
    ],
    [
      'a swap onto a boundary and back across it',
      (made: ReturnType<typeof recorder>) => {
        made.swap(false, E18, getSqrtRatioAtTick(60))
        made.swap(true, 10n ** 15n)
        made.swap(false, 10n ** 16n)
      },
    ],
    [
      'swaps too small to move the price',
      (made: ReturnType<typeof recorder>) => {
        made.swap(true, 1n)
        made.swap(false, 2n)
      },
    ],
    [
      'exact output across several ticks',
      (made: ReturnType<typeof recorder>) => {
        made.swap(true, -(10n ** 16n))
        made.swap(false, -(3n * 10n ** 16n))
      },
    ],
    [
      'a walk out of all liquidity and back',
      (made: ReturnType<typeof recorder>) => {
        made.swap(true, 10n ** 20n, getSqrtRatioAtTick(-1200))
        made.swap(false, 10n ** 20n, getSqrtRatioAtTick(1200))
        made.swap(true, 10n ** 16n)
      },
    ],
  ])('follows %s', (_, act) => {
    const made = twoSidedPool()
    act(made)
    const columns = encodeEvents(made.events)
    const index = buildFeeGrowthIndex(columns, spec, { kind: 'fresh' }, { strict: true })
    expect(feeGrowthGlobal(index, columns.length)).toEqual({
      growth0X128: made.pool.feeGrowthGlobal0X128,
      growth1X128: made.pool.feeGrowthGlobal1X128,
    })
  })
})

describe('replay without a known start price', () => {
  it('anchors on the first swap and counts from the second', () => {
    const made = twoSidedPool()
    made.swap(true, 10n ** 15n)
    const before = made.pool.feeGrowthGlobal0X128
    made.swap(true, 10n ** 15n)
    const columns = encodeEvents(made.events.filter(({ kind }) => kind === 'swap'))
    const steps: ReplayStep[] = []
    const start = deriveStartState(columns, spec)
    const summary = replaySteps(columns, spec, start, { onStep: (step) => steps.push({ ...step }) })
    expect(summary).toMatchObject({ anchorRow: 0, swaps: 2, faults: [] })
    expect(steps.map(({ row }) => row)).toEqual([1])
    expect(summary.feeGrowth0X128).toBe(made.pool.feeGrowthGlobal0X128 - before)
  })
})

describe('a stream that contradicts itself', () => {
  const made = twoSidedPool()
  for (const size of [15n, 16n, 15n]) made.swap(true, 10n ** size)
  made.swap(false, 10n ** 15n)
  const altered = (row: number, change: (swap: SwapEvent) => Partial<SwapEvent>) =>
    encodeEvents(
      made.events.map((event, at) =>
        at === row && event.kind === 'swap' ? { ...event, ...change(event) } : event,
      ),
    )
  const none = { onStep: () => undefined }

  it.each([
    ['output', altered(4, ({ amount1 }) => ({ amount1: amount1 + 1n }))],
    ['fee', altered(4, ({ amount0 }) => ({ amount0: amount0 + 10n ** 12n }))],
    ['liquidity', altered(4, ({ liquidity }) => ({ liquidity: liquidity - 1n }))],
    ['tick', altered(4, ({ tick }) => ({ tick: tick + 1 }))],
    ['direction', altered(4, ({ amount0, amount1 }) => ({ amount0: amount1, amount1: amount0 }))],
  ])('has a fault of kind %s, and strict mode names its row', (kind, columns) => {
    const { faults } = replaySteps(columns, spec, { kind: 'fresh' }, none)
    expect(faults[0]).toMatchObject({ row: 4, blockNumber: 5, kind })
    const strict = () => replaySteps(columns, spec, { kind: 'fresh' }, none, { strict: true })
    expect(strict).toThrow(expect.objectContaining({ code: 'E_DATA_CONTINUITY', exitCode: 1 }))
    expect(strict).toThrow(/row 4 \(block 5\)/)
  })

  it('shows a missing swap', () => {
    const columns = encodeEvents(made.events.toSpliced(4, 1))
    expect(replaySteps(columns, spec, { kind: 'fresh' }, none).faults).not.toEqual([])
  })

  it('shows a wrong fee tier', () => {
    const columns = encodeEvents(made.events)
    const wrong = { ...spec, fee: 500 }
    expect(replaySteps(columns, wrong, { kind: 'fresh' }, none).faults[0]).toMatchObject({
      row: 3,
      kind: 'fee',
    })
  })
})

describe('a tick that the data do not show', () => {
  it('is no contradiction: steps across it are marked, fees stay within two units per swap', () => {
    let marked = 0
    for (let k = 0n; k < 40n; k++) {
      const { pool, events, initialize, mint, swap } = recorder()
      const liquidity = 10n ** 13n + k * 7919n
      initialize(30)
      // As much ends at tick 0 as begins there: no swap shows that the contract stops.
      mint(-600, 0, liquidity)
      mint(0, 600, liquidity)
      const before = events.length
      swap(true, 1000n)
      const start = pool.feeGrowthInside(-600, 600)
      swap(true, 23n * 10n ** 9n + k * 104_729n)
      swap(false, 2n * 10n ** 10n)
      const end = pool.feeGrowthInside(-600, 600)
      const columns = encodeEvents(events.slice(before))
      const index = buildFeeGrowthIndex(columns, spec, deriveStartState(columns, spec), {
        strict: true,
      })
      const ours = feeGrowthBetween(index, -600, 600, 1, 3)
      const unit = (1n << 128n) / liquidity
      const difference0 = ours.growth0X128 - (end.inside0X128 - start.inside0X128)
      const difference1 = ours.growth1X128 - (end.inside1X128 - start.inside1X128)
      for (const difference of [difference0, difference1]) {
        expect(difference <= 2n * unit && difference >= -2n * unit).toBe(true)
      }
      if (estimatedSteps(index, -600, 600, 1, 3) > 0) marked++
    }
    expect(marked).toBeGreaterThan(10)
  })
})
