import { findStrategy, parseParameters, type TokenIndex } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { Q192, valuationAt, valueX192 } from '../vault/valuation.ts'
import { dilutedAccrual } from '../venue/fee-accrual.ts'
import { IndexedVenue } from '../venue/indexed-venue.ts'
import { runEngine, type EquityEntry } from './engine.ts'
import type { ResultBenchmark } from './result.ts'
import type { ResolvedSettings } from './settings.ts'

type Point = ResultBenchmark['equity'][number]

/** Value of the start holdings at each point, raw units of the asset, rounded down. */
export function hodlValues(equity: readonly EquityEntry[], settings: ResolvedSettings): bigint[] {
  const { asset, capital0, capital1 } = settings
  return equity.map(
    ({ sqrtPriceX96 }) => valueX192(valuationAt(sqrtPriceX96, asset), capital0, capital1) >> 192n,
  )
}

/**
 * What every result is held against: the start holdings kept; half and half by value, restored at
 * each point without cost; full range and a static range of ±2000 ticks, placed at the first epoch
 * with all costs of the run and fees diluted.
 */
export function runBenchmarks(
  market: MarketData,
  equity: readonly EquityEntry[],
  settings: ResolvedSettings,
): ResultBenchmark[] {
  const hodl = hodlValues(equity, settings)
  const held = equity.map(({ timestamp }, i): Point => ({ timestamp, nav: hodl[i] ?? 0n }))
  return [
    benchmark('hodl', 'the start holdings, kept', held),
    benchmark(
      'fifty-fifty',
      'half the value in each token, restored at every point without cost',
      fiftyFifty(equity, settings.asset, hodl[0] ?? 0n),
    ),
    benchmark(
      'full-range',
      'one position over all prices',
      placedOnce(market, 'full-range', settings),
    ),
    benchmark(
      'static-range',
      'one position of 2000 ticks to each side of the first price',
      placedOnce(market, 'static-range', settings),
    ),
  ]
}

function benchmark(
  name: ResultBenchmark['name'],
  title: string,
  equity: readonly Point[],
): ResultBenchmark {
  const navStart = equity[0]?.nav ?? 0n
  const navEnd = equity.at(-1)?.nav ?? 0n
  const totalReturn = navStart > 0n ? Number(navEnd - navStart) / Number(navStart) : 0
  return { name, title, navStart, navEnd, totalReturn, equity }
}

function fiftyFifty(equity: readonly EquityEntry[], asset: TokenIndex, startNav: bigint): Point[] {
  let other = 0n
  let inAssetX192 = startNav * Q192
  return equity.map(({ timestamp, sqrtPriceX96 }) => {
    const { priceX192 } = valuationAt(sqrtPriceX96, asset)
    const wholeX192 = inAssetX192 + other * priceX192
    other = wholeX192 / 2n / priceX192
    inAssetX192 = wholeX192 - other * priceX192
    return { timestamp, nav: wholeX192 >> 192n }
  })
}

function placedOnce(
  market: MarketData,
  name: 'full-range' | 'static-range',
  settings: ResolvedSettings,
): Point[] {
  const strategy = findStrategy(name)
  const { epochSeconds } = settings
  const params = parseParameters(strategy, { epochSeconds })
  const venue = new IndexedVenue(market, dilutedAccrual(market))
  // Nobody reads the benchmark's attribution: one mark per epoch is enough.
  const outcome = runEngine(venue, strategy, params, { ...settings, markoutSeconds: epochSeconds })
  return outcome.equity.map(({ timestamp, nav }) => ({ timestamp, nav }))
}
