import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountsForLiquidityDown,
  amountsForLiquidityUp,
  liquidityForAmounts,
} from './liquidity-math.ts'
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
  nextSqrtPriceFromInput,
  nextSqrtPriceFromOutput,
} from './sqrt-price-math.ts'
import { computeSwapStep } from './swap-math.ts'
import {
  anyFee,
  anyPrice,
  anyTick,
  fromJsbi,
  magnitude,
  positiveMagnitude,
  sdk,
  sdkCore,
  toJsbi,
} from './testing/sdk.ts'
import {
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
} from './tick-math.ts'

const { TickMath, SqrtPriceMath, SwapMath } = sdk
const runs = { numRuns: 2000 }

/** Both refuse, or both give the same. */
function agree<T>(ours: () => T, theirs: () => T): void {
  const attempt = (call: () => T) => {
    try {
      return { value: call() }
    } catch {
      return 'refused'
    }
  }
  expect(attempt(ours)).toEqual(attempt(theirs))
}

describe('tick and price, against @uniswap/v3-sdk', () => {
  it('gives the price of a tick', () => {
    fc.assert(
      fc.property(anyTick, (tick) => {
        expect(getSqrtRatioAtTick(tick)).toBe(fromJsbi(TickMath.getSqrtRatioAtTick(tick)))
      }),
      runs,
    )
  })

  it('gives the tick of a price', () => {
    fc.assert(
      fc.property(anyPrice, (price) => {
        expect(getTickAtSqrtRatio(price)).toBe(TickMath.getTickAtSqrtRatio(toJsbi(price)))
      }),
      runs,
    )
  })

  it('gives the tick of prices right at, below and above a tick', () => {
    fc.assert(
      fc.property(anyTick, fc.constantFrom(-1n, 0n, 1n), (tick, distance) => {
        const price = getSqrtRatioAtTick(tick) + distance
        fc.pre(price >= MIN_SQRT_RATIO && price < MAX_SQRT_RATIO)
        expect(getTickAtSqrtRatio(price)).toBe(TickMath.getTickAtSqrtRatio(toJsbi(price)))
      }),
      runs,
    )
  })
})

describe('amounts between prices, against @uniswap/v3-sdk', () => {
  it('gives both tokens, both roundings', () => {
    fc.assert(
      fc.property(anyPrice, anyPrice, magnitude(128), (a, b, liquidity) => {
        const args = [toJsbi(a), toJsbi(b), toJsbi(liquidity)] as const
        const ours = [
          amount0DeltaDown(a, b, liquidity),
          amount0DeltaUp(a, b, liquidity),
          amount1DeltaDown(a, b, liquidity),
          amount1DeltaUp(a, b, liquidity),
        ]
        const theirs = [
          SqrtPriceMath.getAmount0Delta(...args, false),
          SqrtPriceMath.getAmount0Delta(...args, true),
          SqrtPriceMath.getAmount1Delta(...args, false),
          SqrtPriceMath.getAmount1Delta(...args, true),
        ]
        expect(ours).toEqual(theirs.map(fromJsbi))
      }),
      runs,
    )
  })

  it('gives the next price after an input or an output', () => {
    const amount = magnitude(160)
    fc.assert(
      fc.property(anyPrice, positiveMagnitude(127), amount, fc.boolean(), (p, l, a, down) => {
        const args = [toJsbi(p), toJsbi(l), toJsbi(a), down] as const
        agree(
          () => nextSqrtPriceFromInput(p, l, a, down),
          () => fits160(fromJsbi(SqrtPriceMath.getNextSqrtPriceFromInput(...args))),
        )
        agree(
          () => nextSqrtPriceFromOutput(p, l, a, down),
          () => fits160(fromJsbi(SqrtPriceMath.getNextSqrtPriceFromOutput(...args))),
        )
      }),
      runs,
    )
  })

  it('computes a swap step', () => {
    fc.assert(
      fc.property(
        anyPrice,
        anyPrice,
        magnitude(127),
        magnitude(200),
        fc.boolean(),
        anyFee,
        (current, target, liquidity, size, exactIn, fee) => {
          const remaining = exactIn ? size : -size
          const ours = () => {
            const step = computeSwapStep(current, target, liquidity, remaining, fee)
            return [step.sqrtPriceNextX96, step.amountIn, step.amountOut, step.feeAmount]
          }
          const [c, t] = [toJsbi(current), toJsbi(target)]
          const [l, r] = [toJsbi(liquidity), toJsbi(remaining)]
          agree(ours, () => SwapMath.computeSwapStep(c, t, l, r, fee).map(fromJsbi))
        },
      ),
      { numRuns: 5000 },
    )
  })
})

