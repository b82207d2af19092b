import {
  eventKindAt,
  getTickAtSqrtRatio,
  InvariantError,
  sqrtPriceAt,
  type PoolEventColumns,
  type StartState,
} from '@tickwise/amm'

/** Price of the pool between two events. */
export interface PoolPrice {
  readonly sqrtPriceX96: bigint
  readonly tick: number
}

/**
 * Price after the first `row` events: that of the last Swap or Initialize among them, else of the
 * start state. Where the data do not tell it (a derived start without a price), the first price
 * after `row`, which is where an exact replay begins.
 *
 * @throws InvariantError E_NO_PRICE when no event and no start state tells a price.
 *
 * @example
 * poolPriceAt(dataset.columns, dataset.startState, 0).tick
 */
export function poolPriceAt(
  columns: PoolEventColumns,
  startState: StartState,
  row: number,
): PoolPrice {
  for (let before = row - 1; before >= 0; before--) {
    if (setsPrice(columns, before)) return priceOfEvent(columns, before)
  }
  if (startState.kind !== 'fresh' && startState.sqrtPriceX96 !== undefined) {
    const { sqrtPriceX96 } = startState
    return { sqrtPriceX96, tick: startState.tick ?? getTickAtSqrtRatio(sqrtPriceX96) }
  }
  for (let after = row; after < columns.length; after++) {
    if (setsPrice(columns, after)) return priceOfEvent(columns, after)
  }
  throw new InvariantError('E_NO_PRICE', 'the events hold no price', {
    hint: 'report this with the dataset root',
    facts: { row },
  })
}

/** True for the events after which the pool's price is known: Swap and Initialize. */
export function setsPrice(columns: PoolEventColumns, row: number): boolean {
  const kind = eventKindAt(columns, row)
  return kind === 'swap' || kind === 'initialize'
}

function priceOfEvent(columns: PoolEventColumns, row: number): PoolPrice {
  return { sqrtPriceX96: sqrtPriceAt(columns, row), tick: columns.tickA[row] ?? 0 }
}
