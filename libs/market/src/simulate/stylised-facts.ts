import {
  UserError,
  amount0At,
  amount1At,
  kindCode,
  liquidityAt,
  rowCountAtTime,
  type PoolEventColumns,
} from '@tickwise/amm'
import {
  autocorrelation,
  correlation,
  excessKurtosis,
  median,
  standardDeviation,
} from './moments.ts'

/**
 * What markets are known to show, measured on a pool's events. Returns are log returns of the pool price
 * between the ends of 5-minute bars; volumes are absolute amounts of token1. The list follows R. Cont,
 * "Empirical properties of asset returns: stylized facts and statistical issues", Quantitative Finance 1 (2001).
 */
export interface StylisedFacts {
  readonly days: number
  readonly swapsPerHour: number
  /** In units of token1. */
  readonly medianSwap: number
  readonly volumePerDay: number
  /** Standard deviation of the return over a day, scaled from 5-minute returns. */
  readonly dailyVolatility: number
  /** 0 for a normal distribution; fat tails are above it. */
  readonly excessKurtosis: number
  /** Of returns: about 0 where prices cannot be foretold. */
  readonly autocorrelation5m: number
  /** Of absolute returns, after 5 and 60 minutes: above 0 where volatility clusters. */
  readonly absoluteAutocorrelation5m: number
  readonly absoluteAutocorrelation60m: number
  /** Of a bar's volume with its absolute return. */
  readonly volumeVolatilityCorrelation: number
  /** Share of volume in each UTC hour of the day, 24 numbers that sum to 1. */
  readonly hourOfDayVolume: readonly number[]
  /** Volume of the six busiest hours of the day over that of the six quietest. */
  readonly busyToQuietHours: number
  readonly mintsPerDay: number
  /** Burns that take liquidity, without fee pokes. */
  readonly burnsPerDay: number
  /** Value of what was burned over value of what was minted, in token1 at the price of the day. */
  readonly burnedShare: number
}

const barSeconds = 300
const barsPerDay = 86_400 / barSeconds
const logTick = Math.log(1.0001)

/** Unix seconds: from the first, up to but not including the second. */
export interface FactsWindow {
  readonly from: number
  readonly to: number
}

/**
 * Measures the stylised facts of a dataset's events.
 *
 * @param token1Decimals for amounts in units of token1
 * @param window the part to measure; all if not given
 * @throws UserError `E_EMPTY` when the events span less than two hours of trading.
 * @example stylisedFacts(dataset.columns, dataset.manifest.pool.token1.decimals).excessKurtosis
 */
export function stylisedFacts(
  columns: PoolEventColumns,
  token1Decimals: number,
  window: FactsWindow = { from: 0, to: Infinity },
): StylisedFacts {
  const unit = 10 ** token1Decimals
  const rows = rowsOf(columns, window)
  const bars = tradingBars(columns, rows, unit)
  if (bars.closeTick.length < 25)
    throw new UserError('E_EMPTY', 'there are too few swaps to measure the market', {
      hint: 'use a dataset of some hours at least',
    })
  const returns = bars.closeTick
    .slice(1)
    .map((tick, i) => (tick - (bars.closeTick[i] ?? tick)) * logTick)
  const absolute = returns.map(Math.abs)
  const days = bars.closeTick.length / barsPerDay
  const hours = hourShares(bars)
  const ranked = [...hours].sort((a, b) => a - b)
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  return {
    days,
    swapsPerHour: bars.swapSizes.length / (days * 24),
    medianSwap: median(bars.swapSizes),
    volumePerDay: total(bars.volume) / days,
    dailyVolatility: standardDeviation(returns) * Math.sqrt(barsPerDay),
    excessKurtosis: excessKurtosis(returns),
    autocorrelation5m: autocorrelation(returns, 1),
    absoluteAutocorrelation5m: autocorrelation(absolute, 1),
    absoluteAutocorrelation60m: autocorrelation(absolute, 12),
    volumeVolatilityCorrelation: correlation(bars.volume.slice(1), absolute),
    hourOfDayVolume: hours,
    busyToQuietHours: total(ranked.slice(18)) / total(ranked.slice(0, 6)),
    ...providerFacts(columns, rows, unit, days),
  }
}

interface TradingBars {
  /** Bar number (unix time / 300) of the first bar. */
  readonly first: number
  readonly closeTick: readonly number[]
  readonly volume: readonly number[]
  readonly swapSizes: readonly number[]
}

interface Rows {
  readonly first: number
  readonly end: number
}

function rowsOf(columns: PoolEventColumns, { from, to }: FactsWindow): Rows {
  return { first: rowCountAtTime(columns, from - 1), end: rowCountAtTime(columns, to - 1) }
}

function tradingBars(columns: PoolEventColumns, rows: Rows, unit: number): TradingBars {
  const closeTick: number[] = []
  const volume: number[] = []
  const swapSizes: number[] = []
  let first = 0
  for (let row = rows.first; row < rows.end; row++) {
    if (columns.kind[row] !== kindCode.swap) continue
    const bar = Math.floor((columns.timestamp[row] ?? 0) / barSeconds)
    if (closeTick.length === 0) first = bar
    // A bar without a swap keeps the price.
    while (closeTick.length <= bar - first) {
      closeTick.push(closeTick.at(-1) ?? columns.tickA[row] ?? 0)
      volume.push(0)
    }
    const size = Math.abs(Number(amount1At(columns, row))) / unit
    closeTick[bar - first] = columns.tickA[row] ?? 0
    volume[bar - first] = (volume[bar - first] ?? 0) + size
    swapSizes.push(size)
  }
  return { first, closeTick, volume, swapSizes }
}

function hourShares({ first, volume }: TradingBars): readonly number[] {
  const hours = new Array<number>(24).fill(0)
  let total = 0
  volume.forEach((value, i) => {
    const hour = Math.floor(((first + i) * barSeconds) / 3600) % 24
    hours[hour] = (hours[hour] ?? 0) + value
    total += value
  })
  return hours.map((value) => value / total)
}

function providerFacts(columns: PoolEventColumns, rows: Rows, unit: number, days: number) {
  let [mints, burns, minted, burned, price] = [0, 0, 0, 0, 0]
  for (let row = rows.first; row < rows.end; row++) {
    const kind = columns.kind[row]
    if (kind === kindCode.swap || kind === kindCode.initialize)
      price = Math.exp((columns.tickA[row] ?? 0) * logTick)
    const mint = kind === kindCode.mint
    if (!mint && (kind !== kindCode.burn || liquidityAt(columns, row) === 0n)) continue
    const value = (Number(amount0At(columns, row)) * price + Number(amount1At(columns, row))) / unit
    if (mint) {
      mints++
      minted += value
    } else {
      burns++
      burned += value
    }
  }
  return { mintsPerDay: mints / days, burnsPerDay: burns / days, burnedShare: burned / minted }
}