describe('liquidity of amounts and amounts of liquidity, against @uniswap/v3-sdk', () => {
  it('mints what the position manager would mint', () => {
    const ranged = fc.tuple(anyPrice, anyTick, anyTick, magnitude(100), magnitude(100))
    fc.assert(
      fc.property(ranged, ([price, a, b, amount0, amount1]) => {
        fc.pre(a !== b)
        const [lower, upper] = a < b ? [a, b] : [b, a]
        const [lowerPrice, upperPrice] = [getSqrtRatioAtTick(lower), getSqrtRatioAtTick(upper)]
        const theirs = (current: bigint, from: bigint, to: bigint) => {
          const [c, f, t] = [toJsbi(current), toJsbi(from), toJsbi(to)]
          const amounts = [String(amount0), String(amount1)] as const
          return fits128(fromJsbi(sdk.maxLiquidityForAmounts(c, f, t, ...amounts, false)))
        }
        agree(
          () => liquidityForAmounts(price, lower, upper, amount0, amount1),
          () => {
            // The contract refuses in range when either token alone would buy more than uint128.
            if (price > lowerPrice && price < upperPrice) {
              theirs(price, price, upperPrice)
              theirs(price, lowerPrice, price)
            }
            return theirs(price, lowerPrice, upperPrice)
          },
        )
      }),
      runs,
    )
  })

  it('gives the amounts of a position, rounded up to mint and down to burn', () => {
    const token0 = new sdkCore.Token(1, `0x${'1'.padStart(40, '0')}`, 18)
    const token1 = new sdkCore.Token(1, `0x${'2'.padStart(40, '0')}`, 18)
    const cell = fc.integer({ min: -14_787, max: 14_787 })
    fc.assert(
      fc.property(anyPrice, cell, cell, positiveMagnitude(110), (price, a, b, liquidity) => {
        fc.pre(a !== b)
        const [lower, upper] = [Math.min(a, b) * 60, Math.max(a, b) * 60]
        const tick = getTickAtSqrtRatio(price)
        const pool = new sdk.Pool(token0, token1, 3000, String(price), 0, tick, [])
        const position = new sdk.Position({
          pool,
          tickLower: lower,
          tickUpper: upper,
          liquidity: String(liquidity),
        })
        const { amount0, amount1 } = position.mintAmounts
        expect(amountsForLiquidityUp(price, lower, upper, liquidity)).toEqual({
          amount0: fromJsbi(amount0),
          amount1: fromJsbi(amount1),
        })
        expect(amountsForLiquidityDown(price, lower, upper, liquidity)).toEqual({
          amount0: fromJsbi(position.amount0.quotient),
          amount1: fromJsbi(position.amount1.quotient),
        })
      }),
      { numRuns: 500 },
    )
  })
})

/** The SDK's integers do not end at the contract's widths, where the contract reverts. */
function fits160(price: bigint): bigint {
  if (price >= 1n << 160n) throw new RangeError('beyond uint160')
  return price
}

function fits128(liquidity: bigint): bigint {
  if (liquidity >= 1n << 128n) throw new RangeError('beyond uint128')
  return liquidity
}
