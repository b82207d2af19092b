import { UserError } from '@tickwise/amm'
import type { FeeGrowthPair, MarketView, TokenPair } from '../market-view.ts'
import { checkAnswer } from './check-answer.ts'
import {
  describeRequest,
  requestKey,
  type ForecastAnswer,
  type Forecaster,
  type ForecastRequest,
} from './forecast.ts'

/** What a strategy decides from: the market up to a time, and the forecasts it declared. */
export interface DecisionView extends MarketView {
  /**
   * The forecast asked for; `undefined` when nobody has one now.
   * @throws UserError `E_FORECAST_UNDECLARED` for a request that the strategy's `forecasts` does not list
   */
  forecast(request: ForecastRequest): ForecastAnswer | undefined
}

/** A decision view with the answers in it, in the order of the requests. */
export interface PreparedView {
  readonly view: DecisionView
  readonly answers: readonly (ForecastAnswer | undefined)[]
}

/**
 * Asks for every declared forecast and puts the answers beside the market. Backtest, shadow and keeper
 * prepare their views here, so a strategy meets the same answers in all of them.
 *
 * @param forecaster without one every answer is `undefined`
 * @throws UserError `E_FORECAST_ANSWER` for an answer that could not have been made from the view
 *
 * @example
 * const { view, answers } = prepareView(marketView, strategy.forecasts?.(params) ?? [], forecaster)
 */
export function prepareView(
  market: MarketView,
  requests: readonly ForecastRequest[],
  forecaster?: Forecaster,
): PreparedView {
  const answers = requests.map((request) => {
    const answer = forecaster?.answer(market, request)
    return answer === undefined ? undefined : checkAnswer(answer, request, market.timestamp)
  })
  return { view: new ForecastView(market, requests, answers), answers }
}

/** Passes questions about the market on; holds the answers. Neither can be reached through it. */
class ForecastView implements DecisionView {
  readonly #market: MarketView
  readonly #answers: ReadonlyMap<string, ForecastAnswer | undefined>

  constructor(
    market: MarketView,
    requests: readonly ForecastRequest[],
    answers: readonly (ForecastAnswer | undefined)[],
  ) {
    this.#market = market
    this.#answers = new Map(requests.map((request, i) => [requestKey(request), answers[i]]))
    Object.freeze(this)
  }

  get timestamp(): number {
    return this.#market.timestamp
  }

  get decisionTime(): number {
    return this.#market.decisionTime
  }

  get historyStart(): number {
    return this.#market.historyStart
  }

  get blockNumber(): number {
    return this.#market.blockNumber
  }

  get tick(): number {
    return this.#market.tick
  }

  get sqrtPriceX96(): bigint {
    return this.#market.sqrtPriceX96
  }

  get liquidity(): bigint {
    return this.#market.liquidity
  }

  get spec(): MarketView['spec'] {
    return this.#market.spec
  }

  get decimals0(): number {
    return this.#market.decimals0
  }

  get decimals1(): number {
    return this.#market.decimals1
  }

  tickCumulativeAt(timestamp: number): number {
    return this.#market.tickCumulativeAt(timestamp)
  }

  meanTick(from: number, to: number): number {
    return this.#market.meanTick(from, to)
  }

  volume(from: number, to: number): TokenPair {
    return this.#market.volume(from, to)
  }

  feeGrowth(from: number, to: number): FeeGrowthPair {
    return this.#market.feeGrowth(from, to)
  }

  forecast(request: ForecastRequest): ForecastAnswer | undefined {
    const key = requestKey(request)
    if (this.#answers.has(key)) return this.#answers.get(key)
    throw new UserError(
      'E_FORECAST_UNDECLARED',
      `the strategy asks for a forecast it does not declare: ${describeRequest(request)}`,
      { hint: 'list the same request in forecasts(params) of the strategy' },
    )
  }
}
