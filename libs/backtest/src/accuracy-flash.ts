import { divUp, eventKindAt, liquidityAt, Q128, type PoolEventColumns } from '@tickwise/amm'
import type { ChainState } from '@tickwise/market'
import { flashPairOf } from './accuracy-flash-pair.ts'

/** What flash loans left to the liquidity providers at one in-range liquidity. */
export interface FlashPayment {
  /** Base units; all that was paid while the pool's protocol fee is off. */
  readonly paid: bigint
  /** In-range liquidity it was shared over. */
  readonly liquidity: bigint
}

/** Flash-loan payments that account for a difference of fee growth to the last bit. */
export interface FlashProof {
  readonly payments: 1 | 2
  /** One entry per liquidity; of two payments at the same one their sum is known, not the parts. */
  readonly at: readonly FlashPayment[]
}

/**
 * The payments that raise a fee growth by exactly `growthX128` at some of the liquidities, if one or
 * two do. `UniswapV3Pool.flash` of v3-core adds ⌊paid · 2^128 / liquidity⌋, so at a liquidity only one
 * growth in 2^128 / liquidity can come from one payment, and only one more from two: at 10^19 a number
 * fits by chance once in 1.7·10^19 tries. Two payments at different liquidities are told only where
 * chance would give such a pair less than once in a thousand.
 *
 * @example
 * flashProofOf(hour.token0.chainX128 - hour.token0.replayX128, liquidities)?.at[0]?.paid // 35n
 */
export function flashProofOf(
  growthX128: bigint,
  liquidities: ReadonlySet<bigint>,
): FlashProof | undefined {
  if (growthX128 <= 0n) return undefined
  const positive = [...liquidities].filter((liquidity) => liquidity > 0n)
  let pair: FlashProof | undefined
  for (const liquidity of positive) {
    const paid = divUp(growthX128 * liquidity, Q128)
    const inOne = (paid * Q128) / liquidity
    if (inOne === growthX128) return { payments: 1, at: [{ paid, liquidity }] }
    // Each of two payments rounds down by itself.
    if (inOne === growthX128 + 1n && splitLosesUnit(paid, liquidity))
      pair ??= { payments: 2, at: [{ paid, liquidity }] }
  }
  if (pair !== undefined) return pair
  const at = flashPairOf(growthX128, positive)
  return at === undefined ? undefined : { payments: 2, at }
}

/** First parts tried: about half of all parts lose the unit, so a miss here is no pair at all. */
const partsTried = 64n

/** Whether some split in two rounds down to one unit less than the whole. */
function splitLosesUnit(paid: bigint, liquidity: bigint): boolean {
  const rest = (paid * Q128) % liquidity
  for (let part = 1n; part < paid && part <= partsTried; part++)
    if ((part * Q128) % liquidity > rest) return true
  return false
}

/**
 * Every in-range liquidity the pool had between a state read from the chain and row `toRow`: that of
 * the state, then that after each event from `fromRow` on, no value twice.
 *
 * @example
 * const liquidities = inRangeLiquidities(dataset.columns, state, row, nextRow)
 */
export function inRangeLiquidities(
  columns: PoolEventColumns,
  state: Pick<ChainState, 'tick' | 'liquidity'>,
  fromRow: number,
  toRow: number,
): ReadonlySet<bigint> {
  let { tick, liquidity } = state
  const found = new Set([liquidity])
  for (let row = fromRow; row < toRow; row++) {
    const kind = eventKindAt(columns, row)
    const a = columns.tickA[row] ?? 0
    if (kind === 'swap') {
      tick = a
      liquidity = liquidityAt(columns, row)
    } else if (kind === 'mint' || kind === 'burn') {
      if (tick < a || tick >= (columns.tickB[row] ?? 0)) continue
      const change = liquidityAt(columns, row)
      liquidity += kind === 'mint' ? change : -change
    } else continue
    found.add(liquidity)
  }
  return found
}
