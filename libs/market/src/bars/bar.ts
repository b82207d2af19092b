import type { BarColumns } from '../dataset.ts'
import type { HashingWriter } from '../store/byte-writer.ts'
import type { TableColumn } from '../store/parquet-table.ts'

/** One bar of a pool; see {@link BarColumns}. */
export interface Bar {
  /** Unix seconds of its start. */
  readonly timestamp: number
  readonly openTick: number
  readonly highTick: number
  readonly lowTick: number
  readonly closeTick: number
  readonly amountIn0: bigint
  readonly amountIn1: bigint
  readonly netAmount0: bigint
  readonly netAmount1: bigint
  readonly liquidity: bigint
}

/** The closing tick cannot lie outside what the bar visited: it then repeats an older bar's. */
export const isStaleClose = (bar: Bar): boolean =>
  bar.closeTick < bar.lowTick || bar.closeTick > bar.highTick

/** Bars as columns. */
export const barColumns = (bars: readonly Bar[], secondsPerBar: number): BarColumns => ({
  length: bars.length,
  secondsPerBar,
  timestamp: Uint32Array.from(bars, (bar) => bar.timestamp),
  openTick: Int32Array.from(bars, (bar) => bar.openTick),
  highTick: Int32Array.from(bars, (bar) => bar.highTick),
  lowTick: Int32Array.from(bars, (bar) => bar.lowTick),
  closeTick: Int32Array.from(bars, (bar) => bar.closeTick),
  amountIn0: bars.map((bar) => bar.amountIn0),
  amountIn1: bars.map((bar) => bar.amountIn1),
  netAmount0: bars.map((bar) => bar.netAmount0),
  netAmount1: bars.map((bar) => bar.netAmount1),
  liquidity: bars.map((bar) => bar.liquidity),
  staleClose: Uint8Array.from(bars, (bar) => (isStaleClose(bar) ? 1 : 0)),
})

/** Columns of `bars.parquet`. */
export const barTable: readonly TableColumn<Bar>[] = [
  { name: 'timestamp', type: 'UINTEGER', cell: (bar) => bar.timestamp },
  { name: 'open_tick', type: 'INTEGER', cell: (bar) => bar.openTick },
  { name: 'high_tick', type: 'INTEGER', cell: (bar) => bar.highTick },
  { name: 'low_tick', type: 'INTEGER', cell: (bar) => bar.lowTick },
  { name: 'close_tick', type: 'INTEGER', cell: (bar) => bar.closeTick },
  { name: 'amount_in0', type: 'VARCHAR', cell: (bar) => bar.amountIn0.toString() },
  { name: 'amount_in1', type: 'VARCHAR', cell: (bar) => bar.amountIn1.toString() },
  { name: 'net_amount0', type: 'VARCHAR', cell: (bar) => bar.netAmount0.toString() },
  { name: 'net_amount1', type: 'VARCHAR', cell: (bar) => bar.netAmount1.toString() },
  { name: 'liquidity', type: 'VARCHAR', cell: (bar) => bar.liquidity.toString() },
  { name: 'stale_close', type: 'BOOLEAN', cell: isStaleClose },
]

/** Canonical bytes of one bar. */
export const encodeBar = (writer: HashingWriter, bar: Bar): void => {
  writer.record()
  writer.uint32(bar.timestamp)
  for (const tick of [bar.openTick, bar.highTick, bar.lowTick, bar.closeTick]) writer.int32(tick)
  for (const amount of [bar.amountIn0, bar.amountIn1, bar.netAmount0, bar.netAmount1])
    writer.wide(amount, 24)
  writer.wide(bar.liquidity, 16)
}
