/** Consecutive rows of a validation or test block. */
export interface RowBlock {
  readonly from: number
  /** One past the last. */
  readonly to: number
}

/**
 * Rows of a training set whose labels touch neither a row of the block nor its labels: of the rows before
 * it those that end early enough, of the rows after it those that begin after its last label.
 *
 * Row i's label covers i + 1 … i + h, so a row before the block stays when i + h < from, and one after it
 * when i > to − 1 + h (its own entry is then past the block's last label).
 *
 * Source: López de Prado, "Advances in Financial Machine Learning", 2018, §7.4.1.
 *
 * @example
 * purgeRows(Int32Array.of(1, 2, 3, 9), { from: 5, to: 7 }, 2) // 1, 2, 9
 */
export function purgeRows(rows: Int32Array, block: RowBlock, horizonEpochs: number): Int32Array {
  return rows.filter(
    (row) => row + horizonEpochs < block.from || row > block.to - 1 + horizonEpochs,
  )
}

/**
 * Rows without those of the block and the `embargoEpochs` rows after it: what follows a block still carries
 * what happened in it. At least the horizon.
 *
 * Source: as {@link purgeRows}, §7.4.2.
 *
 * @example
 * embargoRows(Int32Array.of(4, 7, 8, 9), { from: 5, to: 7 }, 2) // 4, 9
 */
export function embargoRows(rows: Int32Array, block: RowBlock, embargoEpochs: number): Int32Array {
  return rows.filter((row) => row < block.from || row >= block.to + embargoEpochs)
}
