import { readUnsignedLimbs } from './columns-limbs.ts'
import { countAtMost } from './columns-read.ts'
import { UserError } from './errors.ts'
import { checkQuery, feeGrowthBetween, momentBetween } from './fee-growth-index.ts'
import type { FeeGrowthIndex, TokenGrowth } from './fee-growth-index-parts.ts'

/** Fees of a position that was not in the recorded pool. */
export interface DilutedFees {
  /** Raw units, rounded down. */
  readonly fee0: bigint
  readonly fee1: bigint
  /** The same before rounding, raw units · 2^128: what sums over several windows are made of. */
  readonly fee0X128: bigint
  readonly fee1X128: bigint
  /** How they were got: from the index's moments, or step by step. */
  readonly method: 'moments' | 'steps'
  /**
   * Bound on |fee − step-by-step fee| over the undiluted fee, either token, on top of 2 raw units of
   * rounding; 0 for `steps`.
   */
  readonly relativeErrorBound: number
}

export interface DilutionOptions {
  /** Largest error bound for which the moments are used; 1e-5 by default. */
  readonly tolerance?: number
}

const DEFAULT_TOLERANCE = 1e-5

/** Half a unit in the last place of a double, relative. */
const HALF_ULP = 2 ** -53

/** Totals that one moment of one range combines: three at each end, each rounded, and five sums. */
const ROUNDINGS = 11

/**
 * Fees of liquidity *l* added to a range for a window of recorded events: each step's fee is shared
 * between *l* and the recorded in-range liquidity *L*, so the position gets l / (L + l) of it. Prices
 * and fees stay as recorded; how *l* would have shortened price moves is not part of this.
 *
 * With x = l / L, 1 / (1 + x) = 1 − x + x² − x³ / (1 + x): the moments Σ fee/L, Σ fee/L², Σ fee/L³ of
 * the window give the sum up to an error of at most l⁴ · Σ fee/L⁴, which the index carries too. Beyond
 * `tolerance` the recorded steps are summed one by one with the contract's rounding: growth of each
 * step floor(fee · 2^128 / (L + l)), fee floor(growth · l / 2^128).
 * @param ownLiquidity uint128, above 0
 * @throws UserError `E_LIQUIDITY` for liquidity that is not above 0; `E_TICK_RANGE`, `E_TICK_SPACING`,
 * `E_ROW` as for `feeGrowthBetween`
 * @example const { fee0, fee1 } = dilutedFees(index, tickLower, tickUpper, fromRow, toRow, 10n ** 15n)
 */
export function dilutedFees(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
  ownLiquidity: bigint,
  options: DilutionOptions = {},
): DilutedFees {
  checkQuery(index, tickLower, tickUpper, fromRow, toRow)
  if (ownLiquidity <= 0n) {
    throw new UserError('E_LIQUIDITY', `liquidity ${ownLiquidity} is not above 0`, {
      hint: 'give the liquidity that the position adds to its range',
      facts: { liquidity: ownLiquidity },
    })
  }
  const range = { tickLower, tickUpper, fromRow, toRow }
  const undiluted = feeGrowthBetween(index, tickLower, tickUpper, fromRow, toRow)
  const part0 = fromMoments(index, index.token0, range, undiluted.growth0X128, ownLiquidity)
  const part1 = fromMoments(index, index.token1, range, undiluted.growth1X128, ownLiquidity)
  const relativeErrorBound = Math.max(part0.errorBound, part1.errorBound)
  if (!index.wraps && relativeErrorBound <= (options.tolerance ?? DEFAULT_TOLERANCE)) {
    return { ...rounded(part0.feeX128, part1.feeX128), method: 'moments', relativeErrorBound }
  }
  const fee0X128 = stepByStep(index, index.token0, range, ownLiquidity)
  const fee1X128 = stepByStep(index, index.token1, range, ownLiquidity)
  return { ...rounded(fee0X128, fee1X128), method: 'steps', relativeErrorBound: 0 }
}

function rounded(
  fee0X128: bigint,
  fee1X128: bigint,
): Pick<DilutedFees, 'fee0' | 'fee1' | 'fee0X128' | 'fee1X128'> {
  return { fee0: fee0X128 >> 128n, fee1: fee1X128 >> 128n, fee0X128, fee1X128 }
}

interface RangeAndWindow {
  readonly tickLower: number
  readonly tickUpper: number
  readonly fromRow: number
  readonly toRow: number
}

function fromMoments(
  index: FeeGrowthIndex,
  token: TokenGrowth,
  { tickLower, tickUpper, fromRow, toRow }: RangeAndWindow,
  growthX128: bigint,
  ownLiquidity: bigint,
): { feeX128: bigint; errorBound: number } {
  if (growthX128 === 0n) return { feeX128: 0n, errorBound: 0 }
  const own = Number(ownLiquidity)
  const moment = (power: 0 | 1 | 2) =>
    momentBetween(index, token, power, tickLower, tickUpper, fromRow, toRow)
  const rounding = (power: 0 | 1 | 2) => {
    const total = token.moments[power].global[token.countAtRow[toRow] ?? 0] ?? 0
    return ROUNDINGS * HALF_ULP * total
  }
  const reduction = own ** 2 * moment(0) - own ** 3 * moment(1)
  const undiluted = (own * Number(growthX128)) / 2 ** 128
  const truncated = own ** 4 * (moment(2) + rounding(2))
  const inexact =
    own ** 2 * rounding(0) + own ** 3 * rounding(1) + 4 * HALF_ULP * Math.abs(reduction)
  const feeX128 = growthX128 * ownLiquidity - toX128(reduction)
  return { feeX128: feeX128 > 0n ? feeX128 : 0n, errorBound: (truncated + inexact) / undiluted }
}

/** Far outside the series' reach the reduction is meaningless; the error bound then says so. */
function toX128(value: number): bigint {
  const scaled = Math.round(value * 2 ** 64)
  return Number.isFinite(scaled) ? BigInt(scaled) << 64n : 0n
}

function stepByStep(
  { tickSpacing }: FeeGrowthIndex,
  token: TokenGrowth,
  { tickLower, tickUpper, fromRow, toRow }: RangeAndWindow,
  ownLiquidity: bigint,
): bigint {
  const { stepRow, stepIndex, stepFee, stepLiquidity } = token
  const lower = tickLower / tickSpacing
  const upper = tickUpper / tickSpacing
  const end = countAtMost(stepRow, toRow, stepRow.length)
  let growthX128 = 0n
  for (let at = countAtMost(stepRow, fromRow, end); at < end; at++) {
    const interval = stepIndex[at] ?? 0
    if (interval < lower || interval >= upper) continue
    const fee = readUnsignedLimbs(stepFee.data, stepFee.limbs, at)
    const liquidity = readUnsignedLimbs(stepLiquidity.data, stepLiquidity.limbs, at)
    growthX128 += (fee << 128n) / (liquidity + ownLiquidity)
  }
  return growthX128 * ownLiquidity
}
