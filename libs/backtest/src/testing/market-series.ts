import { log2X16Down, type EpochSeries } from '@tickwise/forecast'
import { realisedVariances } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { recordedTimeline } from '../market/timeline.ts'
import { TimelineView } from '../market/timeline-view.ts'

const HOUR = 3600
const CELL = 300

/**
 * The hours of a market with their realised variance, the one in which its last event lies among them: who decides
 * at the end of an hour knows that nothing more came in it.
 */
export function hourlySeries(market: MarketData): EpochSeries {
  const { columns, root } = market
  const end = Math.ceil(columns.timestamp[columns.length - 1]! / HOUR) * HOUR
  const view = new TimelineView(recordedTimeline(market), end, end)
  const firstEpoch = Math.ceil((view.historyStart + CELL) / HOUR)
  const length = Math.max(0, Math.floor(end / HOUR) - firstEpoch)
  const grid = { end: (firstEpoch + length) * HOUR, epochs: length, epochSeconds: HOUR }
  const variance = realisedVariances(view, { ...grid, cellSeconds: CELL })
  return {
    epochSeconds: HOUR,
    cellsPerEpoch: HOUR / CELL,
    firstEpoch,
    length,
    valid: new Uint8Array(length).fill(1),
    variance: Float64Array.from(variance),
    logVarianceX16: Int32Array.from(variance, (sum) => log2X16Down(BigInt(Math.max(1, sum)))),
    meanTick: new Int32Array(length),
    lastCellTick: new Int32Array(length),
    source: { kind: 'events', root },
  }
}
