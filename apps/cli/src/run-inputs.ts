import { nearestName, UserError } from '@tickwise/amm'
import {
  defaultAsset,
  marketDataOf,
  type BacktestOptions,
  type Capital,
  type ForecasterFactory,
  type Impact,
  type MarketData,
  type RunSettings,
} from '@tickwise/backtest'
import { openDataset, type Dataset } from '@tickwise/market'
import { parseParameters, type Strategy } from '@tickwise/strategies'
import {
  type CommandContext,
  type CommonOptions,
  formatTime,
  parseAmount,
  parseInteger,
  parseTimes,
} from '@tickwise/terminal'
import { isStrategyFile, loadStrategyFile } from './load-strategy.ts'
import { strategySource } from './strategy-file/strategy-source.ts'

/** Options of everything that runs a strategy over a dataset. */
export interface RunCommandOptions extends CommonOptions {
  readonly dataset: string
  readonly strategy: string
  readonly param?: Readonly<Record<string, string>>
  readonly from?: string
  readonly to?: string
  readonly capital0?: string
  readonly capital1?: string
  readonly capitalValue?: string
  readonly asset?: string
  readonly impact: string
  readonly gasPrice?: string
  readonly nativePrice?: string
  readonly l1Fee?: string
  readonly delay?: string
  readonly confirmation?: string
  readonly seed?: string
  readonly allowBroken?: boolean
  readonly model?: string
  readonly models: string
  readonly allowOtherPool?: boolean
}

/** Everything a run takes, read and checked. */
export interface RunInputs {
  readonly dataset: Dataset
  readonly market: MarketData
  readonly strategy: Strategy
  readonly params: ReturnType<typeof parseParameters>
  readonly settings: RunSettings
  readonly options: BacktestOptions
}

const gweiDecimals = 9

/** Opens the dataset, loads the strategy and turns the options into parameters and settings. */
export async function readRunInputs(
  context: RunContext,
  options: RunCommandOptions,
): Promise<RunInputs> {
  const runFor = await loadRuns(context, options)
  const dataset = await openRunDataset(context, options)
  return runFor(dataset, options.param ?? {})
}

/** What reading the inputs of a run needs of a command. */
export type RunContext = Pick<CommandContext, 'signal' | 'onProgress' | 'note'>

/** Opens the dataset of a run. */
export async function openRunDataset(
  { signal, onProgress }: Pick<RunContext, 'signal' | 'onProgress'>,
  { dataset, allowBroken = false }: Pick<RunCommandOptions, 'dataset' | 'allowBroken'>,
): Promise<Dataset> {
  return openDataset(dataset, { allowBroken, signal, onProgress })
}

/**
 * Loads the strategy, and the model where one is named: what comes back makes the inputs of a run from a
 * dataset and texts of parameters, as often as it is asked.
 */
export async function loadRuns(
  context: RunContext,
  options: RunCommandOptions,
): Promise<(dataset: Dataset, param: Readonly<Record<string, string>>) => RunInputs> {
  const { signal, onProgress } = context
  const { strategy, forecaster: ownForecaster } = await loadStrategyFile(options.strategy)
  const chosen =
    options.model === undefined
      ? undefined
      : await modelFor(context, options, options.model, strategy)
  const source = isStrategyFile(options.strategy)
    ? { strategySource: await strategySource(options.strategy) }
    : {}
  return (dataset, param) => {
    const params = parseParameters(strategy, chosen?.parametersWith(param) ?? param)
    chosen?.check(params)
    const market = marketDataOf(dataset)
    const forecaster = chosen?.forecasterOn(dataset) ?? ownForecaster
    return {
      dataset,
      market,
      strategy,
      params,
      settings: runSettings(market, options),
      options: {
        signal,
        onProgress,
        ...(forecaster === undefined ? {} : { forecaster }),
        ...source,
      },
    }
  }
}

