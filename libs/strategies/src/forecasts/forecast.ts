import type { ForecastSkill, ForecastTarget } from '@tickwise/forecast'
import type { MarketView } from '../market-view.ts'

/** What a strategy wants to have forecast. */
export interface ForecastRequest {
  readonly target: ForecastTarget
  readonly epochSeconds: number
  /** Epochs after the one at whose end the forecast is made. */
  readonly horizonEpochs: number
  /**
   * Name or hash of the model, or `walkforward`. A request that names one must be answered by it; one that
   * does not takes what there is, or nothing.
   */
  readonly model?: string
}

/**
 * A forecast as a strategy gets it: plain data, integers. The epochs it is about are `madeAtEpoch` + 1 …
 * `validUntilEpoch`.
 */
export interface ForecastAnswer {
  /** In the unit of the target, see `ForecastTarget` of @tickwise/forecast; int32. */
  readonly valueX16: number
  /**
   * With `log-variance`: the forecast of the mean variance per epoch itself, ticks² · 2^32. Right on average,
   * which 2^value is not: the mean of a logarithm is not the logarithm of the mean.
   */
  readonly varianceX32?: bigint
  /** With `log-fee-growth`: the forecast of the mean fee growth per epoch itself, token1 X128. */
  readonly feeGrowthX128?: bigint
  /** Kind of the model that made it: `har`. */
  readonly model: string
  readonly modelHash: string
  /** `proven`: it has beaten the simple model on this pool, out of sample and beyond chance. */
  readonly skill: ForecastSkill
  /** Last epoch that the forecast knows: `floor(timestamp / epochSeconds)`. */
  readonly madeAtEpoch: number
  readonly validUntilEpoch: number
}

/**
 * Answers what strategies ask. A pure function of the view and the request: the same view, the same answer,
 * whatever was asked before and whatever the data hold later. `check lookahead` makes it anew from data that
 * end at the view and compares.
 */
export interface Forecaster {
  /** For people: `walk-forward har`. */
  readonly name: string
  /** Names everything the answers depend on beside the market; part of the run id. */
  readonly id: string
  answer(view: MarketView, request: ForecastRequest): ForecastAnswer | undefined
  /**
   * Unix seconds from which on it answers the request, `undefined` when it never does. A run takes no
   * decision before. A forecaster without this method answers from the start.
   */
  readyFrom?(request: ForecastRequest): number | undefined
}

/**
 * A request as one word: two requests are the same when their words are.
 * @example requestKey({ target: 'drift', epochSeconds: 3600, horizonEpochs: 24 }) // 'drift/3600/24/'
 */
export function requestKey({
  target,
  epochSeconds,
  horizonEpochs,
  model,
}: ForecastRequest): string {
  return `${target}/${epochSeconds}/${horizonEpochs}/${model ?? ''}`
}

/**
 * A request in words, for reasons, warnings and errors.
 * @example describeRequest(request) // 'log-variance over 24 epochs of 3600 s by har'
 */
export function describeRequest(request: ForecastRequest): string {
  const { target, epochSeconds, horizonEpochs, model } = request
  const by = model === undefined ? '' : ` by ${model}`
  return `${target} over ${horizonEpochs} epochs of ${epochSeconds} s${by}`
}

/**
 * The last whole epoch at a time: what a forecast made then may know.
 * @example lastWholeEpoch(7250, 3600) // 1
 */
export function lastWholeEpoch(timestamp: number, epochSeconds: number): number {
  return Math.floor(timestamp / epochSeconds) - 1
}
