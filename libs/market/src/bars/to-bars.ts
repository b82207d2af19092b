import { UserError, amount0At, amount1At, kindCode, liquidityAt } from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'
import type { BarColumns } from '../dataset.ts'
import { barColumns } from './bar.ts'
import type { Bar } from './bar.ts'

type OpenBar = { -readonly [F in keyof Bar]: Bar[F] }

const emptyBar = (timestamp: number, tick: number, liquidity: bigint): OpenBar => ({
  timestamp,
  openTick: tick,
  highTick: tick,
  lowTick: tick,
  closeTick: tick,
  amountIn0: 0n,
  amountIn1: 0n,
  netAmount0: 0n,
  netAmount1: 0n,
  liquidity,
})

/**
 * Bars of a fixed length out of swaps: ticks, volume paid in (fee included) and in-range liquidity.
 * The first bar starts at the multiple of `seconds` before the first swap; later bars without swaps
 * repeat the last price. Ticks are those after each swap, so the open is the tick that the bar's first
 * swap left, as in demeter's minute bars.
 *
 * @throws UserError E_BAR_SECONDS when `seconds` is not a positive whole number
 * @example
 * toBars(dataset.columns, 3600).closeTick
 */
export const toBars = (columns: PoolEventColumns, seconds: number): BarColumns => {
  if (!Number.isInteger(seconds) || seconds <= 0)
    throw new UserError('E_BAR_SECONDS', `${seconds} is not a bar length`, {
      hint: 'give a positive whole number of seconds',
    })
  const bars: OpenBar[] = []
  let bar: OpenBar | undefined
  for (let row = 0; row < columns.length; row++) {
    if (columns.kind[row] !== kindCode.swap) continue
    const timestamp = columns.timestamp[row] ?? 0
    const tick = columns.tickA[row] ?? 0
    const start = timestamp - (timestamp % seconds)
    while (bar !== undefined && bar.timestamp + seconds < start)
      bars.push((bar = emptyBar(bar.timestamp + seconds, bar.closeTick, bar.liquidity)))
    if (bar === undefined || bar.timestamp < start) bars.push((bar = emptyBar(start, tick, 0n)))
    addSwap(bar, columns, row, tick)
  }
  return barColumns(bars, seconds)
}

const addSwap = (bar: OpenBar, columns: PoolEventColumns, row: number, tick: number): void => {
  const amount0 = amount0At(columns, row)
  const amount1 = amount1At(columns, row)
  bar.highTick = Math.max(bar.highTick, tick)
  bar.lowTick = Math.min(bar.lowTick, tick)
  bar.closeTick = tick
  bar.netAmount0 += amount0
  bar.netAmount1 += amount1
  if (amount0 > 0n) bar.amountIn0 += amount0
  if (amount1 > 0n) bar.amountIn1 += amount1
  bar.liquidity = liquidityAt(columns, row)
}
