import type { RunSummary } from '@tickwise/runs'
import type { DatasetManifest } from '@tickwise/market'

/** What a dataset holds: `USDC/WETH 0.05 % events`, `ETH/USDT 3600 s candles`. */
export function datasetName(manifest: DatasetManifest): string {
  if (manifest.kind === 'candles') {
    return `${manifest.symbol} ${manifest.secondsPerCandle} s candles`
  }
  const { token0, token1, fee } = manifest.pool
  return `${token0.symbol}/${token1.symbol} ${fee / 10_000} % ${manifest.kind}`
}

/** How many rows a dataset has, of all kinds together. */
export function datasetRows({ rows }: DatasetManifest): number {
  return typeof rows === 'number'
    ? rows
    : Object.values(rows).reduce((sum, count) => sum + count, 0)
}

/** A stretch of time in days: `2024-01-01 to 2024-01-14`. */
export function dayRange({ from, to }: { readonly from: number; readonly to: number }): string {
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
  return `${day(from)} to ${day(to)}`
}

/** `recentre halfWidthTicks=300` */
export function strategyName({ strategy }: Pick<RunSummary, 'strategy'>): string {
  return `${strategy.name} ${parameterText({ strategy })}`.trim()
}

/** `halfWidthTicks=300 swap=true`; what every strategy has stands last. */
export function parameterText({ strategy }: Pick<RunSummary, 'strategy'>): string {
  const { epochSeconds, ...own } = strategy.parameters
  return Object.entries({ ...own, epochSeconds })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ')
}

/** The pool that a run was in, and whether its market is simulated. */
export function poolName({ dataset }: Pick<RunSummary, 'dataset'>): string {
  const { symbol0, symbol1, fee, simulated } = dataset
  return `${symbol0}/${symbol1} ${fee / 10_000} %${simulated ? ' sim.' : ''}`
}
