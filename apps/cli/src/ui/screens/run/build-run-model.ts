import { attributionTerms } from '@tickwise/backtest'
import { benchmarkNames, metricRows, termNames } from '@tickwise/report'
import type { MetricsFile, ResultFile } from '@tickwise/runs'
import {
  counted,
  formatNumber,
  formatPercent,
  formatShare,
  formatTime,
  formatUnits,
} from '@tickwise/terminal'
import type { Fact } from '../../parts/facts.tsx'
import type { RunDetail } from '../../services/ui-services.ts'
import { poolName, strategyName } from '../names.ts'
import { rangeSeries } from '../range-series.ts'
import { forecastFacts } from './forecast-facts.ts'
import type { Benchmarks, RunCurves, RunModel } from './run-model.ts'

/** What is shown of a run, from its record. */
export function buildRunModel(detail: RunDetail, benchmarks: Benchmarks): RunModel {
  const { opened, file } = detail
  const { run, figures } = opened
  return {
    runId: run.runId,
    strategy: run.strategy.name,
    isSimulated: run.dataset.simulated,
    assetSymbol: figures.assetSymbol,
    decimals: figures.assetDecimals,
    ...(file === undefined ? {} : { curves: curvesOf(file, benchmarks) }),
    keyFigures: keyFigures(figures),
    metrics: metricFacts(detail),
    attribution: attributionTerms.map((term) => ({
      name: termNames[term],
      raw: BigInt(figures.attribution[term]),
    })),
    change: BigInt(figures.navEnd) - BigInt(figures.navStart),
    costs: costFacts(figures),
    forecasts: forecastFacts(detail),
    origin: originFacts(detail),
  }
}

function curvesOf({ preview, result }: ResultFile, benchmarks: Benchmarks): RunCurves {
  const { symbol0, symbol1, decimals0, decimals1 } = result.dataset
  const isInverse = result.settings.asset === 0
  const scale = 10 ** (isInverse ? decimals0 : decimals1)
  const equity = preview.map(({ timestamp, nav }) => ({ x: timestamp, y: Number(nav) / scale }))
  let peak = -Infinity
  const drawdown = equity.map(({ x, y }) => {
    peak = Math.max(peak, y)
    return { x, y: peak > 0 ? 100 * (y / peak - 1) : 0 }
  })
  return {
    equity,
    benchmarks,
    drawdown,
    price: rangeSeries(preview, { decimals0, decimals1, isInverse }),
    priceUnit: isInverse ? `${symbol0} per ${symbol1}` : `${symbol1} per ${symbol0}`,
  }
}

function keyFigures(figures: MetricsFile): readonly Fact[] {
  const { metrics, navStart, navEnd, assetDecimals, assetSymbol, benchmarks } = figures
  const amount = (raw: string): string => formatUnits(BigInt(raw), assetDecimals, 2)
  const share = (value: number | null): string => formatPercent(value).replace('+', '')
  return [
    ['return', formatPercent(metrics.totalReturn)],
    ...benchmarks.map(({ name, totalReturn }): Fact => [
      toldName(name),
      formatPercent(totalReturn),
    ]),
    ['fees − LVR', formatPercent(metrics.feesMinusLvr)],
    ['Sharpe', formatNumber(metrics.sharpe)],
    ['deepest fall', share(metrics.maxDrawdown)],
    ['in range', share(metrics.timeInRange)],
    ['rebalances', String(metrics.rebalances)],
    [`start ${assetSymbol}`, amount(navStart)],
    [`end ${assetSymbol}`, amount(navEnd)],
  ]
}

/** A benchmark as reports call it. */
function toldName(name: string): string {
  return (benchmarkNames as Readonly<Record<string, string>>)[name] ?? name
}

/** As reports tell them; where only figures were kept, the bare numbers. */
function metricFacts({ opened, file }: RunDetail): readonly Fact[] {
  if (file !== undefined) return metricRows.map(({ name, told }): Fact => [name, told(file.result)])
  return metricRows.flatMap(({ name, number }): readonly Fact[] =>
    number === undefined ? [] : [[name, formatNumber(number(opened.figures.metrics), 4)]],
  )
}

function costFacts({
  attribution,
  navStart,
  assetDecimals,
  assetSymbol,
}: MetricsFile): readonly Fact[] {
  const costs = ['gas', 'swapFee', 'swapImpact', 'vaultFees'] as const
  const told = (raw: bigint): string => {
    const share = Number(raw < 0n ? -raw : raw) / Number(navStart)
    return `${formatUnits(raw, assetDecimals, 4)} ${assetSymbol}, ${formatShare(share)} of the start`
  }
  const sum = costs.reduce((total, term) => total + BigInt(attribution[term]), 0n)
  return [
    ...costs.map((term): Fact => [termNames[term], told(BigInt(attribution[term]))]),
    ['together', told(sum)],
  ]
}

function originFacts({ opened, file }: RunDetail): readonly Fact[] {
  const { run, figures, made } = opened
  return [
    ['strategy', strategyName(run)],
    ['pool', poolName(run)],
    ['time', `${formatTime(figures.from)} to ${formatTime(figures.to)} UTC`],
    ['data', `${made.datasetPath}, root ${run.dataset.root.slice(0, 12)}…`],
    [
      'decisions',
      `${counted(figures.decisions, 'decision')}, ${counted(figures.actions, 'action')}`,
    ],
    ['engine', run.inputs.engine],
    ['made by', `tickwise ${made.arguments.join(' ')}`],
    ...(file?.result.warnings ?? []).map((text): Fact => ['note', text]),
  ]
}
