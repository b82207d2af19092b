import { beforeAll, describe, expect, it } from 'vitest'
import { countAtMost, rowCountAtBlock, sqrtPriceAt } from './columns-read.ts'
import { deriveStartState } from './derive-start.ts'
import { dilutedFees } from './dilution.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { kindCode } from './events.ts'
import { feeGrowthBetween, feeGrowthGlobal, feesPerLiquidityFast } from './fee-growth-index.ts'
import type { FeeGrowth } from './fee-growth-index.ts'
import { buildFeeGrowthIndex } from './fee-growth-index-build.ts'
import { indexFromParts, indexParts } from './fee-growth-index-parts.ts'
import type { FeeGrowthIndex } from './fee-growth-index-parts.ts'
import { amountsForLiquidityDown } from './liquidity-math.ts'
import { replaySteps } from './replay.ts'
import { createRandom } from './testing/random.ts'
import type { Random } from './testing/random.ts'
import {
  arbitrumSpec as spec,
  arbitrumWindows,
  hasSharedData,
  loadArbitrumStates,
  loadArbitrumWindow,
  whySkipped,
} from './testing/shared-data.ts'
import type { ArbitrumWindow } from './testing/shared-data.ts'

const names = Object.keys(arbitrumWindows) as ArbitrumWindow[]
const windows = new Map<ArbitrumWindow, { columns: PoolEventColumns; index: FeeGrowthIndex }>()

describe.skipIf(!hasSharedData)(`fee-growth index of real windows${whySkipped}`, () => {
  beforeAll(async () => {
    for (const name of names) {
      const columns = await loadArbitrumWindow(name)
      const start = deriveStartState(columns, spec)
      windows.set(name, {
        columns,
        index: buildFeeGrowthIndex(columns, spec, start, { strict: true }),
      })
    }
  })

  it.each(names)('equals step-by-step sums for 10,000 random ranges and windows of %s', (name) => {
    const { columns, index } = opened(name)
    const steps = sumStepsByInterval(columns)
    const random = createRandom(7)
    let withFees = 0
    for (let query = 0; query < 10_000; query++) {
      const [lower, upper, from, to] = randomQuery(random, index)
      const expected = sumInside(steps, lower, upper, from, to)
      const grown = feeGrowthBetween(index, lower, upper, from, to)
      if (grown.growth0X128 !== expected.growth0X128 || grown.growth1X128 !== expected.growth1X128)
        expect({ lower, upper, from, to, ...grown }).toEqual({
          lower,
          upper,
          from,
          to,
          ...expected,
        })
      if (expected.growth0X128 > 0n) withFees++
    }
    expect(withFees).toBeGreaterThan(2000)
  })

  it('has the price of every hourly state of the chain, and never more fee growth', async () => {
    const hours = { all: 0, equal0: 0, equal1: 0, equalBoth: 0 }
    for (const name of ['WB', 'W1', 'W2'] as const) {
      const { columns, index } = opened(name)
      const states = await loadArbitrumStates(columns)
      let before: FeeGrowth | undefined
      for (const [hour, state] of states.entries()) {
        const row = rowCountAtBlock(columns, state.blockNumber)
        expect(priceAtRow(columns, row)).toBe(state.sqrtPriceX96)
        const global = feeGrowthGlobal(index, row)
        const chainBefore = states[hour - 1]
        if (before !== undefined && chainBefore !== undefined) {
          // Flash loans pay fees too, and the data lack Flash events: the chain may have more.
          const missing0 =
            state.feeGrowth0X128 -
            chainBefore.feeGrowth0X128 -
            (global.growth0X128 - before.growth0X128)
          const missing1 =
            state.feeGrowth1X128 -
            chainBefore.feeGrowth1X128 -
            (global.growth1X128 - before.growth1X128)
          expect(missing0).toBeGreaterThanOrEqual(0n)
          expect(missing1).toBeGreaterThanOrEqual(0n)
          hours.all++
          if (missing0 === 0n) hours.equal0++
          if (missing1 === 0n) hours.equal1++
          if (missing0 === 0n && missing1 === 0n) hours.equalBoth++
        }
        before = global
      }
    }
    expect(hours.all).toBe(518)
    expect(hours.equal0 / hours.all).toBeGreaterThan(0.96)
    expect(hours.equal1 / hours.all).toBeGreaterThan(0.96)
    expect(hours.equalBoth / hours.all).toBeGreaterThan(0.94)
  })

  it('comes back from its parts', () => {
    const { index } = opened('WB')
    const again = indexFromParts(structuredClone(indexParts(index)))
    const random = createRandom(3)
    for (let query = 0; query < 300; query++) {
      const [lower, upper, from, to] = randomQuery(random, index)
      expect(feeGrowthBetween(again, lower, upper, from, to)).toEqual(
        feeGrowthBetween(index, lower, upper, from, to),
      )
    }
  })

  it.each(names)('has a fast path within 1e-9 of the exact fees and value in %s', (name) => {
    const { columns, index } = opened(name)
    const random = createRandom(11)
    const liquidity = 10n ** 18n
    let compared = 0
    for (let query = 0; query < 10_000; query++) {
      const [lower, upper, from, any] = randomQuery(random, index)
      const to = query % 2 === 0 ? any : Math.min(from + 1, columns.length)
      const exact = feeGrowthBetween(index, lower, upper, from, to)
      const fast = feesPerLiquidityFast(index, lower, upper, from, to)
      const error0 = relativeError(fast.fee0, exact.growth0X128)
      const error1 = relativeError(fast.fee1, exact.growth1X128)
      const price = priceAtRow(columns, Math.max(to, 20))
      const held = amountsForLiquidityDown(price, lower, upper, liquidity)
      const price1Per0 = (Number(price) / 2 ** 96) ** 2
      const value = (fee0: number, fee1: number) =>
        (Number(held.amount0) + fee0) * price1Per0 + Number(held.amount1) + fee1
      const own = Number(liquidity)
      const exactValue = value(
        Number((exact.growth0X128 * liquidity) >> 64n) / 2 ** 64,
        Number((exact.growth1X128 * liquidity) >> 64n) / 2 ** 64,
      )
      const errorOfValue = Math.abs(value(fast.fee0 * own, fast.fee1 * own) / exactValue - 1)
      if (!(Math.max(error0, error1, errorOfValue) <= 1e-9))
        expect({ lower, upper, from, to, error0, error1, errorOfValue }).toBe('within 1e-9')
      if (exact.growth0X128 + exact.growth1X128 > 0n) compared++
    }
    expect(compared).toBeGreaterThan(1500)
  })

  it('dilutes by moments within the stated bound of the step-by-step fees', () => {
    const { index } = opened('W1')
    const random = createRandom(5)
    const methods = { moments: 0, steps: 0 }
    for (let query = 0; query < 600; query++) {
      const [lower, upper, from, to] = randomQuery(random, index)
      const own = 10n ** BigInt(random.integer(12, 19))
      const diluted = dilutedFees(index, lower, upper, from, to, own)
      const steps = dilutedFees(index, lower, upper, from, to, own, { tolerance: -1 })
      const undiluted = feeGrowthBetween(index, lower, upper, from, to)
      methods[diluted.method]++
      expect(steps.method).toBe('steps')
      expect(diluted.relativeErrorBound).toBeLessThanOrEqual(1e-5)
      const bound = diluted.relativeErrorBound
      const allowed0 = (bound * Number(own * undiluted.growth0X128)) / 2 ** 128 + 2
      const allowed1 = (bound * Number(own * undiluted.growth1X128)) / 2 ** 128 + 2
      expect(Math.abs(Number(diluted.fee0 - steps.fee0))).toBeLessThanOrEqual(allowed0)
      expect(Math.abs(Number(diluted.fee1 - steps.fee1))).toBeLessThanOrEqual(allowed1)
    }
    expect(methods.moments).toBeGreaterThan(200)
    expect(methods.steps).toBeGreaterThan(50)
  })
})

