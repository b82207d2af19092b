/** Seconds per cell of the time grid that narrows each look-up to a few rows. */
const CELL_SECONDS = 64

/**
 * Tick over time: a step function that changes at price events (swaps and Initialize), with its
 * exact time-integral. Grows at the end only; look-ups take O(log of the events in a minute).
 *
 * The integral is an integer below 2^53 for any time a uint32 can hold, so float64 keeps it exactly.
 */
export interface PriceTrack {
  length: number
  readonly timestamp: Uint32Array
  readonly tick: Int32Array
  /** Row of the event in the event columns. */
  readonly row: Uint32Array
  /** Integral of the tick from the start to the event's timestamp, tick·seconds. */
  readonly cumulative: Float64Array
  readonly startTimestamp: number
  /** Tick before the first price event; absent when nothing is known before it. */
  readonly startTick: number | undefined
  /** Number of events before each cell of the time grid. */
  readonly countBeforeCell: Uint32Array
  /** Cells of `countBeforeCell` already filled. */
  filledCells: number
}

/**
 * An empty track for at most `capacity` events within [startTimestamp, endTimestamp].
 */
export function createPriceTrack(
  capacity: number,
  startTimestamp: number,
  endTimestamp: number,
  startTick: number | undefined,
): PriceTrack {
  const cells = Math.floor(Math.max(0, endTimestamp - startTimestamp) / CELL_SECONDS) + 2
  return {
    length: 0,
    timestamp: new Uint32Array(capacity),
    tick: new Int32Array(capacity),
    row: new Uint32Array(capacity),
    cumulative: new Float64Array(capacity),
    startTimestamp,
    startTick,
    countBeforeCell: new Uint32Array(cells),
    filledCells: 1,
  }
}

/** Adds the next price event; timestamps never fall. */
export function appendPrice(track: PriceTrack, timestamp: number, tick: number, row: number): void {
  const i = track.length
  const cell = cellOf(track, timestamp)
  while (track.filledCells <= cell) track.countBeforeCell[track.filledCells++] = i
  track.cumulative[i] = cumulativeAfter(track, i, timestamp)
  track.timestamp[i] = timestamp
  track.tick[i] = tick
  track.row[i] = row
  track.length = i + 1
}

/** Number of price events with timestamp ≤ `timestamp`. */
export function priceCountAt(track: PriceTrack, timestamp: number): number {
  if (timestamp < track.startTimestamp) return 0
  const cell = cellOf(track, timestamp)
  let low = cell < track.filledCells ? (track.countBeforeCell[cell] ?? 0) : track.length
  let high = cell + 1 < track.filledCells ? (track.countBeforeCell[cell + 1] ?? 0) : track.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((track.timestamp[middle] ?? Infinity) <= timestamp) low = middle + 1
    else high = middle
  }
  return low
}

/** Tick after the first `count` price events; undefined when nothing is known yet. */
export function tickAfter(track: PriceTrack, count: number): number | undefined {
  return count === 0 ? track.startTick : track.tick[count - 1]
}

/** Integral of the tick from the start to `timestamp`, which lies within the track. */
export function tickCumulativeAt(track: PriceTrack, timestamp: number): number {
  return cumulativeAfter(track, priceCountAt(track, timestamp), timestamp)
}

function cumulativeAfter(track: PriceTrack, count: number, timestamp: number): number {
  if (count === 0) return (track.startTick ?? 0) * (timestamp - track.startTimestamp)
  const last = count - 1
  const since = timestamp - (track.timestamp[last] ?? 0)
  return (track.cumulative[last] ?? 0) + (track.tick[last] ?? 0) * since
}

function cellOf(track: PriceTrack, timestamp: number): number {
  return Math.floor((timestamp - track.startTimestamp) / CELL_SECONDS)
}
