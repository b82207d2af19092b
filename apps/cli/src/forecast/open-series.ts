import { UserError } from '@tickwise/amm'
import {
  seriesFromCandles,
  seriesFromEvents,
  sliceSeries,
  withFeeGrowth,
  type EpochGrid,
  type EpochSeries,
} from '@tickwise/forecast'
import { openDataset, openReferenceSeries, readManifest, type Dataset } from '@tickwise/market'
import { type CommandContext, parseInteger, parseTimes } from '@tickwise/terminal'

/** Options of everything that reads a dataset epoch by epoch. */
export interface SeriesOptions {
  readonly dataset: string
  readonly epochSeconds: string
  readonly cells: string
  readonly invert?: boolean
  readonly from?: string
  readonly to?: string
  readonly until?: string
  readonly allowBroken?: boolean
}

/** A dataset as epochs. */
export interface OpenedSeries {
  readonly series: EpochSeries
  /** What the dataset is, in words. */
  readonly title: string
  readonly simulated: boolean
  /** Events; absent for candles. */
  readonly dataset?: Dataset
}

/** Opens a dataset of events or candles as a series; fees only where they are asked for. */
export async function openSeries(
  context: CommandContext,
  options: SeriesOptions,
  withFees: boolean,
): Promise<OpenedSeries> {
  const grid = gridOf(options)
  const manifest = await readManifest(options.dataset)
  const opened =
    manifest.kind === 'candles'
      ? await candles(options, grid, manifest.symbol, manifest.simulated)
      : await events(context, options, grid, withFees)
  return { ...opened, series: cutInTime(opened.series, options) }
}

/** The grid that the options say. */
export function gridOf({
  epochSeconds,
  cells,
}: Pick<SeriesOptions, 'epochSeconds' | 'cells'>): EpochGrid {
  return {
    epochSeconds: parseInteger(epochSeconds, '--epoch-seconds'),
    cellsPerEpoch: parseInteger(cells, '--cells'),
  }
}

async function candles(
  { dataset, invert }: SeriesOptions,
  grid: EpochGrid,
  symbol: string,
  simulated: boolean,
): Promise<OpenedSeries> {
  const direction = invert === true ? 'base-is-token1' : 'base-is-token0'
  const series = seriesFromCandles(await openReferenceSeries(dataset), grid, direction)
  return { series, title: `${symbol} candles`, simulated }
}

async function events(
  { signal, onProgress }: CommandContext,
  { dataset: directory, allowBroken = false, invert }: SeriesOptions,
  grid: EpochGrid,
  withFees: boolean,
): Promise<OpenedSeries> {
  if (invert === true)
    throw new UserError('E_OPTIONS', '--invert is for candles: a pool has its own direction', {
      hint: 'leave --invert out',
    })
  const dataset = await openDataset(directory, { allowBroken, signal, onProgress })
  const { manifest, root, columns, startState } = dataset
  const { chainId, address, token0, token1, fee } = manifest.pool
  const series = seriesFromEvents({ chainId, pool: address, root, columns, startState }, grid)
  return {
    series: withFees ? withFeeGrowth(series, dataset) : series,
    title: `${token0.symbol}/${token1.symbol} ${fee / 10_000} %`,
    simulated: dataset.simulated,
    dataset,
  }
}

function cutInTime(series: EpochSeries, { from, to, until }: SeriesOptions): EpochSeries {
  const times = parseTimes({
    ...(from === undefined ? {} : { from }),
    ...((to ?? until) === undefined ? {} : { to: to ?? until ?? '' }),
  })
  const { epochSeconds, firstEpoch, length } = series
  const entryAt = (time: number): number =>
    Math.min(length, Math.max(0, Math.floor(time / epochSeconds) - firstEpoch))
  const begin = times.from === undefined ? 0 : entryAt(times.from)
  const end = times.to === undefined ? length : entryAt(times.to)
  if (begin >= end)
    throw new UserError('E_WINDOW_EMPTY', 'no whole epoch of the dataset lies in this window', {
      hint: 'look at the time range: tickwise data show <dir>',
    })
  return sliceSeries(series, begin, end)
}
