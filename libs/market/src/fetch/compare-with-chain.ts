import { kindCode, liquidityAt, replaySteps, sqrtPriceAt } from '@tickwise/amm'
import type { PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { ChainState } from '../dataset.ts'

/** A value that the events lead to and the pool does not have. */
export interface ChainDifference {
  readonly what: 'price' | 'liquidity' | 'fee growth 0' | 'fee growth 1'
  readonly fromEvents: bigint
  readonly onChain: bigint
}

/**
 * Compares where the events lead with the pool's state after the last block: no event is missing that
 * moved the price, the liquidity in range or, when the start state is known, the fees of either token.
 */
export function compareWithChain(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  end: ChainState,
): readonly ChainDifference[] {
  const differences: ChainDifference[] = []
  const compare = (what: ChainDifference['what'], fromEvents: bigint, onChain: bigint): void => {
    if (fromEvents !== onChain) differences.push({ what, fromEvents, onChain })
  }
  const last = lastPrice(columns, start)
  if (last.sqrtPriceX96 !== undefined) compare('price', last.sqrtPriceX96, end.sqrtPriceX96)
  if (last.liquidity !== undefined) {
    const later = changeInRange(columns, last.row + 1, end.tick)
    compare('liquidity', last.liquidity + later, end.liquidity)
  }
  if (start.kind === 'derived') return differences
  const growth = replaySteps(columns, spec, start, { onStep: () => undefined })
  const before0 = start.kind === 'chain' ? start.feeGrowthGlobal0X128 : 0n
  const before1 = start.kind === 'chain' ? start.feeGrowthGlobal1X128 : 0n
  const wrap = (value: bigint): bigint => BigInt.asUintN(256, value)
  compare('fee growth 0', wrap(before0 + growth.feeGrowth0X128), end.feeGrowthGlobal0X128)
  compare('fee growth 1', wrap(before1 + growth.feeGrowth1X128), end.feeGrowthGlobal1X128)
  return differences
}

interface LastPrice {
  readonly row: number
  readonly sqrtPriceX96: bigint | undefined
  readonly liquidity: bigint | undefined
}

/** What the last swap left; before any swap, what the start state or Initialize says. */
function lastPrice(columns: PoolEventColumns, start: StartState): LastPrice {
  for (let row = columns.length - 1; row >= 0; row--) {
    const kind = columns.kind[row]
    if (kind === kindCode.swap) {
      const sqrtPriceX96 = sqrtPriceAt(columns, row)
      return { row, sqrtPriceX96, liquidity: liquidityAt(columns, row) }
    }
    if (kind === kindCode.initialize) {
      return { row, sqrtPriceX96: sqrtPriceAt(columns, row), liquidity: 0n }
    }
  }
  const known = start.kind === 'chain' ? start : undefined
  return { row: -1, sqrtPriceX96: known?.sqrtPriceX96, liquidity: known?.liquidity }
}

/** Liquidity that mints and burns from `row` on add at `tick`. */
function changeInRange(columns: PoolEventColumns, row: number, tick: number): bigint {
  let change = 0n
  for (let i = row; i < columns.length; i++) {
    const sign =
      columns.kind[i] === kindCode.mint ? 1n : columns.kind[i] === kindCode.burn ? -1n : 0n
    const inside = (columns.tickA[i] ?? 0) <= tick && tick < (columns.tickB[i] ?? 0)
    if (sign !== 0n && inside) change += sign * liquidityAt(columns, i)
  }
  return change
}
