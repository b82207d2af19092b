import { attributionTerms, type BacktestResult } from '@tickwise/backtest'
import {
  type CommandContext,
  formatDuration,
  formatNumber,
  formatPercent,
  formatTime,
  formatUnits,
  lineChart,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'

const termMeaning: Readonly<Record<(typeof attributionTerms)[number], string>> = {
  fees: 'fees earned',
  priceMove: 'price move of the holdings (HODL)',
  tracking: 'price gains of the positions beyond HODL',
  lvr: 'loss versus rebalancing',
  swapFee: 'fees of own swaps',
  swapImpact: 'price impact of own swaps',
  gas: 'gas',
  vaultFees: 'management and performance fees',
  rounding: 'rounding',
}

/** A backtest as a person reads it; `place` says where it is recorded. */
export function renderBacktest(
  context: CommandContext,
  result: BacktestResult,
  place?: string,
): string {
  const { style } = context
  return [
    ...(result.dataset.simulated
      ? [style('yellow', 'SIMULATED DATA: no chain has seen these swaps'), '']
      : []),
    renderHeadline(context, result, place),
    '',
    ...renderEquity(context, result),
    renderComparison(result),
    '',
    renderAttribution(result),
    '',
    renderMetrics(result),
    ...(result.warnings.length === 0
      ? []
      : ['', ...result.warnings.map((text) => style('yellow', `note: ${text}`))]),
  ].join('\n')
}

function assetOf({ settings, dataset }: BacktestResult): {
  readonly symbol: string
  readonly decimals: number
} {
  return {
    symbol: settings.assetSymbol,
    decimals: settings.asset === 0 ? dataset.decimals0 : dataset.decimals1,
  }
}

function renderHeadline(
  { style }: CommandContext,
  result: BacktestResult,
  place: string | undefined,
): string {
  const { symbol, decimals } = assetOf(result)
  const { metrics, settings, strategy, dataset } = result
  const parameters = Object.entries(strategy.parameters).map(
    ([name, value]) => `${name}=${String(value)}`,
  )
  return renderFacts([
    ['strategy', `${style('bold', strategy.name)}  ${parameters.join(' ')}`],
    [
      'market',
      `${dataset.symbol0}/${dataset.symbol1} ${dataset.fee / 10_000} %, ${formatTime(settings.from)} to ${formatTime(settings.to)} UTC (${formatDuration(settings.to - settings.from)})`,
    ],
    [
      'settings',
      `${settings.impact}, decides ${settings.confirmationSeconds} s after an epoch, acts ${settings.delaySeconds} s later`,
    ],
    [
      'result',
      `${formatUnits(BigInt(result.navStart), decimals, 2)} → ${style('bold', formatUnits(BigInt(result.navEnd), decimals, 2))} ${symbol}  (${formatPercent(metrics.totalReturn)}; HODL ${formatPercent(metrics.hodlReturn)})`,
    ],
    ['run', `${result.runId}${place === undefined ? '' : `, ${place}`}`],
  ])
}

function renderEquity(context: CommandContext, result: BacktestResult): string[] {
  const { symbol, decimals } = assetOf(result)
  const unit = 10 ** decimals
  if (result.equity.length < 3) return []
  const hodl = result.benchmarks.find(({ name }) => name === 'hodl')
  const curve = (points: readonly { readonly timestamp: number; readonly nav: string }[]) =>
    points.map(({ timestamp, nav }) => ({ x: timestamp, y: Number(nav) / unit }))
  return [
    lineChart(
      [
        { name: result.strategy.name, points: curve(result.equity) },
        ...(hodl === undefined ? [] : [{ name: hodl.name, points: curve(hodl.equity) }]),
      ],
      {
        width: Math.min(context.width, 100),
        height: 8,
        xAxis: 'time',
        unit: `Net asset value, ${symbol}`,
        look: context.look,
      },
    ),
    '',
  ]
}

function renderComparison(result: BacktestResult): string {
  const { symbol, decimals } = assetOf(result)
  const rows = [
    [result.strategy.name, result.navEnd, result.metrics.totalReturn] as const,
    ...result.benchmarks.map(
      ({ name, navEnd, totalReturn }) => [name, navEnd, totalReturn] as const,
    ),
  ]
  return renderTable(
    [{ title: 'against' }, { title: symbol, align: 'right' }, { title: 'return', align: 'right' }],
    rows.map(([name, navEnd, totalReturn]) => [
      name,
      formatUnits(BigInt(navEnd), decimals, 2),
      formatPercent(totalReturn),
    ]),
  )
}

/** The terms of the attribution, in whole asset tokens and base units, and their sum. */
export function renderAttribution(result: BacktestResult): string {
  const { symbol, decimals } = assetOf(result)
  const change = BigInt(result.navEnd) - BigInt(result.navStart)
  const rows = attributionTerms.map((term) => {
    const value = BigInt(result.attribution[term])
    return [termMeaning[term], formatUnits(value, decimals, 4), value.toString()]
  })
  return renderTable(
    [
      { title: 'where it came from' },
      { title: symbol, align: 'right' },
      { title: 'base units', align: 'right' },
    ],
    [...rows, ['change of net asset value', formatUnits(change, decimals, 4), change.toString()]],
  )
}

function renderMetrics({ metrics, capacity, decisions, actions }: BacktestResult): string {
  return renderFacts([
    ['fee APR', formatPercent(metrics.feeApr)],
    ['fees − LVR', formatPercent(metrics.feesMinusLvr)],
    [
      'divergence loss',
      formatPercent(metrics.divergenceLoss === null ? null : -metrics.divergenceLoss),
    ],
    [
      'volatility, Sharpe, Sortino',
      `${formatPercent(metrics.volatility)}, ${formatNumber(metrics.sharpe)}, ${formatNumber(metrics.sortino)} (a year)`,
    ],
    [
      'max drawdown',
      `${formatPercent(metrics.maxDrawdown === null ? null : -metrics.maxDrawdown)} over ${formatDuration(metrics.maxDrawdownSeconds ?? 0)}`,
    ],
    ['time in range', formatPercent(metrics.timeInRange).replace('+', '')],
    [
      'decisions',
      `${decisions.taken}, of which ${decisions.held} held; ${actions.length} ${actions.length === 1 ? 'action' : 'actions'}; turnover ${formatNumber(metrics.turnover)} × NAV`,
    ],
    [
      'share of liquidity',
      `at most ${formatPercent(capacity.maxLiquidityShare, 4).replace('+', '')} of what was in range`,
    ],
  ])
}
