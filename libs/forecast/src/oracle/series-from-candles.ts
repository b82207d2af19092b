import { UserError } from '@tickwise/amm'
import type { ReferenceSeries } from '@tickwise/market'
import type { EpochSeries } from '../series/epoch-series.ts'
import { cellSecondsOf, type EpochGrid } from './epoch-grid.ts'
import { recordEpochs } from './record-epochs.ts'

/** What of an exchange's candles a series is made of. */
export type CandlePrices = Pick<
  ReferenceSeries,
  'root' | 'secondsPerCandle' | 'timestamp' | 'open' | 'high' | 'low' | 'close'
>

/**
 * How prices, quote per base, become ticks, token1 per token0: `base-is-token0` as they are (WETH/USDC from
 * ETH/USDT), `base-is-token1` inverted (USDC/WETH).
 */
export type PoolDirection = 'base-is-token0' | 'base-is-token1'

/**
 * An approximate series from an exchange's candles, to train on years of prices what a pool will use.
 * The tick of a price is its logarithm to base 1.0001 rounded down, decimals of tokens not counted; the
 * mean tick of a candle is taken for the mean of its open, high, low and close.
 *
 * A missing candle makes its epoch invalid, and the next one too when it was in the last cell. A cell is
 * one candle or several.
 *
 * @throws UserError `E_EPOCH_GRID`; `E_CANDLES_COARSE` when a candle is longer than a cell;
 * `E_CANDLE_GRID` when cells do not end where candles do; `E_EPOCHS_NONE` for less than an epoch
 * @example
 * const candles = await openReferenceSeries('data/eth-usdt-1h')
 * seriesFromCandles(candles, { epochSeconds: 14_400, cellsPerEpoch: 4 }, 'base-is-token0')
 */
export function seriesFromCandles(
  candles: CandlePrices,
  grid: EpochGrid,
  direction: PoolDirection,
): EpochSeries {
  const { secondsPerCandle, timestamp, root } = candles
  checkCandles(candles, grid)
  const first = timestamp[0] ?? 0
  const end = (timestamp[timestamp.length - 1] ?? 0) + secondsPerCandle
  const firstEpoch = Math.ceil((first + cellSecondsOf(grid)) / grid.epochSeconds)
  const length = Math.floor(end / grid.epochSeconds) - firstEpoch
  if (length < 1 || timestamp.length === 0) {
    throw new UserError('E_EPOCHS_NONE', 'the candles span no epoch with the cell before it', {
      hint: 'choose more candles or shorter epochs',
      facts: { candles: timestamp.length, epochSeconds: grid.epochSeconds },
    })
  }
  const sums = sumsOfMeans(candles, direction, (end - first) / secondsPerCandle)
  const meanTick = (from: number, to: number): number | undefined =>
    sums.mean((from - first) / secondsPerCandle, (to - first) / secondsPerCandle)
  return {
    ...recordEpochs(grid, { firstEpoch, length }, meanTick),
    source: { kind: 'candles', root },
  }
}

/** Means over any run of candles, from running sums; a hole in the run leaves it without. */
function sumsOfMeans(
  candles: CandlePrices,
  direction: PoolDirection,
  slots: number,
): { mean(from: number, to: number): number | undefined } {
  const { timestamp, secondsPerCandle } = candles
  const sum = new Float64Array(slots + 1)
  const count = new Uint32Array(slots + 1)
  let candle = 0
  for (let slot = 0; slot < slots; slot++) {
    const isThere = timestamp[candle] === (timestamp[0] ?? 0) + slot * secondsPerCandle
    sum[slot + 1] = (sum[slot] ?? 0) + (isThere ? fourTicks(candles, direction, candle) : 0)
    count[slot + 1] = (count[slot] ?? 0) + (isThere ? 1 : 0)
    if (isThere) candle++
  }
  return {
    mean(from, to) {
      if (from < 0 || (count[to] ?? 0) - (count[from] ?? 0) !== to - from) return undefined
      return Math.floor(((sum[to] ?? 0) - (sum[from] ?? 0)) / (4 * (to - from)))
    },
  }
}

function fourTicks(
  { open, high, low, close }: CandlePrices,
  direction: PoolDirection,
  i: number,
): number {
  let sum = 0
  for (const prices of [open, high, low, close]) sum += tickOf(prices[i] ?? 1, direction)
  return sum
}

const LOG_BASE = Math.log(1.0001)

function tickOf(price: number, direction: PoolDirection): number {
  const logarithm = Math.log(price) / LOG_BASE
  return Math.floor(direction === 'base-is-token0' ? logarithm : -logarithm)
}

function checkCandles({ secondsPerCandle, timestamp }: CandlePrices, grid: EpochGrid): void {
  const cellSeconds = cellSecondsOf(grid)
  const facts = { secondsPerCandle, cellSeconds }
  if (secondsPerCandle > cellSeconds) {
    throw new UserError(
      'E_CANDLES_COARSE',
      `candles of ${secondsPerCandle} s do not show what happens within ${cellSeconds} s`,
      { hint: 'choose fewer cells per epoch, longer epochs or finer candles', facts },
    )
  }
  const misplaced = timestamp.find((time) => time % secondsPerCandle !== 0)
  if (cellSeconds % secondsPerCandle === 0 && misplaced === undefined) return
  throw new UserError(
    'E_CANDLE_GRID',
    misplaced === undefined
      ? `cells of ${cellSeconds} s do not end where candles of ${secondsPerCandle} s do`
      : `the candle at ${misplaced} does not begin at a multiple of ${secondsPerCandle} s`,
    { hint: 'choose cells of whole candles, and candles that begin on their grid', facts },
  )
}
