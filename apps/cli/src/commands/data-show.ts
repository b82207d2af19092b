import {
  UserError,
  advanceProfile,
  createLiquidityProfile,
  getTickAtSqrtRatio,
  kindCode,
  liquidityOfInterval,
  sqrtPriceAt,
  amount0At,
  amount1At,
} from '@tickwise/amm'
import { openDataset, queryDataset, readManifest, type Dataset } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  barChart,
  formatDuration,
  formatTime,
  formatUnits,
  lineChart,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'
import { priceLabel, priceOverTime } from '../price.ts'
import { closingPrices, renderSeries } from '../series-view.ts'

interface ShowOptions extends CommonOptions {
  readonly sql?: string
}

/** Intervals shown on each side of the price in the liquidity chart. */
const liquidityBars = 7

/** `tickwise data show <dir>` */
export async function dataShow(
  context: CommandContext,
  options: ShowOptions,
  directory: string,
): Promise<CommandResult> {
  const manifest = await readManifest(directory)
  if (manifest.kind !== 'events') {
    if (options.sql !== undefined) {
      throw new UserError(
        'E_DATASET_KIND',
        `${directory} holds ${manifest.kind}: --sql reads events`,
        {
          hint: `query its ${manifest.kind}.parquet with any DuckDB`,
        },
      )
    }
    return {
      data: { directory, manifest, price: await closingPrices(directory, manifest) },
      text: await renderSeries(context, directory, manifest),
    }
  }
  const dataset = await openDataset(directory, {
    signal: context.signal,
    onProgress: context.onProgress,
  })
  if (options.sql !== undefined) return showQuery(dataset, options.sql)
  const barWidth = Math.min(40, Math.max(8, context.width - 44))
  const days = dailyVolume(dataset)
  const liquidity = liquidityAroundPrice(dataset)
  const price = { label: priceLabel(dataset.manifest.pool), points: priceOverTime(dataset) }
  return {
    data: { directory, manifest, price, daily: days, liquidity },
    text: [
      describe(context, dataset),
      '',
      lineChart([{ name: 'price', points: price.points }], {
        width: Math.min(context.width, 110),
        height: 8,
        xAxis: 'time',
        unit: `Price, ${price.label}`,
        look: context.look,
      }),
      '',
      `Volume per day, ${dataset.manifest.pool.token1.symbol} paid in and out`,
      barChart(
        days.map((day) => ({
          label: day.date,
          value: Number(day.volume1),
          note: formatUnits(day.volume1, dataset.manifest.pool.token1.decimals, 0),
        })),
        barWidth,
        context.look,
      ),
      '',
      'Liquidity by tick at the end, price interval marked',
      barChart(
        liquidity.map((bar) => ({
          label: `${bar.current ? '→ ' : ''}${bar.tickLower}`,
          value: Number(bar.liquidity ?? 0n),
          note: bar.liquidity === undefined ? 'not known' : bar.liquidity.toString(),
        })),
        barWidth,
        context.look,
      ),
    ].join('\n'),
  }
}

function describe(context: CommandContext, dataset: Dataset): string {
  const { manifest } = dataset
  const { token0, token1, fee, tickSpacing, address, chainId } = manifest.pool
  const rows = Object.entries(manifest.rows).map(
    ([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`,
  )
  return renderFacts([
    [
      'pool',
      `${token0.symbol}/${token1.symbol} ${fee / 10_000} %, spacing ${tickSpacing}, chain ${chainId}, ${address}`,
    ],
    [
      'data',
      dataset.simulated
        ? context.style(
            'yellow',
            `simulated, seed ${manifest.seed ?? '?'}: no chain has seen these swaps`,
          )
        : 'recorded on chain',
    ],
    ['source', manifest.source.text],
    [
      'time',
      `${formatTime(manifest.timeRange.from)} to ${formatTime(manifest.timeRange.to)} UTC (${formatDuration(manifest.timeRange.to - manifest.timeRange.from)})`,
    ],
    ['blocks', `${manifest.blockRange.from} to ${manifest.blockRange.to}`],
    ['events', rows.join(', ')],
    ['start state', manifest.startState.kind],
    ['gaps', `${manifest.gapCheck.how}: ${manifest.gapCheck.result}`],
    ['root', manifest.root],
  ])
}

interface Day {
  readonly date: string
  swaps: number
  volume0: bigint
  volume1: bigint
}

/** Swaps and volume by UTC day. */
function dailyVolume(dataset: Dataset): readonly Day[] {
  const { columns } = dataset
  const days = new Map<string, Day>()
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
  for (let row = 0; row < columns.length; row++) {
    if (columns.kind[row] !== kindCode.swap) continue
    const date = new Date((columns.timestamp[row] ?? 0) * 1000).toISOString().slice(0, 10)
    const day = days.get(date) ?? { date, swaps: 0, volume0: 0n, volume1: 0n }
    day.swaps += 1
    day.volume0 += magnitude(amount0At(columns, row))
    day.volume1 += magnitude(amount1At(columns, row))
    days.set(date, day)
  }
  return [...days.values()]
}

interface LiquidityBar {
  readonly tickLower: number
  readonly tickUpper: number
  /** Absent where the data do not reveal it. */
  readonly liquidity: bigint | undefined
  readonly current: boolean
}

function liquidityAroundPrice(dataset: Dataset): readonly LiquidityBar[] {
  const { columns, spec, startState } = dataset
  const lastSwap = columns.kind.lastIndexOf(kindCode.swap)
  if (lastSwap < 0) return []
  const profile = createLiquidityProfile(columns, spec, startState)
  advanceProfile(profile, columns.length)
  const middle = Math.floor(getTickAtSqrtRatio(sqrtPriceAt(columns, lastSwap)) / spec.tickSpacing)
  return Array.from({ length: 2 * liquidityBars + 1 }, (_, i) => {
    const interval = middle - liquidityBars + i
    return {
      tickLower: interval * spec.tickSpacing,
      tickUpper: (interval + 1) * spec.tickSpacing,
      liquidity: liquidityOfInterval(profile, interval),
      current: interval === middle,
    }
  })
}

async function showQuery(dataset: Dataset, sql: string): Promise<CommandResult> {
  const { columns, rows } = await queryDataset(dataset, sql)
  return {
    data: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]]))),
    text: renderTable(
      columns.map((title) => ({ title })),
      rows.map((row) => row.map(String)),
    ),
  }
}
