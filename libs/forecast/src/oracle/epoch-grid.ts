import { UserError } from '@tickwise/amm'

/** How time is cut: epochs of equal length, begun at multiples of it since 1970, of equal cells. */
export interface EpochGrid {
  readonly epochSeconds: number
  /** 1 … 255; divides `epochSeconds`. */
  readonly cellsPerEpoch: number
}

/** Most cells of an epoch: model files and contracts have a byte for them. */
export const maxCellsPerEpoch = 255

/**
 * Seconds of a cell.
 *
 * @throws UserError `E_EPOCH_GRID` when the cells do not divide the epoch, or are none or too many
 * @example
 * cellSecondsOf({ epochSeconds: 3600, cellsPerEpoch: 12 }) // 300
 */
export function cellSecondsOf({ epochSeconds, cellsPerEpoch }: EpochGrid): number {
  const cellSeconds = epochSeconds / cellsPerEpoch
  const isGrid =
    Number.isInteger(epochSeconds) &&
    epochSeconds > 0 &&
    epochSeconds < 2 ** 32 &&
    Number.isInteger(cellsPerEpoch) &&
    cellsPerEpoch >= 1 &&
    cellsPerEpoch <= maxCellsPerEpoch &&
    Number.isInteger(cellSeconds)
  if (isGrid) return cellSeconds
  throw new UserError(
    'E_EPOCH_GRID',
    `${cellsPerEpoch} cells do not divide an epoch of ${epochSeconds} s`,
    {
      hint: `choose 1 to ${maxCellsPerEpoch} cells of whole seconds`,
      facts: { epochSeconds, cellsPerEpoch },
    },
  )
}
