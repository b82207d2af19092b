import { getSqrtRatioAtTick, kindCode, sqrtPriceAt } from '@tickwise/amm'
import type { PoolEventColumns, PoolSpec } from '@tickwise/amm'
import type { RowFault } from './finding.ts'

const createTickPrices = (): ((tick: number) => bigint) => {
  const known = new Map<number, bigint>()
  return (tick) => {
    let price = known.get(tick)
    if (price === undefined) known.set(tick, (price = getSqrtRatioAtTick(tick)))
    return price
  }
}

/**
 * A price lies within its tick: sqrt(tick) ≤ sqrtPrice < sqrt(tick + 1). A swap that stops exactly on a
 * boundary on its way down has the tick below it, with the price at that tick's upper edge.
 */
export function* checkTickOfPrice(columns: PoolEventColumns): Generator<RowFault> {
  const priceOfTick = createTickPrices()
  for (let row = 0; row < columns.length; row++) {
    const kind = columns.kind[row]
    if (kind !== kindCode.swap && kind !== kindCode.initialize) continue
    const tick = columns.tickA[row] ?? 0
    const price = sqrtPriceAt(columns, row)
    if (price >= priceOfTick(tick) && price <= priceOfTick(tick + 1)) continue
    yield {
      severity: 'error',
      check: 'tick-price',
      columnRow: row,
      message: `sqrtPriceX96 ${price} does not lie within tick ${tick}`,
    }
  }
}

/** Ranges of mints and burns lie on multiples of the pool's tick spacing. */
export function* checkSpacing(columns: PoolEventColumns, spec: PoolSpec): Generator<RowFault> {
  for (let row = 0; row < columns.length; row++) {
    const kind = columns.kind[row]
    if (kind !== kindCode.mint && kind !== kindCode.burn) continue
    const lower = columns.tickA[row] ?? 0
    const upper = columns.tickB[row] ?? 0
    if (lower < upper && lower % spec.tickSpacing === 0 && upper % spec.tickSpacing === 0) continue
    yield {
      severity: 'error',
      check: 'spacing',
      columnRow: row,
      message: `range ${lower} … ${upper} is not on ticks of spacing ${spec.tickSpacing}`,
    }
  }
}
