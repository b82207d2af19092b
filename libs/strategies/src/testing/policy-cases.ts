import { amountsForLiquidityUp, MASK_128 } from '@tickwise/amm'
import fc from 'fast-check'
import type { MarketState, Placeable } from '../policies/domain.ts'
import { policyPlan, type PolicyParameters } from '../policies/plan.ts'
import { anyAmount, anyPrice, anyReserves } from './mix-inputs.ts'

/** Arguments of `policyPlan`. */
export interface PolicyCase {
  readonly parameters: PolicyParameters
  readonly varianceX32: bigint
  readonly market: MarketState
  readonly placeable: Placeable
}

const halfWidth = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 1, max: 887_272 }),
  fc.constantFrom(1, 887_272),
)

const parameters: fc.Arbitrary<PolicyParameters> = fc
  .record({
    policyId: fc.constantFrom(1, 1, 1, 2),
    halfWidths: fc.tuple(halfWidth, halfWidth),
    widthMilliSigmas: fc.oneof(fc.integer({ min: 100, max: 20_000 }), fc.constantFrom(100, 20_000)),
    horizonEpochs: fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(1, 10_000)),
    baseHalfWidthTicks: halfWidth,
    limitWidthTicks: halfWidth,
  })
  .map(({ halfWidths: [a, b], ...rest }) => ({
    ...rest,
    minHalfWidthTicks: Math.min(a, b),
    maxHalfWidthTicks: Math.max(a, b),
  }))

const variance = fc.oneof(
  fc.bigInt({ min: 0n, max: 1n << 60n }),
  fc.integer({ min: 0, max: 255 }).map((bits) => 1n << BigInt(bits)),
  fc.constantFrom(0n, 1n, (1n << 256n) - 1n),
)

const price = fc.oneof(anyPrice(887_272), anyPrice(200_000), anyPrice(2))

const extremes = fc.constantFrom(0n, 1n, 1n << 127n, (1n << 128n) - 1n)

/** Everything that has a plan: all prices, spacings and sizes, reserves above holdings, no liquidity. */
export const plannable: fc.Arbitrary<PolicyCase> = fc
  .record({
    parameters,
    varianceX32: variance,
    price,
    tickSpacing: fc.oneof(fc.constantFrom(1, 10, 60, 200), fc.constantFrom(16_383, 7)),
    liquidity: fc.oneof(anyAmount(128), anyAmount(90), extremes),
    fee: fc.oneof(fc.constantFrom(100, 500, 3000, 10_000), fc.constantFrom(0, 999_999)),
    amounts: fc.tuple(fc.oneof(anyAmount(128), extremes), fc.oneof(anyAmount(128), extremes)),
    reserves: anyReserves(128),
  })
  .map(({ price: { tick, sqrtPriceX96 }, amounts, reserves, ...rest }) => ({
    parameters: rest.parameters,
    varianceX32: rest.varianceX32,
    market: {
      sqrtPriceX96,
      tick,
      tickSpacing: rest.tickSpacing,
      liquidity: rest.liquidity,
      fee: rest.fee,
    },
    placeable: {
      amount0: amounts[0],
      amount1: amounts[1],
      reserve0: reserves[0],
      reserve1: reserves[1],
    },
  }))

/** Holdings that have the mix of their range already, but for some parts in ten million of token0. */
export const nearlyMixed: fc.Arbitrary<PolicyCase> = fc
  .tuple(
    plannable.filter(({ parameters: { policyId } }) => policyId === 1),
    anyAmount(110),
    fc.bigInt({ min: -30n, max: 30n }),
  )
  .map(([{ parameters, varianceX32, market }, liquidity, offset]) => {
    const [range] = policyPlan(parameters, varianceX32, market, nothing).ranges
    const { tickLower, tickUpper } = range ?? { tickLower: 0, tickUpper: 1 }
    const mix = amountsForLiquidityUp(market.sqrtPriceX96, tickLower, tickUpper, liquidity)
    const amount0 = least(mix.amount0 + (mix.amount0 * offset) / 10_000_000n, MASK_128)
    const amount1 = least(mix.amount1, MASK_128)
    const placeable = { amount0, amount1, reserve0: 0n, reserve1: 0n }
    return { parameters, varianceX32, market, placeable }
  })

const nothing = { amount0: 0n, amount1: 0n, reserve0: 0n, reserve1: 0n }

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

const flaws = [
  { parameters: { policyId: 0 } },
  { parameters: { policyId: 255 } },
  { parameters: { minHalfWidthTicks: 0 } },
  { parameters: { minHalfWidthTicks: 16_777_215 } },
  { parameters: { maxHalfWidthTicks: 887_273 } },
  { parameters: { widthMilliSigmas: 99 } },
  { parameters: { widthMilliSigmas: 20_001 } },
  { parameters: { horizonEpochs: 0 } },
  { parameters: { horizonEpochs: 10_001 } },
  { parameters: { baseHalfWidthTicks: 0 } },
  { parameters: { limitWidthTicks: 887_273 } },
  { market: { sqrtPriceX96: 4_295_128_738n } },
  { market: { sqrtPriceX96: (1n << 160n) - 1n } },
  { market: { tick: -887_273 } },
  { market: { tick: 887_272 } },
  { market: { tickSpacing: 0 } },
  { market: { tickSpacing: -60 } },
  { market: { tickSpacing: 16_384 } },
  { market: { fee: 1_000_000 } },
  { placeable: { amount0: 1n << 128n } },
  { placeable: { amount1: (1n << 256n) - 1n } },
  { placeable: { reserve0: 1n << 128n } },
  { placeable: { reserve1: 1n << 255n } },
] as const

/** One thing about it is beyond what the contract takes; whether the policy looks at it varies. */
export const flawed: fc.Arbitrary<PolicyCase> = fc
  .tuple(plannable, fc.constantFrom<Flaw>(...flaws))
  .map(([whole, flaw]) => ({
    parameters: { ...whole.parameters, ...flaw.parameters },
    varianceX32: whole.varianceX32,
    market: { ...whole.market, ...flaw.market },
    placeable: { ...whole.placeable, ...flaw.placeable },
  }))

interface Flaw {
  readonly parameters?: Partial<PolicyParameters>
  readonly market?: Partial<MarketState>
  readonly placeable?: Partial<Placeable>
}
