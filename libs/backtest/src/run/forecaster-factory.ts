import type { Forecaster, ForecastRequest } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'

/**
 * Makes the forecaster of a run from the run's market. Whatever it learns from data it learns in here, from
 * this market: `check lookahead` calls it again with a market that ends earlier, and expects the same answers.
 * One that depends on no data of the run (an integer model fitted elsewhere) may be made beforehand.
 */
export type ForecasterFactory = (market: MarketData) => Forecaster

/** The forecaster of a run; none is made where nothing is asked, so that it leaves no trace there. */
export function forecasterFor(
  market: MarketData,
  requests: readonly ForecastRequest[],
  factory: ForecasterFactory | undefined,
): Forecaster | undefined {
  return requests.length === 0 ? undefined : factory?.(market)
}
