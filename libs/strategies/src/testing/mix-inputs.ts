import { getSqrtRatioAtTick } from '@tickwise/amm'
import fc from 'fast-check'
import type { SwapToMixInput } from '../policies/swap-to-mix.ts'
import { rangeAround } from '../policies/tick-range.ts'

/** Log-uniform below 2^bits, so that dust and nothing are as likely as the most. */
export const anyAmount = (bits: number): fc.Arbitrary<bigint> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: bits }),
      fc.bigInt({ min: 1n << 127n, max: (1n << 128n) - 1n }),
    )
    .map(([size, mantissa]) => mantissa >> BigInt(128 - size))

/** A tick and a price within it, up to `maxTick`. */
export const anyPrice = (maxTick: number): fc.Arbitrary<{ tick: number; sqrtPriceX96: bigint }> =>
  fc
    .tuple(
      fc.integer({ min: -maxTick, max: maxTick - 1 }),
      fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 999_999n })),
    )
    .map(([tick, part]) => {
      const low = getSqrtRatioAtTick(tick)
      return {
        tick,
        sqrtPriceX96: low + ((getSqrtRatioAtTick(tick + 1) - low) * part) / 1_000_000n,
      }
    })

/** Reserves that are none, of one token or of both, within the holdings or beyond. */
export const anyReserves = (bits: number): fc.Arbitrary<readonly [bigint, bigint]> =>
  fc.oneof(
    fc.constant([0n, 0n] as const),
    fc.tuple(anyAmount(bits), fc.constant(0n)),
    fc.tuple(fc.constant(0n), anyAmount(bits)),
    fc.tuple(anyAmount(bits), anyAmount(bits)),
  )

/** Everything a pool and a vault can be in, fees up to 10 %. */
export const anyMixInput: fc.Arbitrary<SwapToMixInput> = fc
  .record({
    price: anyPrice(887_272),
    spacing: fc.constantFrom(1, 10, 60, 200),
    fee: fc.constantFrom(0, 100, 500, 3000, 10_000, 100_000),
    halfWidth: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 887_272 })),
    shift: fc.oneof(fc.constant(0), fc.integer({ min: -2000, max: 2000 })),
    liquidity: anyAmount(127),
    amount0: anyAmount(127),
    amount1: anyAmount(127),
    reserves: anyReserves(127),
  })
  .map(({ price, spacing, halfWidth, shift, reserves: [reserve0, reserve1], ...rest }) => ({
    ...rangeAround(price.tick + shift, halfWidth, spacing),
    sqrtPriceX96: price.sqrtPriceX96,
    reserve0,
    reserve1,
    ...rest,
  }))

/**
 * What vaults meet: a million units and more, a price between 2^-29 and 2^29, a band around it, and a
 * pool from a hundredth of the vault upwards.
 */
export const usualMixInput: fc.Arbitrary<SwapToMixInput> = fc
  .record({
    price: anyPrice(200_000),
    spacing: fc.constantFrom(1, 10, 60, 200),
    fee: fc.constantFrom(100, 500, 3000, 10_000),
    halfWidth: fc.integer({ min: 50, max: 20_000 }),
    // As liquidity over all prices, so that both tokens are worth about the same.
    vault: fc.bigInt({ min: 10n ** 16n, max: 10n ** 26n }),
    held0Permille: fc.bigInt({ min: 0n, max: 1000n }),
    reservedPermille: fc.tuple(
      fc.bigInt({ min: 0n, max: 400n }),
      fc.bigInt({ min: 0n, max: 400n }),
    ),
    pool: fc.bigInt({ min: 10n, max: 10n ** 8n }),
  })
  .map(({ price, spacing, halfWidth, vault, held0Permille, reservedPermille, pool, fee }) => {
    const { tick, sqrtPriceX96 } = price
    const of0 = (permille: bigint) => (((vault * permille) / 1000n) << 96n) / sqrtPriceX96
    const of1 = (permille: bigint) => (((vault * permille) / 1000n) * sqrtPriceX96) >> 96n
    return {
      ...rangeAround(tick, halfWidth, spacing),
      sqrtPriceX96,
      liquidity: (vault * pool) / 1000n,
      fee,
      amount0: of0(held0Permille),
      amount1: of1(1000n - held0Permille),
      reserve0: of0(reservedPermille[0]),
      reserve1: of1(reservedPermille[1]),
    }
  })
