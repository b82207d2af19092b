import { UserError } from './errors.ts'
import type { PoolEventColumns, StartState } from './event-columns.ts'
import { kindCode } from './events.ts'
import { appendPrice, createPriceTrack, type PriceTrack } from './price-track.ts'

/**
 * The price track of recorded events. It begins at the first event when the start state has a price, at
 * the first swap or Initialize otherwise, and ends with the last event.
 *
 * @throws UserError `E_DATA_EMPTY` when no event tells a price
 * @example
 * const track = buildPriceTrack(dataset.columns, dataset.startState)
 * tickCumulativeAt(track, track.startTimestamp + 3600)
 */
export function buildPriceTrack(columns: PoolEventColumns, startState: StartState): PriceTrack {
  const startTick = startPrice(startState)?.tick
  const firstPriced = startTick === undefined ? firstPriceRow(columns) : 0
  if (firstPriced >= columns.length) {
    throw new UserError('E_DATA_EMPTY', 'the dataset has no swap, so it has no price', {
      hint: 'choose a longer window or another pool',
    })
  }
  const track = createPriceTrack(
    columns.length,
    columns.timestamp[firstPriced] ?? 0,
    columns.timestamp[columns.length - 1] ?? 0,
    startTick,
  )
  for (let row = firstPriced; row < columns.length; row++) {
    if (!isPriceRow(columns, row)) continue
    appendPrice(track, columns.timestamp[row] ?? 0, columns.tickA[row] ?? 0, row)
  }
  return track
}

/** Price before the first event, where the start state has one. */
export function startPrice(
  start: StartState,
): { readonly sqrtPriceX96: bigint; readonly tick: number } | undefined {
  if (start.kind === 'fresh' || start.sqrtPriceX96 === undefined || start.tick === undefined) {
    return undefined
  }
  return { sqrtPriceX96: start.sqrtPriceX96, tick: start.tick }
}

function isPriceRow(columns: PoolEventColumns, row: number): boolean {
  const kind = columns.kind[row]
  return kind === kindCode.swap || kind === kindCode.initialize
}

function firstPriceRow(columns: PoolEventColumns): number {
  let row = 0
  while (row < columns.length && !isPriceRow(columns, row)) row++
  return row
}
