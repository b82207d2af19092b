import { marketDataOf, runBacktest, verifyPositions, type BacktestResult } from '@tickwise/backtest'
import type { Dataset } from '@tickwise/market'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { renderAttribution } from '../backtest-view.ts'
import {
  type CommandContext,
  formatDuration,
  formatPercent,
  formatTime,
  lineChart,
  renderTable,
} from '@tickwise/terminal'
import { priceLabel, priceOverTime } from '../price.ts'

const shown = ['hold', 'full-range', 'static-range', 'recentre', 'passive', 'volatility-band']

/** Strategies side by side, for people and for programs. */
export interface StrategyComparison {
  readonly data: object
  readonly text: string
  /** The strategy that did best. */
  readonly best: string
}

/** Dataset, strategies side by side, where the money came from, and how exact that is. */
export function compareStrategies(
  context: CommandContext,
  dataset: Dataset,
  name: string,
): StrategyComparison {
  const start = performance.now()
  const runs = shown.map((strategyName) => run(dataset, strategyName))
  const milliseconds = performance.now() - start
  const best = bestOf(runs)
  const positions = dataset.positionEvents === undefined ? [] : verifyPositions(dataset)
  const exact = positions.filter(({ status }) => status === 'exact').length
  return {
    best: best.strategy.name,
    data: {
      dataset: { directory: name, root: dataset.root, simulated: dataset.simulated },
      runs: runs.map(({ runId, strategy, metrics, navStart, navEnd, attribution }) => ({
        runId,
        strategy,
        metrics,
        navStart,
        navEnd,
        attribution,
      })),
      positions: { closed: positions.length, exact },
      milliseconds: Math.round(milliseconds),
    },
    text: [
      describe(context, dataset, name),
      '',
      compare(runs),
      '',
      `${context.style('bold', best.strategy.name)}: where the change of its value came from`,
      renderAttribution(best),
      '',
      `${runs.length} backtests of hourly decisions in ${formatDuration(milliseconds / 1000)}; fees are the pool contract's, to the base unit:`,
      `${exact} of ${positions.length} position NFTs with a whole life in these data earn exactly what the contract paid them.`,
    ].join('\n'),
  }
}

function run(dataset: Dataset, name: string): BacktestResult {
  const strategy = findStrategy(name)
  return runBacktest(marketDataOf(dataset), strategy, parseParameters(strategy, {}))
}

function bestOf(runs: readonly BacktestResult[]): BacktestResult {
  const active = runs.filter(({ actions }) => actions.length > 0)
  const ranked = active.toSorted(
    (a, b) => (b.metrics.totalReturn ?? -1) - (a.metrics.totalReturn ?? -1),
  )
  return ranked[0] ?? (runs[0] as BacktestResult)
}

function describe({ style, width, look }: CommandContext, dataset: Dataset, name: string): string {
  const { manifest } = dataset
  const { token0, token1, fee } = manifest.pool
  return [
    `${style('bold', `${token0.symbol}/${token1.symbol} ${fee / 10_000} %`)}  ${name}  ${formatTime(manifest.timeRange.from)} to ${formatTime(manifest.timeRange.to)} UTC, ${(manifest.rows['swap'] ?? 0).toLocaleString('en-US')} swaps`,
    ...(dataset.simulated
      ? [
          style(
            'yellow',
            'SIMULATED DATA: a local market on the real Uniswap v3 contracts, no real one',
          ),
        ]
      : []),
    '',
    lineChart([{ name: 'price', points: priceOverTime(dataset) }], {
      width: Math.min(width, 100),
      height: 7,
      xAxis: 'time',
      unit: `Price, ${priceLabel(dataset.manifest.pool)}`,
      look,
    }),
  ].join('\n')
}

function compare(runs: readonly BacktestResult[]): string {
  return renderTable(
    [
      { title: 'strategy' },
      { title: 'return', align: 'right' },
      { title: 'fee APR', align: 'right' },
      { title: 'fees − LVR', align: 'right' },
      { title: 'max drawdown', align: 'right' },
      { title: 'in range', align: 'right' },
      { title: 'rebalances', align: 'right' },
    ],
    runs.map(({ strategy, metrics }) => [
      strategy.name,
      formatPercent(metrics.totalReturn),
      formatPercent(metrics.feeApr, 1),
      formatPercent(metrics.feesMinusLvr),
      formatPercent(metrics.maxDrawdown === null ? null : -metrics.maxDrawdown),
      formatPercent(metrics.timeInRange, 0).replace('+', ''),
      String(metrics.rebalances),
    ]),
  )
}
