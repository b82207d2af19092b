import { divUp, Q128 } from '@tickwise/amm'
import type { FlashPayment } from './accuracy-flash.ts'

/** Most candidates looked at: some tenths of a second. */
const CANDIDATES_TRIED = 40_000n

/** A pair is taken for proven only where chance would give one less often than once in this many. */
const ONE_IN = 1000n

/**
 * Two payments at different liquidities that together raise the fee growth by exactly `growthX128`.
 * With liquidities a, b: paidA · b + paidB · a lies in an interval about 2ab / 2^128 wide, often less
 * than 1; each integer in it leaves one paidA modulo a. A random growth gives a paidA as small as the
 * growth allows with a chance of growth / 2^128 each, so `undefined` also where there are too many
 * candidates for a hit to prove anything.
 */
export function flashPairOf(
  growthX128: bigint,
  liquidities: readonly bigint[],
): readonly [FlashPayment, FlashPayment] | undefined {
  const largest = liquidities.reduce((a, b) => (a > b ? a : b), 0n)
  const pairs = BigInt((liquidities.length * (liquidities.length - 1)) / 2)
  const candidates = pairs * ((2n * largest * largest) / Q128 + 1n)
  if (candidates > CANDIDATES_TRIED || candidates * growthX128 * ONE_IN > Q128) return undefined
  for (const [i, a] of liquidities.entries()) {
    for (const b of liquidities.slice(i + 1)) {
      const found = pairAt(growthX128, a, b)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function pairAt(
  growthX128: bigint,
  a: bigint,
  b: bigint,
): readonly [FlashPayment, FlashPayment] | undefined {
  const end = (growthX128 + 2n) * a * b
  for (let sum = divUp(growthX128 * a * b, Q128); sum * Q128 < end; sum++) {
    const paidA = leastFactor(b, sum, a)
    if (paidA === undefined || paidA * b >= sum) continue
    const paidB = (sum - paidA * b) / a
    if ((paidA * Q128) / a + (paidB * Q128) / b !== growthX128) continue
    return [
      { paid: paidA, liquidity: a },
      { paid: paidB, liquidity: b },
    ]
  }
  return undefined
}

/** Least x > 0 with x · `factor` ≡ `target` modulo `modulus`, if there is one (extended Euclid). */
function leastFactor(factor: bigint, target: bigint, modulus: bigint): bigint | undefined {
  let [divisor, rest] = [modulus, factor % modulus]
  let [inverse, next] = [0n, 1n]
  while (rest > 0n) {
    const quotient = divisor / rest
    ;[divisor, rest] = [rest, divisor - quotient * rest]
    ;[inverse, next] = [next, inverse - quotient * next]
  }
  if (target % divisor !== 0n) return undefined
  const step = modulus / divisor
  const x = (((inverse * (target / divisor)) % step) + step) % step
  return x === 0n ? step : x
}
