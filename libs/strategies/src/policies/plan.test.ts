import { liquidityForAmounts, Q96, UserError } from '@tickwise/amm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyAmount, anyPrice } from '../testing/mix-inputs.ts'
import type { MarketState, Placeable } from './domain.ts'
import { checkPolicyParameters, policyPlan, type PolicyParameters } from './plan.ts'
import { saturatedLiquidityForAmounts } from './range-liquidity.ts'
import { rangeAround } from './tick-range.ts'

const band: PolicyParameters = {
  policyId: 1,
  minHalfWidthTicks: 10,
  maxHalfWidthTicks: 5000,
  widthMilliSigmas: 2000,
  horizonEpochs: 4,
  baseHalfWidthTicks: 0,
  limitWidthTicks: 0,
}
const passive: PolicyParameters = {
  ...band,
  policyId: 2,
  maxHalfWidthTicks: 0,
  baseHalfWidthTicks: 1200,
  limitWidthTicks: 600,
}
const market: MarketState = {
  sqrtPriceX96: Q96,
  tick: 0,
  tickSpacing: 60,
  liquidity: 10n ** 24n,
  fee: 3000,
}
const held: Placeable = { amount0: 10n ** 18n, amount1: 0n, reserve0: 0n, reserve1: 0n }

describe('policy plans', () => {
  it('a band is as wide as the forecast says and comes with its swap', () => {
    const { ranges, swap } = policyPlan(band, 100n << 32n, market, held)
    expect(ranges).toEqual([{ tickLower: -60, tickUpper: 60 }])
    expect(swap?.zeroForOne).toBe(true)
    expect(policyPlan(band, 2n ** 256n - 1n, market, held).ranges[0]?.tickUpper).toBe(5040)
  })

  it('the passive policy never swaps, and offers what is left over unless it is reserved', () => {
    const base = { tickLower: -1200, tickUpper: 1200 }
    const plan = policyPlan(passive, 0n, market, held)
    expect(plan).toEqual({ ranges: [base, { tickLower: 60, tickUpper: 660 }] })
    expect(policyPlan(passive, 0n, market, { ...held, reserve0: 2n ** 100n })).toEqual({
      ranges: [base],
    })
  })

  it.each([
    ['E_POLICY_UNKNOWN', { policyId: 0 }],
    ['E_POLICY_UNKNOWN', { policyId: 3 }],
    ['E_POLICY_PARAMETER', { maxHalfWidthTicks: 887_273 }],
    ['E_POLICY_PARAMETER', { minHalfWidthTicks: 0 }],
    ['E_POLICY_PARAMETER', { minHalfWidthTicks: 5001 }],
    ['E_POLICY_PARAMETER', { widthMilliSigmas: 99 }],
    ['E_POLICY_PARAMETER', { widthMilliSigmas: 20_001 }],
    ['E_POLICY_PARAMETER', { horizonEpochs: 0 }],
    ['E_POLICY_PARAMETER', { horizonEpochs: 10_001 }],
    ['E_POLICY_PARAMETER', { policyId: 2 }],
    ['E_POLICY_PARAMETER', { policyId: 2, baseHalfWidthTicks: 1, limitWidthTicks: 887_273 }],
  ])('%s for %o', (code, change) => {
    expect(codeOf(() => checkPolicyParameters({ ...band, ...change }))).toBe(code)
  })

  it.each<[string, Partial<MarketState & Placeable>]>([
    ['sqrtPriceX96', { sqrtPriceX96: 0n }],
    ['tick', { tick: 887_272 }],
    ['tickSpacing', { tickSpacing: 0 }],
    ['tickSpacing', { tickSpacing: 16_384 }],
    ['liquidity', { liquidity: 2n ** 128n }],
    ['fee', { fee: 1_000_000 }],
    ['amount1', { amount1: 2n ** 128n }],
    ['reserve0', { reserve0: 2n ** 128n }],
  ])('refuses a %s of %o', (field, change) => {
    const plan = () => policyPlan(band, 0n, { ...market, ...change }, { ...held, ...change })
    expect(codeOf(plan)).toBe('E_POLICY_INPUT')
    expect(plan).toThrow(field)
  })

  it('liquidity is what the pool’s periphery counts wherever that has an answer', () => {
    fc.assert(
      fc.property(
        anyPrice(887_272),
        fc.integer({ min: -500, max: 500 }),
        anyAmount(127),
        anyAmount(127),
        ({ tick, sqrtPriceX96 }, shift, amount0, amount1) => {
          const { tickLower, tickUpper } = rangeAround(tick + shift, 200, 10)
          const range = [sqrtPriceX96, tickLower, tickUpper] as const
          const answer = saturatedLiquidityForAmounts(...range, amount0, amount1)
          if (codeOf(() => liquidityForAmounts(...range, amount0, amount1)) !== undefined) return
          expect(answer).toBe(liquidityForAmounts(...range, amount0, amount1))
        },
      ),
    )
  })
})

function codeOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
  return undefined
}
