import { mulDivDown } from '@tickwise/amm'
import { isqrtDown } from './integer-root.ts'

/**
 * One token at the price where a swap begins, as liquidity · 2^48: an amount of token0 is the
 * liquidity over all prices that holds it above the price, amount · √P; of token1, below, amount / √P.
 */
export interface MixSide {
  /** What is free of it. */
  readonly wholeX48: bigint
  /** `wholeX48` times the part of that liquidity's amount which lies within the range. */
  readonly fillX48: bigint
  /** The pool's liquidity times the same part. */
  readonly rangeX48: bigint
}

const FEE_UNIT = 1_000_000n
/** Bits of what is squared, and of what is multiplied once and doubled twice, to stay within 256. */
const SQUARED_BITS = 126
const PRODUCT_BITS = 250

/**
 * What to sell, without the fee, as liquidity · 2^48 at the price where the swap begins, so that what
 * is left of the sold token and what is had of the bought one fill the range at the price the swap
 * leaves; 0 when there is not too much of the sold one. The price must be within the range.
 *
 * With constant liquidity L and τ = net input / L the condition is a quadratic, e0 − e1·τ − e2·τ² = 0,
 * with one root in what can be sold: 2·e0 / (e1 + √(e1² + 4·e0·e2)). Derived in `docs/decisions/010`.
 * Sizes are kept below 2^244 by the domain, so nothing overflows; each square and product loses only
 * bits beyond 2^-124 of itself.
 *
 * @param netPerUnit 1 000 000 less the fee in hundredths of a basis point
 */
export function netInputToMixX48(
  sold: MixSide,
  bought: MixSide,
  liquidityX48: bigint,
  netPerUnit: bigint,
): bigint {
  if (sold.fillX48 <= bought.fillX48) return 0n
  const e0 = sold.fillX48 - bought.fillX48
  const e1 =
    (sold.rangeX48 * FEE_UNIT) / netPerUnit +
    (sold.wholeX48 - sold.fillX48) +
    bought.rangeX48 +
    bought.wholeX48 +
    bought.fillX48
  const added = liquidityX48 + bought.wholeX48
  const taken = ((liquidityX48 - sold.rangeX48) * FEE_UNIT) / netPerUnit
  const e2 = added >= taken ? added - taken : taken - added
  const shift = BigInt(shiftFor(e0, e1, e2))
  const linear = e1 >> shift
  const product = 4n * mulDivDown(e0, e2, 1n << (2n * shift))
  const square = linear * linear
  const discriminant = added >= taken ? square + product : square > product ? square - product : 0n
  return mulDivDown(e0, 2n * liquidityX48, (linear + isqrtDown(discriminant)) << shift)
}

function shiftFor(e0: bigint, e1: bigint, e2: bigint): number {
  const forSquare = Math.max(bitLength(e1) - SQUARED_BITS, 0)
  const forProduct = Math.max(bitLength(e0) + bitLength(e2) - PRODUCT_BITS, 0)
  return Math.max(forSquare, Math.ceil(forProduct / 2))
}

function bitLength(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length
}
