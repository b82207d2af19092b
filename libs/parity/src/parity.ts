import { UserError } from '@tickwise/amm'
import {
  defaultAsset,
  runBacktest,
  type BacktestResult,
  type MarketData,
  type VaultLimits,
} from '@tickwise/backtest'
import { epochsNeeded } from '@tickwise/forecast'
import type { BoundStrategy } from '@tickwise/keeper'
import type { ParameterSchema, Strategy, TokenIndex } from '@tickwise/strategies'
import { comparePlay, type ParityReport } from './compare/compare-play.ts'
import { playMarket, type PlayedMarket, type PlayHooks, type PlayPlan } from './play/play-market.ts'
import { cutMarket } from './stretch/cut-market.ts'
import { strategyPolicy } from './stretch/strategy-policy.ts'
import { viewForecaster, type NamedModel } from './stretch/view-forecaster.ts'

/** What is to be proved. Times are unix seconds; those of the stretch are rounded to whole epochs, inwards. */
export interface ParityPlan {
  readonly market: MarketData
  readonly strategy: BoundStrategy
  readonly model: NamedModel
  readonly from: number
  readonly to: number
  readonly limits?: Partial<VaultLimits>
  readonly asset?: TokenIndex
  /** Raw units of the asset; default ten thousand whole tokens. */
  readonly deposit?: bigint
  readonly confirmationSeconds?: number
  readonly delaySeconds?: number
  readonly revealWindowSeconds?: number
  readonly retrySeconds?: number
}

/** A stretch, played on chain and in the backtest. */
export interface ParityRun {
  readonly report: ParityReport
  readonly played: PlayedMarket
  readonly backtest: BacktestResult
  readonly plan: PlayPlan
}

/** Limits of `tickwise vault deploy`. */
export const defaultLimits: VaultLimits = {
  maxDeviationTicks: 100,
  maxLossBps: 30,
  dailyTurnoverBps: 10_000,
  idleTargetBps: 500,
  cooldownSeconds: 3600,
}

/** Epochs before the stretch beyond what is looked back on: the oracle's first record has one before it. */
const SPARE_EPOCHS = 3

/**
 * Plays a stretch of a dataset through the real pool, vault, registry and keeper on a local node, runs the same
 * strategy, parameters, model and limits over it in the backtest (`counterfactual`), and compares.
 *
 * @throws UserError `E_PARITY_STRETCH`, `E_PARITY_MODEL`, and what {@link playMarket} and `runBacktest` throw
 *
 * @example
 * const { report } = await checkParity({ market, strategy, model, from, to })
 * if (!report.passed) throw …
 */
export async function checkParity(plan: ParityPlan, hooks: PlayHooks = {}): Promise<ParityRun> {
  const play = playPlanOf(plan)
  const played = await playMarket(play, hooks)
  const backtest = backtestOf(play, played)
  return { report: comparePlay(played, backtest), played, backtest, plan: play }
}

/**
 * The plan with every default, its market cut to what it needs.
 *
 * @throws UserError `E_PARITY_STRETCH` for a stretch that lies too early in the data or has no epoch;
 * `E_PARITY_MODEL` for a model of other epochs, or one that the strategy does not listen to;
 * `E_PARITY_STRATEGY` for a strategy that no vault can follow
 */
export function playPlanOf(plan: ParityPlan): PlayPlan {
  const { model, strategy, market } = plan
  const { epochSeconds } = strategy.params
  strategyPolicy(strategy)
  checkModel(model, strategy)
  const from = Math.ceil(plan.from / epochSeconds) * epochSeconds
  const to = Math.floor(plan.to / epochSeconds) * epochSeconds
  const lookback = Math.max(
    (epochsNeeded(model.file.features) + SPARE_EPOCHS) * epochSeconds,
    strategy.strategy.warmupSeconds(strategy.params),
  )
  const begins = from - lookback - epochSeconds
  checkStretch(market, { begins, from, to })
  const asset = plan.asset ?? defaultAsset(market.tokens)
  return {
    market: cutMarket(market, begins, to + epochSeconds),
    strategy,
    model,
    limits: { ...defaultLimits, ...plan.limits },
    asset,
    deposit: plan.deposit ?? 10_000n * 10n ** BigInt(market.tokens[asset].decimals),
    from,
    to,
    confirmationSeconds: plan.confirmationSeconds ?? 60,
    delaySeconds: plan.delaySeconds ?? 60,
    revealWindowSeconds: plan.revealWindowSeconds ?? 600,
    retrySeconds: plan.retrySeconds ?? 60,
  }
}

/** The backtest of what was played: the same capital, within the same limits, without costs outside the pool. */
export function backtestOf(
  plan: PlayPlan,
  { capital }: Pick<PlayedMarket, 'capital'>,
): BacktestResult {
  const { strategy, params } = plan.strategy
  return runBacktest(
    plan.market,
    strategy as Strategy<ParameterSchema>,
    params,
    {
      from: plan.from,
      to: plan.to,
      asset: plan.asset,
      capital,
      impact: 'counterfactual',
      limits: plan.limits,
      confirmationSeconds: plan.confirmationSeconds,
      delaySeconds: plan.delaySeconds,
      revealWindowSeconds: plan.revealWindowSeconds,
      retrySeconds: plan.retrySeconds,
      gasPriceWei: 0n,
    },
    { forecaster: () => viewForecaster(plan.model) },
  )
}

function checkModel({ file, name, hash }: NamedModel, { strategy, params }: BoundStrategy): void {
  const fits = file.epochSeconds === params.epochSeconds && file.target === 'log-variance'
  const requests = strategy.forecasts?.(params) ?? []
  const listens =
    requests.every(({ model }) => model === name || model === hash) &&
    requests.every(({ horizonEpochs }) => horizonEpochs === file.horizonEpochs) &&
    params['model'] !== 'ewma'
  if (fits && listens) return
  throw new UserError(
    'E_PARITY_MODEL',
    `${strategy.name} and the model ${name} do not go together`,
    {
      hint: `set model=${name}, horizonEpochs=${file.horizonEpochs} and epochSeconds=${file.epochSeconds}; the model must forecast log-variance`,
      facts: { target: file.target },
    },
  )
}

function checkStretch(
  { columns }: MarketData,
  { begins, from, to }: { readonly begins: number; readonly from: number; readonly to: number },
): void {
  const first = columns.timestamp[0] ?? 0
  const last = columns.timestamp[columns.length - 1] ?? 0
  if (first <= begins && from < to && to <= last) return
  const earliest = new Date((first + from - begins) * 1000).toISOString().slice(0, 19)
  throw new UserError('E_PARITY_STRETCH', 'the stretch does not lie within what the data tell', {
    hint: `model and strategy look back: begin at ${earliest} UTC or later, and end within the data, an epoch later at least`,
    facts: { first, last, from, to },
  })
}
