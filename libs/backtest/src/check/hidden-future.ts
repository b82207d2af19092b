import type { PoolEventColumns } from '@tickwise/amm'

/** Event columns whose later rows are wiped out, in place, step by step from the end. */
export interface HiddenFuture {
  /** Wipes every row from `row` on and returns columns that end there. `row` never rises. */
  cutAt(row: number): PoolEventColumns
  /** Puts every row back. */
  restore(): void
}

/** 64-bit limbs per row, as `PoolEventColumns` documents them. */
const limbs = { sqrtPriceX96: 3, liquidity: 2, amount0: 3, amount1: 3 } as const

const narrowNames = ['kind', 'blockNumber', 'logIndex', 'timestamp', 'tickA', 'tickB'] as const
const wideNames = ['sqrtPriceX96', 'liquidity', 'amount0', 'amount1'] as const

/**
 * Takes hold of columns to hide their future. The arrays themselves are emptied, so that even code
 * that kept a reference to them finds nothing there.
 */
export function hideFuture(columns: PoolEventColumns): HiddenFuture {
  const savedNarrow = narrowNames.map((name) => columns[name].slice())
  const savedWide = wideNames.map((name) => columns[name].slice())
  let end = columns.length
  return {
    cutAt: (row) => {
      for (const name of narrowNames) columns[name].fill(0, row, end)
      for (const name of wideNames) columns[name].fill(0n, row * limbs[name], end * limbs[name])
      end = row
      return firstRows(columns, row)
    },
    restore: () => {
      narrowNames.forEach((name, i) => columns[name].set(savedNarrow[i] ?? []))
      wideNames.forEach((name, i) => columns[name].set(savedWide[i] ?? []))
      end = columns.length
    },
  }
}

/** The first `length` rows, over the same memory. */
export function firstRows(columns: PoolEventColumns, length: number): PoolEventColumns {
  return {
    length,
    kind: columns.kind.subarray(0, length),
    blockNumber: columns.blockNumber.subarray(0, length),
    logIndex: columns.logIndex.subarray(0, length),
    timestamp: columns.timestamp.subarray(0, length),
    tickA: columns.tickA.subarray(0, length),
    tickB: columns.tickB.subarray(0, length),
    sqrtPriceX96: columns.sqrtPriceX96.subarray(0, length * limbs.sqrtPriceX96),
    liquidity: columns.liquidity.subarray(0, length * limbs.liquidity),
    amount0: columns.amount0.subarray(0, length * limbs.amount0),
    amount1: columns.amount1.subarray(0, length * limbs.amount1),
  }
}
