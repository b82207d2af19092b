import { getSqrtRatioAtTick } from '@tickwise/amm'
import { openBars, openReferenceSeries, type DatasetManifest } from '@tickwise/market'
import { thinnedPositions } from '@tickwise/runs'
import {
  type ChartPoint,
  type CommandContext,
  formatDuration,
  formatTime,
  lineChart,
  renderFacts,
} from '@tickwise/terminal'
import { humanPrice, priceLabel } from './price.ts'

type SeriesManifest = Exclude<DatasetManifest, { readonly kind: 'events' }>

/** `USDC.e/WETH 0.05 % bars, one per 60 s` */
export function describeSeries(manifest: SeriesManifest): string {
  if (manifest.kind === 'candles')
    return `${manifest.symbol} candles, one per ${manifest.secondsPerCandle} s`
  const { token0, token1, fee } = manifest.pool
  return `${token0.symbol}/${token1.symbol} ${fee / 10_000} % bars, one per ${manifest.secondsPerBar} s`
}

/** What a person reads about bars or candles: facts and closing prices. */
export async function renderSeries(
  context: CommandContext,
  directory: string,
  manifest: SeriesManifest,
): Promise<string> {
  const { from, to } = manifest.timeRange
  const missing = manifest.kind === 'bars' ? manifest.missingBars : manifest.missingCandles
  const { label, points } = await closingPrices(directory, manifest)
  return [
    renderFacts([
      ['what', describeSeries(manifest)],
      ['data', manifest.simulated ? context.style('yellow', 'simulated') : 'recorded'],
      ['source', manifest.source.text],
      ['time', `${formatTime(from)} to ${formatTime(to)} UTC (${formatDuration(to - from)})`],
      ['rows', `${manifest.rows.toLocaleString('en-US')}, ${missing} missing in between`],
      ...(manifest.kind === 'bars'
        ? ([['stale', `${manifest.staleCloseTicks} closing ticks repeat an older bar's`]] as const)
        : []),
      ['root', manifest.root],
    ]),
    '',
    lineChart([{ name: 'close', points }], {
      width: Math.min(context.width, 110),
      height: 8,
      xAxis: 'time',
      unit: label,
      look: context.look,
    }),
  ].join('\n')
}

/** Points of a series that a chart is drawn from. */
const chartPoints = 1000

/** Closing prices over time; of a long series the lowest and highest of each stretch. */
export async function closingPrices(
  directory: string,
  manifest: SeriesManifest,
): Promise<{ readonly label: string; readonly points: readonly ChartPoint[] }> {
  if (manifest.kind === 'candles') {
    const { close, timestamp } = await openReferenceSeries(directory)
    const points = [...close].map((y, i) => ({ x: timestamp[i] as number, y }))
    return { label: `Close, ${manifest.symbol}`, points: thinned(points) }
  }
  const { bars } = await openBars(directory)
  const points = [...bars.closeTick].flatMap((tick, i) =>
    bars.staleClose[i] === 0
      ? [
          {
            x: bars.timestamp[i] as number,
            y: humanPrice(manifest.pool, getSqrtRatioAtTick(tick)),
          },
        ]
      : [],
  )
  return { label: `Close, ${priceLabel(manifest.pool)}`, points: thinned(points) }
}

function thinned(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const kept = thinnedPositions(
    points.map(({ y }) => y),
    chartPoints,
  )
  return kept.map((i) => points[i] as ChartPoint)
}
