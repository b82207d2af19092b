import { describe, expect, it } from 'vitest'
import { maxLiquidityPerTick } from './liquidity-math.ts'
import {
  checkTickRange,
  floorTickToSpacing,
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
} from './tick-math.ts'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  maxUsableTick,
  minUsableTick,
} from './tick-math.ts'

describe('ticks', () => {
  it('reach from the lowest to the highest price and no further', () => {
    expect(getSqrtRatioAtTick(MIN_TICK)).toBe(MIN_SQRT_RATIO)
    expect(getSqrtRatioAtTick(MAX_TICK)).toBe(MAX_SQRT_RATIO)
    expect(getTickAtSqrtRatio(MAX_SQRT_RATIO - 1n)).toBe(MAX_TICK - 1)
    const outside = expect.objectContaining({
      code: 'E_TICK_RANGE',
      facts: expect.objectContaining({ reason: 'T' }),
    })
    expect(() => getSqrtRatioAtTick(MAX_TICK + 1)).toThrow(outside)
    expect(() => getSqrtRatioAtTick(0.5)).toThrow(outside)
    const noPrice = expect.objectContaining({ code: 'E_PRICE_RANGE' })
    expect(() => getTickAtSqrtRatio(MIN_SQRT_RATIO - 1n)).toThrow(noPrice)
    expect(() => getTickAtSqrtRatio(MAX_SQRT_RATIO)).toThrow(noPrice)
  })

  it('floor to their spacing towards minus infinity', () => {
    expect([-61, -60, -1, 0, 59, 60].map((tick) => floorTickToSpacing(tick, 60))).toEqual([
      -120, -60, -60, 0, 0, 60,
    ])
  })

  // https://github.com/Uniswap/v3-core/blob/v1.0.0/test/Tick.spec.ts
  it('hold at most what the contract allows', () => {
    expect(maxLiquidityPerTick(10)).toBe(1917569901783203986719870431555990n)
    expect(maxLiquidityPerTick(60)).toBe(11505743598341114571880798222544994n)
    expect(maxLiquidityPerTick(200)).toBe(38350317471085141830651933667504588n)
    expect([minUsableTick(60), maxUsableTick(60)]).toEqual([-887220, 887220])
  })
})

describe('a range', () => {
  it('is accepted on its spacing within the usable ticks', () => {
    expect(() => checkTickRange(-887220, 887220, 60)).not.toThrow()
  })

  it.each([
    [60, 60, 'E_TICK_RANGE', 'TLU'],
    [120, 60, 'E_TICK_RANGE', 'TLU'],
    [NaN, 60, 'E_TICK_RANGE', 'TLU'],
    [-887280, 60, 'E_TICK_RANGE', 'TLM'],
    [60, 887280, 'E_TICK_RANGE', 'TUM'],
    [61, 120, 'E_TICK_SPACING', ''],
    [60, 121, 'E_TICK_SPACING', ''],
  ])('%d:%d is refused as %s', (lower, upper, code, reason) => {
    expect(() => checkTickRange(lower, upper, 60)).toThrow(
      expect.objectContaining({ code, facts: expect.objectContaining({ reason }) }),
    )
  })
})
