import {
  UserError,
  amount0At,
  amount0DeltaUp,
  amount1At,
  amount1DeltaUp,
  kindCode,
  sqrtPriceAt,
} from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'
import { innerSwaps } from '../check/inner-swaps.ts'
import type { PoolIdentity } from '../manifest.ts'

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const sampleSize = 2000

/**
 * Fee in hundredths of a bip that the amounts imply: of each swap inside one interval, what was paid
 * above the net amount that its move of price needs. Undefined with too few swaps.
 */
export const impliedFee = (columns: PoolEventColumns, tickSpacing: number): number | undefined => {
  const fees: number[] = []
  for (const swap of innerSwaps(columns, tickSpacing)) {
    const { columnRow, sqrtPriceBefore, sqrtPriceAfter, liquidity } = swap
    if (sqrtPriceAfter === sqrtPriceBefore) continue
    const down = sqrtPriceAfter < sqrtPriceBefore
    const gross = down ? amount0At(columns, columnRow) : amount1At(columns, columnRow)
    const net = down
      ? amount0DeltaUp(sqrtPriceAfter, sqrtPriceBefore, liquidity)
      : amount1DeltaUp(sqrtPriceBefore, sqrtPriceAfter, liquidity)
    // Rounding of small amounts would drown the fee.
    if (gross > 1_000_000n) fees.push((1e6 * Number(gross - net)) / Number(gross))
    if (fees.length === sampleSize) break
  }
  const fee = median(fees)
  return fees.length < 10 || fee === undefined ? undefined : Math.round(fee)
}

/**
 * Median over swaps of (amount1 / amount0) relative to the pool's raw price: near 1 when the amount
 * columns are token0 and token1, near price⁻² when they are turned round.
 */
const amountsAgainstPrice = (columns: PoolEventColumns): number | undefined => {
  const ratios: number[] = []
  for (let row = 0; row < columns.length && ratios.length < sampleSize; row++) {
    if (columns.kind[row] !== kindCode.swap) continue
    const amount0 = Number(amount0At(columns, row))
    const amount1 = Number(amount1At(columns, row))
    if (amount0 === 0 || amount1 === 0) continue
    const price = (Number(sqrtPriceAt(columns, row)) / 2 ** 96) ** 2
    ratios.push(Math.abs(amount1 / amount0) / price)
  }
  return ratios.length < 10 ? undefined : median(ratios)
}

/**
 * Share of swaps whose price moves against the token that was paid in: token0 in lowers the price. It
 * is 0 in a pool and 1 when the amounts are turned round, also where the price is near 1.
 */
const shareAgainstDirection = (columns: PoolEventColumns): number | undefined => {
  let before: bigint | undefined
  let swaps = 0
  let against = 0
  for (let row = 0; row < columns.length && swaps < sampleSize; row++) {
    if (columns.kind[row] !== kindCode.swap) continue
    const price = sqrtPriceAt(columns, row)
    if (before !== undefined && price !== before) {
      swaps++
      if (price < before !== amount0At(columns, row) > 0n) against++
    }
    before = price
  }
  return swaps < 10 ? undefined : against / swaps
}

export interface IdentityCheckOptions {
  /** Known price in units of token1 per token0, when there is one to compare with. */
  readonly referencePrice?: number
}

const checkPriceLevel = (
  columns: PoolEventColumns,
  pool: PoolIdentity,
  referencePrice: number,
  file: string,
): void => {
  const row = columns.kind.indexOf(kindCode.swap)
  if (row < 0) return
  const raw = (Number(sqrtPriceAt(columns, row)) / 2 ** 96) ** 2
  const price = raw * 10 ** (pool.token0.decimals - pool.token1.decimals)
  const ratio = price / referencePrice
  if (ratio > 1 / 3 && ratio < 3) return
  const inverse = price * referencePrice
  const isInverse = inverse > 1 / 3 && inverse < 3
  throw new UserError(
    isInverse ? 'E_TOKENS_SWAPPED' : 'E_DECIMALS',
    `${file}: the price would be ${price.toPrecision(6)} ${pool.token1.symbol} per ${pool.token0.symbol}, ` +
      `the reference price is ${referencePrice}`,
    {
      hint: isInverse
        ? 'the reference price is of the other direction, or the tokens are swapped'
        : `decimals are off by about ${Math.round(Math.log10(ratio))}: check those of both tokens`,
      facts: { file, price, referencePrice },
    },
  )
}

/**
 * Checks what the rows can tell about the pool they are said to be from.
 *
 * @throws UserError E_TOKENS_SWAPPED, E_FEE, E_DECIMALS
 */
export const checkIdentity = (
  columns: PoolEventColumns,
  pool: PoolIdentity,
  file: string,
  options: IdentityCheckOptions = {},
): void => {
  const ratio = amountsAgainstPrice(columns)
  if (ratio !== undefined && (ratio > 2 || ratio < 0.5))
    throw new UserError(
      'E_TOKENS_SWAPPED',
      `${file}: amounts do not fit the price (amount1 / amount0 is ${ratio.toPrecision(3)} times sqrtPriceX96²)`,
      {
        hint: 'amount0 and amount1 are swapped or scaled: amounts must be raw units of token0 and token1 in the order of the pool',
        facts: { file, ratio },
      },
    )
  const against = shareAgainstDirection(columns)
  if (against !== undefined && against > 0.5)
    throw new UserError(
      'E_TOKENS_SWAPPED',
      `${file}: ${Math.round(100 * against)} % of the swaps move the price against the token paid in`,
      {
        hint: 'amount0 and amount1 are swapped, or their signs are not from the side of the pool (positive = paid in)',
        facts: { file, share: against },
      },
    )
  const fee = impliedFee(columns, pool.tickSpacing)
  if (fee !== undefined && Math.abs(fee - pool.fee) > Math.max(2, 0.02 * pool.fee))
    throw new UserError(
      'E_FEE',
      `${file}: swaps paid a fee of ${fee / 10_000} %, the pool is said to take ${pool.fee / 10_000} %`,
      { hint: 'the rows are from another pool: check its address and fee', facts: { file, fee } },
    )
  if (options.referencePrice !== undefined)
    checkPriceLevel(columns, pool, options.referencePrice, file)
}
