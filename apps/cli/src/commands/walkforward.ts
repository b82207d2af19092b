import { UserError } from '@tickwise/amm'
import { marketDataOf, moneyByFold, type Contestant, type FoldMoney } from '@tickwise/backtest'
import {
  chooseModel,
  evaluate,
  foldFolder,
  namedEntries,
  rollingModelSource,
  seriesOfMarket,
  skillOverFolds,
  walkForward,
  type EpochSeries,
  type WalkForwardResult,
} from '@tickwise/forecast'
import type { Dataset } from '@tickwise/market'
import { forecasterOf, parseParameters, type ParameterSchema } from '@tickwise/strategies'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  counted,
  formatPercent,
  formatTime,
  parseInteger,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'
import {
  assertModelNames,
  backendFor,
  planOf,
  targetOf,
  walkForwardProgress,
  type FitOptions,
} from '../forecast/model-options.ts'
import { assertAsked, listeningParameters } from '../forecast/model-forecaster.ts'
import { openSeries, type SeriesOptions } from '../forecast/open-series.ts'
import { renderFolds, renderTotal } from '../forecast/scores-view.ts'
import { loadStrategy } from '../load-strategy.ts'
import { exactness } from './train.ts'

interface WalkForwardOptions extends CommonOptions, SeriesOptions, FitOptions {
  readonly models: string
  readonly strategy?: string
  readonly param?: Readonly<Record<string, string>>
}

/** By which strategies ask for the fits of a walk-forward. */
const walkForwardName = 'walkforward'

/** `tickwise walkforward` */
export async function walkforward(
  context: CommandContext,
  options: WalkForwardOptions,
): Promise<CommandResult> {
  const target = targetOf(options)
  const names = options.models.split(',').map((name) => name.trim())
  const opened = await openSeries(context, options, target.kind === 'log-fee-growth')
  const { series, title } = opened
  const money = await prepareMoney(options, opened.dataset, series)
  const plan = planOf(options, series)
  assertModelNames(names, target, plan)
  const seed = parseInteger(options.seed, '--seed')
  const backend = await backendFor(context, names, options.backend)
  const entries = namedEntries(names, {
    target,
    plan,
    nets: { signal: context.signal },
    ...(backend === undefined ? {} : { backend }),
  })
  let reused = 0
  const report = walkForwardProgress(context)
  const result = await walkForward({
    ...{ series, target, plan, entries, seed, signal: context.signal },
    ...(typeof options.cache === 'string' ? { store: foldFolder(options.cache) } : {}),
    onProgress: (progress) => {
      reused = progress.reused
      return report(progress)
    },
  })
  const scores = evaluate(result)
  const choice = chooseIfTested(scores)
  const earned = money === undefined ? undefined : money(context, result)
  return {
    data: {
      dataset: { root: series.source.root },
      exact: series.source.kind === 'events',
      ...{ target, plan, seed, epochSeconds: series.epochSeconds },
      cellsPerEpoch: series.cellsPerEpoch,
      foldsReused: reused,
      backend:
        backend === undefined
          ? null
          : { name: backend.name, version: backend.version, tried: backend.tried },
      report: scores,
      verdict: choice,
      ...(earned === undefined ? {} : { strategy: options.strategy, money: earned }),
    },
    text: [
      renderFacts([
        ['data', `${title}, ${exactness(series.source.kind)}`],
        [
          'target',
          `${target.kind}, ${counted(target.horizonEpochs, 'epoch')} of ${series.epochSeconds} s ahead`,
        ],
        [
          'folds',
          `${result.folds.length}: train ${plan.trainEpochs}, validate ${plan.validationEpochs}, test ${plan.testEpochs} epochs${reused > 0 ? `; ${reused} were finished before` : ''}`,
        ],
      ]),
      '',
      renderFolds(scores, series.epochSeconds),
      '',
      'All folds',
      renderTotal(scores),
      ...(earned === undefined
        ? []
        : ['', `What ${options.strategy} earned with these forecasts`, renderMoney(earned)]),
      '',
      `Verdict: ${choice.reason}`,
    ].join('\n'),
  }
}