/** A stored model, the parameters with which the strategy asks for it, and the forecaster that it becomes. */
async function modelFor(
  { note }: RunContext,
  { models, allowOtherPool = false }: RunCommandOptions,
  nameOrHash: string,
  strategy: Strategy,
) {
  // Only now: most runs need no model.
  const [{ trainingEndOf }, { findModel }, { assertAsked, listeningParameters, modelForecaster }] =
    await Promise.all([
      import('@tickwise/forecast'),
      import('./forecast/find-model.ts'),
      import('./forecast/model-forecaster.ts'),
    ])
  const stored = await findModel(models, nameOrHash)
  const { name, target, epochSeconds } = stored.card
  const since = formatTime((trainingEndOf(stored.card) + 1) * epochSeconds)
  note(`${name} was trained on data up to ${since}: nothing is decided before`)
  const { kind, horizonEpochs } = target
  const offer = { target: kind, epochSeconds, horizonEpochs, model: stored.hash }
  return {
    parametersWith: (param: Readonly<Record<string, string>>) =>
      listeningParameters(strategy, param, offer),
    check: (params: RunInputs['params']): void =>
      assertAsked(strategy, strategy.forecasts?.(params) ?? [], offer),
    forecasterOn: (dataset: Dataset): ForecasterFactory =>
      modelForecaster(stored, dataset, allowOtherPool),
  }
}

function runSettings(market: MarketData, options: RunCommandOptions): RunSettings {
  const asset =
    options.asset === undefined ? defaultAsset(market.tokens) : assetNamed(market, options.asset)
  const capital = startCapital(market, asset, options)
  const given = <T>(name: string, value: string | undefined, parse: (text: string) => T) =>
    value === undefined ? {} : { [name]: parse(value) }
  return {
    asset,
    impact: impactNamed(options.impact),
    ...(capital === undefined ? {} : { capital }),
    ...parseTimes(options),
    ...given('gasPriceWei', options.gasPrice, (text) =>
      parseAmount(text, gweiDecimals, '--gas-price'),
    ),
    ...given('l1FeeWei', options.l1Fee, (text) => parseAmount(text, gweiDecimals, '--l1-fee')),
    ...given('nativePrice', options.nativePrice, (text) =>
      parseAmount(text, market.tokens[asset].decimals, '--native-price'),
    ),
    ...given('delaySeconds', options.delay, (text) => parseInteger(text, '--delay')),
    ...given('confirmationSeconds', options.confirmation, (text) =>
      parseInteger(text, '--confirmation'),
    ),
    ...given('seed', options.seed, (text) => parseInteger(text, '--seed')),
  }
}

/**
 * The token of a pool that is meant: 0, 1 or its symbol.
 *
 * @throws UserError E_ASSET
 */
export function assetNamed({ tokens }: MarketData, name: string): 0 | 1 {
  if (name === '0' || name === '1') return name === '0' ? 0 : 1
  const at = tokens.findIndex(({ symbol }) => symbol.toLowerCase() === name.toLowerCase())
  if (at === 0 || at === 1) return at
  throw new UserError('E_ASSET', `asset ${name} is not a token of this pool`, {
    hint: `use 0 (${tokens[0].symbol}) or 1 (${tokens[1].symbol}), with --asset or in the configuration`,
  })
}

function startCapital(
  { tokens }: MarketData,
  asset: 0 | 1,
  { capital0, capital1, capitalValue }: RunCommandOptions,
): Capital | undefined {
  if (capitalValue !== undefined) {
    if (capital0 !== undefined || capital1 !== undefined) {
      throw new UserError('E_CAPITAL', 'both amounts and a value are given as the start capital', {
        hint: 'use --capital-value, or --capital0 and --capital1',
      })
    }
    return { value: parseAmount(capitalValue, tokens[asset].decimals, '--capital-value') }
  }
  if (capital0 === undefined && capital1 === undefined) return undefined
  return {
    amount0: parseAmount(capital0 ?? '0', tokens[0].decimals, '--capital0'),
    amount1: parseAmount(capital1 ?? '0', tokens[1].decimals, '--capital1'),
  }
}

const impacts: readonly Impact[] = ['taker', 'diluted', 'counterfactual']

function impactNamed(name: string): Impact {
  const found = impacts.find((impact) => impact === name)
  if (found !== undefined) return found
  const nearest = nearestName(name, impacts)
  throw new UserError('E_IMPACT', `--impact ${name} is not a setting`, {
    hint: nearest === undefined ? `use ${impacts.join(', ')}` : `did you mean ${nearest}?`,
  })
}
