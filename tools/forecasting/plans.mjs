// What is walked forward: markets, horizons, models and windows.
import {
  createEwma,
  createHarFees,
  createNaive,
  createSeasonalNaive,
  mlp,
} from '@tickwise/forecast'
import { candleSeries, poolAfterCandles, poolDatasets, poolFees, rangeSeries } from './series.mjs'

const variance = (horizonEpochs) => ({ kind: 'log-variance', horizonEpochs })
const fees = (horizonEpochs) => ({ kind: 'log-fee-growth', horizonEpochs })

/** Hours ahead, in hourly epochs. */
const hours = [1, 4, 24]

const models = ['naive', 'ewma', 'garch', 'har', 'har-hour', 'har-net', 'mlp']

/** Two years to learn from, half a year to choose on, a year to be tested in. */
const years = { trainEpochs: 17_520, validationEpochs: 4380, testEpochs: 8760 }
/** Ninety days, thirty, forty-five. */
const months = { trainEpochs: 2160, validationEpochs: 720, testEpochs: 1080 }
/** As before, then the stretch that the pool's windows lie in. */
const beforePool = { trainEpochs: 2160, validationEpochs: 720, testEpochs: 480 }
/** In quarter-hours: all windows before the last to learn from; two days of it to choose on, two to be tested in. */
const days = { trainEpochs: 2592, validationEpochs: 192, testEpochs: 192 }

/** Name of the market that only the published anchor is compared with. */
export const anchorMarket = 'BTC, range of hourly candles'

/** All experiments, each a function, so that series are in memory one at a time. */
export async function* experiments(data, cache, backend) {
  for (const coin of ['ETH', 'BTC']) {
    const series = await candleSeries(data, cache, coin, '5m')
    const market = `${coin}, five-minute candles`
    for (const hour of hours) {
      // A recurrent net costs some twenty times as much: once, where a day has most structure left.
      const names = coin === 'ETH' && hour === 4 ? [...models, 'gru'] : models
      yield experimentOf(market, hour, { series, target: variance(hour), plan: months, names })
    }
  }
  const datasets = await poolDatasets(data, cache)
  const candles = await candleSeries(data, cache, 'ETH', '5m')
  const { series: stitched, poolEpochs } = poolAfterCandles(datasets, candles)
  const series = fromEpoch(stitched, Math.min(...poolEpochs) - 2160 - 720 - 168)
  for (const hour of hours) {
    yield {
      ...experimentOf('WETH/USDC on Arbitrum', hour, {
        series,
        target: variance(hour),
        plan: beforePool,
        names: models,
      }),
      // What is forecast must be the pool's too.
      isScored: (epoch) => poolEpochs.has(epoch + 1) && poolEpochs.has(epoch + hour),
    }
  }
  const feeSeries = poolFees(datasets)
  for (const hour of hours) {
    const target = fees(4 * hour)
    yield {
      ...experimentOf('Fees of WETH/USDC on Arbitrum', hour, {
        series: feeSeries,
        target,
        plan: days,
        entries: feeEntries(target, backend),
      }),
    }
  }
  for (const coin of ['ETH', 'BTC']) {
    const long = await candleSeries(data, cache, coin, '1h')
    const market = `${coin}, hourly candles`
    for (const hour of hours) {
      const options = { series: long, target: variance(hour), plan: years, names: models }
      yield experimentOf(market, hour, options)
    }
  }
}

/** What is nearest to the published anchor. */
export async function anchorExperiment(data, cache) {
  const series = await rangeSeries(data, cache, 'BTC')
  const names = ['naive', 'har']
  return experimentOf(anchorMarket, 4, { series, target: variance(4), plan: years, names })
}

function experimentOf(market, hour, options) {
  return { market, hour, title: `${market}, ${hour} h`, ...options }
}

/** With seasons of a day in quarter-hours: windows of a few days hold no week. */
function feeEntries(target, backend) {
  const day = 96
  const seasons = { dayEpochs: day, weekEpochs: day }
  return [
    { learner: createNaive(target) },
    { learner: createSeasonalNaive(target, day) },
    { learner: createEwma() },
    { learner: createHarFees(target, seasons) },
    { learner: mlp(backend, { minimumRows: 150 }) },
  ]
}

function fromEpoch(series, epoch) {
  const from = Math.max(0, epoch - series.firstEpoch)
  const cut = (column) => column.slice(from)
  return {
    ...series,
    firstEpoch: series.firstEpoch + from,
    length: series.length - from,
    valid: cut(series.valid),
    variance: cut(series.variance),
    logVarianceX16: cut(series.logVarianceX16),
    meanTick: cut(series.meanTick),
    lastCellTick: cut(series.lastCellTick),
  }
}
