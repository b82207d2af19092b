import { UserError } from '@tickwise/amm'
import type { ForecasterFactory } from '@tickwise/backtest'
import {
  assertSamePool,
  isSamePool,
  seriesOfMarket,
  storedModelSource,
  type ForecastTarget,
  type StoredModel,
} from '@tickwise/forecast'
import type { Dataset } from '@tickwise/market'
import {
  describeRequest,
  forecasterOf,
  type ForecastRequest,
  type ParameterSchema,
  type Strategy,
} from '@tickwise/strategies'

/** The parameter by which built-in strategies say whose forecast of a target they want. */
export const listenParameter: Readonly<Record<ForecastTarget, string>> = {
  'log-variance': 'model',
  'log-fee-growth': 'feeModel',
  drift: 'driftModel',
}

/** What is to be forecast for a strategy, and by whom. */
export interface ForecastOffer {
  readonly target: ForecastTarget
  readonly epochSeconds: number
  readonly horizonEpochs: number
  /** By which the strategy asks for it. */
  readonly model: string
}

/**
 * The texts of a strategy's parameters with those added that make it ask for what is offered, where it has them
 * and the user gave none.
 */
export function listeningParameters(
  { parameters }: Pick<Strategy, 'parameters'>,
  given: Readonly<Record<string, string>>,
  offer: ForecastOffer,
): Readonly<Record<string, string>> {
  const wanted: Readonly<Record<string, string>> = {
    [listenParameter[offer.target]]: offer.model,
    epochSeconds: String(offer.epochSeconds),
    horizonEpochs: String(offer.horizonEpochs),
  }
  const known = Object.entries(wanted).filter(([name]) => name in parameters.shape)
  return { ...Object.fromEntries(known), ...given }
}

/**
 * Refuses a strategy that would never ask for what is offered.
 *
 * @throws UserError E_MODEL_UNUSED
 */
export function assertAsked(
  strategy: Strategy<ParameterSchema>,
  requests: readonly ForecastRequest[],
  { target, epochSeconds, horizonEpochs, model }: ForecastOffer,
): void {
  const isAsked = requests.some(
    (request) =>
      request.target === target &&
      request.epochSeconds === epochSeconds &&
      request.horizonEpochs === horizonEpochs,
  )
  if (isAsked) return
  const asks = requests.map(describeRequest).join('; ')
  throw new UserError(
    'E_MODEL_UNUSED',
    `${strategy.name} does not ask for ${describeRequest({ target, epochSeconds, horizonEpochs })}`,
    {
      hint:
        asks === ''
          ? 'it asks for no forecast at all: see tickwise strategies show'
          : `it asks for ${asks}: leave its parameters to the model, or take another model`,
      facts: { model },
    },
  )
}

/** A stored model as the forecaster of runs over a dataset; refused on another pool unless allowed. */
export function modelForecaster(
  stored: StoredModel,
  dataset: Dataset,
  allowOtherPool: boolean,
): ForecasterFactory {
  const { card } = stored
  const { chainId, address } = dataset.manifest.pool
  const use = { chainId, pool: address }
  if (!allowOtherPool) assertSamePool(card, use)
  const onOtherPool = !isSamePool(card, use)
  const { epochSeconds, cellsPerEpoch } = card
  const withFees = card.target.kind === 'log-fee-growth'
  return (market) =>
    forecasterOf([
      storedModelSource(stored, seriesOfMarket(market, { epochSeconds, cellsPerEpoch }, withFees), {
        onOtherPool,
      }),
    ])
}