function chooseIfTested(scores: ReturnType<typeof evaluate>): ReturnType<typeof chooseModel> {
  const isThere = scores.total.some(({ name }) => name === scores.benchmark)
  return isThere
    ? chooseModel(scores)
    : {
        name: scores.benchmark,
        reason: `nothing was compared with ${scores.benchmark}, the bar: add it to --models`,
      }
}

type MoneyRun = (context: CommandContext, result: WalkForwardResult) => readonly FoldMoney[]

/** Checks everything that can be wrong with the strategy before hours of training begin. */
async function prepareMoney(
  options: WalkForwardOptions,
  dataset: Dataset | undefined,
  series: EpochSeries,
): Promise<MoneyRun | undefined> {
  const { strategy: name, param = {} } = options
  if (name === undefined) return undefined
  if (dataset === undefined)
    throw new UserError('E_DATASET_KIND', 'a strategy earns its money in a pool, not on candles', {
      hint: 'leave --strategy out, or give a dataset of events',
    })
  const strategy = await loadStrategy(name)
  const { kind, horizonEpochs } = targetOf(options)
  const { epochSeconds, cellsPerEpoch } = series
  const offer = { target: kind, epochSeconds, horizonEpochs, model: walkForwardName }
  const listening = parseParameters(strategy, listeningParameters(strategy, param, offer))
  assertAsked(strategy, strategy.forecasts?.(listening) ?? [], offer)
  // The same horizon and epochs, so that the forecast is all that differs.
  const builtIn = parseParameters(strategy, withoutModel(strategy, param, { ...offer, model: '' }))
  return ({ onProgress, signal, blocking }, result) => {
    const contestants: Contestant<ParameterSchema>[] = [
      { name: 'built-in', params: builtIn },
      ...result.rolling.map((rolling): Contestant<ParameterSchema> => {
        const skillAt = skillOverFolds(result, rolling.name)
        return {
          name: rolling.name,
          params: listening,
          forecaster: (market) =>
            forecasterOf([
              rollingModelSource(
                rolling,
                seriesOfMarket(market, { epochSeconds, cellsPerEpoch }, kind === 'log-fee-growth'),
                { name: walkForwardName, skillAt },
              ),
            ]),
        }
      }),
    ]
    const windows = windowsOf(result, epochSeconds)
    return blocking(() =>
      moneyByFold(marketDataOf(dataset), strategy, { windows, contestants, onProgress, signal }),
    )
  }
}

function withoutModel(
  strategy: Parameters<typeof listeningParameters>[0],
  given: Readonly<Record<string, string>>,
  offer: Parameters<typeof listeningParameters>[2],
): Readonly<Record<string, string>> {
  const all = listeningParameters(strategy, given, offer)
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ''))
}

/** From the first decision that a fold's own fits answer to the end of its test. */
function windowsOf({ folds }: WalkForwardResult, epochSeconds: number) {
  return folds
    .filter(({ epochs }) => epochs.length > 1)
    .map(({ index, testFromEpoch, epochs }) => ({
      fold: index,
      from: (testFromEpoch + 1) * epochSeconds,
      to: ((epochs.at(-1) ?? testFromEpoch) + 1) * epochSeconds,
    }))
}

function renderMoney(rows: readonly FoldMoney[]): string {
  return renderTable(
    [
      { title: 'fold from' },
      { title: 'forecasts by' },
      { title: 'return', align: 'right' },
      { title: 'HODL', align: 'right' },
      { title: 'fees − LVR', align: 'right' },
      { title: 'in range', align: 'right' },
      { title: 'actions', align: 'right' },
      { title: 'forecasts', align: 'right' },
    ],
    rows.map((row, i) => [
      row.fold === rows[i - 1]?.fold ? '' : formatTime(row.from),
      row.name,
      formatPercent(row.totalReturn),
      formatPercent(row.hodlReturn),
      formatPercent(row.feesMinusLvr),
      formatPercent(row.timeInRange).replace('+', ''),
      String(row.rebalances),
      row.name === 'built-in' ? '–' : `${row.answered} of ${row.decisions}`,
    ]),
  )
}
