import { eventKindAt, sqrtPriceAt, type PoolEventColumns, type StartState } from '@tickwise/amm'

/** Price of the pool between two events. */
export interface PoolPrice {
  readonly sqrtPriceX96: bigint
  readonly tick: number
}

/**
 * Price after the first `row` events: that of the last Swap or Initialize among them, else of the
 * start state; `undefined` where neither tells it, which is before {@link firstPricedRow}.
 *
 * @example
 * poolPriceAt(dataset.columns, dataset.startState, dataset.columns.length)?.tick
 */
export function poolPriceAt(
  columns: PoolEventColumns,
  startState: StartState,
  row: number,
): PoolPrice | undefined {
  for (let before = row - 1; before >= 0; before--) {
    if (setsPrice(columns, before)) {
      return { sqrtPriceX96: sqrtPriceAt(columns, before), tick: columns.tickA[before] ?? 0 }
    }
  }
  if (startState.kind === 'fresh') return undefined
  const { sqrtPriceX96, tick } = startState
  return sqrtPriceX96 === undefined || tick === undefined ? undefined : { sqrtPriceX96, tick }
}

/**
 * Number of events after which the price is known for the first time. With a derived start that has
 * no price this is after the first swap, whose own fees the data do not tell; nothing exact starts
 * earlier. The number of events when no price is ever known.
 *
 * @example
 * firstPricedRow(dataset.columns, dataset.startState) // 0 when the start state tells the price
 */
export function firstPricedRow(columns: PoolEventColumns, startState: StartState): number {
  if (poolPriceAt(columns, startState, 0) !== undefined) return 0
  let row = 0
  while (row < columns.length && !setsPrice(columns, row)) row++
  return Math.min(row + 1, columns.length)
}

/** True for the events after which the pool's price is known: Swap and Initialize. */
export function setsPrice(columns: PoolEventColumns, row: number): boolean {
  const kind = eventKindAt(columns, row)
  return kind === 'swap' || kind === 'initialize'
}
