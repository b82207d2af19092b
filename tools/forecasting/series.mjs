// The series that the forecasting page is about, from the data folder.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { importDataset, openDataset, openReferenceSeries } from '@tickwise/market'
import { log2X16Down, seriesFromCandles, seriesFromEvents, withFeeGrowth } from '@tickwise/forecast'
import { sources, windowNames } from '../accuracy/datasets.mjs'

/** An hourly epoch of one cell: all that hourly candles can show. */
const hourOfOneCell = { epochSeconds: 3600, cellsPerEpoch: 1 }
/** The grid of the feature oracle. */
const hourOfTwelveCells = { epochSeconds: 3600, cellsPerEpoch: 12 }
/** Short enough for windows of a few days to hold a history. */
const quarterHour = { epochSeconds: 900, cellsPerEpoch: 12 }

/** Candles of a coin against USDT as a series. */
export async function candleSeries(data, cache, coin, candle) {
  const name = `${coin}_USDT-${candle}`
  const out = join(cache, name)
  if (!existsSync(join(out, 'manifest.json'))) {
    await importDataset({ source: join(data, `binance_candles/${name}.feather`), out })
  }
  const grid = candle === '1h' ? hourOfOneCell : hourOfTwelveCells
  return seriesFromCandles(await openReferenceSeries(out), grid, 'base-is-token0')
}

/**
 * Hourly candles with the variance that their range stands for, (ln high − ln low)² / (4 ln 2) (Parkinson, Journal of
 * Business 53(1), 1980): as fine a measure as hourly candles give, though not the feature oracle's.
 */
export async function rangeSeries(data, cache, coin) {
  const series = await candleSeries(data, cache, coin, '1h')
  const { timestamp, high, low } = await openReferenceSeries(join(cache, `${coin}_USDT-1h`))
  const variance = new Float64Array(series.length)
  timestamp.forEach((second, k) => {
    const range = Math.log(high[k] / low[k]) / Math.log(1.0001)
    const entry = Math.floor(second / 3600) - series.firstEpoch
    if (entry >= 0) variance[entry] = Math.round((range * range) / (4 * Math.LN2))
  })
  const logVarianceX16 = Int32Array.from(variance, (value) => log2X16Down(Math.max(1, value)))
  return { ...series, variance, logVarianceX16 }
}

/** The windows of the Arbitrum pool, opened. */
export async function poolDatasets(data, cache) {
  const datasets = []
  for (const name of windowNames) {
    const out = join(cache, name)
    const { source, window } = sources[name]
    if (!existsSync(join(out, 'manifest.json'))) {
      await importDataset({ source: join(data, source), out, window })
    }
    datasets.push(await openDataset(out))
  }
  return datasets
}

/**
 * Candles with the pool's exact records in their place where there are any: trained on the one, tested on the
 * other. Ticks of the pool are moved to the level of the candles, so that a drift over the seam is one.
 */
export function poolAfterCandles(datasets, candles) {
  const series = {
    ...candles,
    valid: candles.valid.slice(),
    variance: candles.variance.slice(),
    logVarianceX16: candles.logVarianceX16.slice(),
    meanTick: candles.meanTick.slice(),
    lastCellTick: candles.lastCellTick.slice(),
  }
  const poolEpochs = new Set()
  for (const dataset of datasets) {
    const pool = seriesFromEvents(marketOf(dataset), hourOfTwelveCells)
    const shift = pool.firstEpoch - candles.firstEpoch
    const level = candles.lastCellTick[shift] - pool.lastCellTick[0]
    for (let i = 0; i < pool.length; i++) {
      if (pool.valid[i] !== 1) continue
      poolEpochs.add(pool.firstEpoch + i)
      series.variance[shift + i] = pool.variance[i]
      series.logVarianceX16[shift + i] = pool.logVarianceX16[i]
      series.meanTick[shift + i] = pool.meanTick[i] + level
      series.lastCellTick[shift + i] = pool.lastCellTick[i] + level
      series.valid[shift + i] = 1
    }
  }
  return { series, poolEpochs }
}

/** Fees and variances of all windows of the pool, what lies between them not valid. */
export function poolFees(datasets) {
  const parts = datasets.map((dataset) =>
    withFeeGrowth(seriesFromEvents(marketOf(dataset), quarterHour), dataset),
  )
  const firstEpoch = parts[0].firstEpoch
  const last = parts.at(-1)
  const length = last.firstEpoch + last.length - firstEpoch
  const series = {
    ...parts[0],
    length,
    valid: new Uint8Array(length),
    variance: new Float64Array(length),
    logVarianceX16: new Int32Array(length),
    meanTick: new Int32Array(length),
    lastCellTick: new Int32Array(length),
    logFeeGrowthX16: new Int32Array(length),
  }
  for (const part of parts) {
    const at = part.firstEpoch - firstEpoch
    for (const column of columns) series[column].set(part[column], at)
  }
  return series
}

const columns = [
  'valid',
  'variance',
  'logVarianceX16',
  'meanTick',
  'lastCellTick',
  'logFeeGrowthX16',
]

function marketOf({ manifest, root, columns, startState }) {
  const { chainId, address } = manifest.pool
  return { chainId, pool: address, root, columns, startState }
}
