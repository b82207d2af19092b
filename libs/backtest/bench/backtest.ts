import { findStrategy, parseParameters } from '@tickwise/strategies'
import { hasSharedData } from '../../amm/src/testing/shared-data.ts'
import { runBacktest } from '../src/run/backtest.ts'
import { arbitrumMarket } from '../src/testing/arbitrum-market.ts'

export const title = 'Backtests: hourly decisions over 14 recorded days (Arbitrum WETH/USDC 0.05 %)'

interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

/** Warm runs: the index is built, the code compiled; benchmarks of the result included. */
export async function benchBacktest(): Promise<Row[]> {
  if (!hasSharedData) return []
  const market = await arbitrumMarket('W2')
  market.index()
  const rows: Row[] = []
  for (const name of ['static-range', 'recentre', 'passive', 'volatility-band']) {
    const strategy = findStrategy(name)
    const params = parseParameters(strategy, {})
    const run = () => runBacktest(market, strategy, params, { impact: 'diluted' })
    rows.push({ name: `${name}, diluted`, value: median(run, 6, 11), unit: 'ms' })
  }
  const strategy = findStrategy('recentre')
  const run = () =>
    runBacktest(market, strategy, parseParameters(strategy, {}), { impact: 'counterfactual' })
  rows.push({
    name: 'recentre, counterfactual',
    value: median(run, 1, 3),
    unit: 'ms',
    note: 'every recorded event executed again in an exact pool',
  })
  return rows
}

function median(run: () => unknown, warmUps: number, runs: number): number {
  for (let i = 0; i < warmUps; i++) run()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[runs >> 1] ?? NaN
}