function opened(name: ArbitrumWindow): { columns: PoolEventColumns; index: FeeGrowthIndex } {
  const window = windows.get(name)
  if (window === undefined) throw new Error(`window ${name} is not loaded`)
  return window
}

/** A range around the price path, 10 to 2,000 ticks wide, and a window of any length. */
function randomQuery(random: Random, index: FeeGrowthIndex): [number, number, number, number] {
  const tick = index.tickAtRow[random.integer(0, index.length)] ?? 0
  const middle = Math.round(tick / 10) + random.integer(-20, 20)
  const below = random.integer(0, random.chance(0.5) ? 100 : 10)
  const above = random.integer(below === 0 ? 1 : 0, random.chance(0.5) ? 100 : 10)
  const from = random.integer(0, index.length)
  const length = Number(random.magnitude(18))
  const to = Math.min(index.length, from + length)
  return [(middle - below) * 10, (middle + Math.max(above, 1)) * 10, from, to]
}

interface IntervalSums {
  readonly rows: number[]
  readonly totals: bigint[]
}

type StepSums = readonly [Map<number, IntervalSums>, Map<number, IntervalSums>]

/** Growth earned in each interval so far, after each of its steps: no outside values, no crossings. */
function sumStepsByInterval(columns: PoolEventColumns): StepSums {
  const sums: StepSums = [new Map(), new Map()]
  replaySteps(columns, spec, deriveStartState(columns, spec), {
    onStep: ({ row, index, token, growthX128 }) => {
      const interval = sums[token].get(index) ?? { rows: [], totals: [0n] }
      sums[token].set(index, interval)
      interval.rows.push(row + 1)
      interval.totals.push((interval.totals.at(-1) ?? 0n) + growthX128)
    },
  })
  return sums
}

function sumInside(
  sums: StepSums,
  lower: number,
  upper: number,
  from: number,
  to: number,
): FeeGrowth {
  const [growth0X128 = 0n, growth1X128 = 0n] = sums.map((byInterval) => {
    let growth = 0n
    for (let index = lower / 10; index < upper / 10; index++) {
      const interval = byInterval.get(index)
      if (interval === undefined) continue
      const at = (row: number) => interval.totals[stepsUpTo(interval.rows, row)] ?? 0n
      growth += at(to) - at(from)
    }
    return growth
  })
  return { growth0X128, growth1X128 }
}

const rowArrays = new WeakMap<number[], Uint32Array>()

function stepsUpTo(rows: number[], row: number): number {
  const ascending = rowArrays.get(rows) ?? Uint32Array.from(rows)
  rowArrays.set(rows, ascending)
  return countAtMost(ascending, row, ascending.length)
}

/** Price of the last swap before `row`, else of the first swap. */
function priceAtRow(columns: PoolEventColumns, row: number): bigint {
  let at = row - 1
  while (at > 0 && columns.kind[at] !== kindCode.swap) at--
  return sqrtPriceAt(columns, at)
}

function relativeError(fast: number, exactX128: bigint): number {
  // Numbers of this size overflow nothing: growth of a window is far below 2^256.
  const exact = Number(exactX128) / 2 ** 128
  return exact === 0 ? Math.abs(fast) : Math.abs(fast / exact - 1)
}
