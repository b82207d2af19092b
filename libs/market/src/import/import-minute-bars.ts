import { basename, resolve } from 'node:path'
import { UserError } from '@tickwise/amm'
import type { Bar } from '../bars/bar.ts'
import { writeBars } from '../bars/bars-dataset.ts'
import { step } from '../store/job.ts'
import { exactInteger, smallInteger, unixSeconds } from './cell-values.ts'
import { csvRows } from './csv.ts'
import type { CsvRow } from './csv.ts'
import { chooseWindow, splitWindows } from './data-windows.ts'
import type { TimedFile } from './data-windows.ts'
import type { ImportOptions, ImportResult } from './import-dataset.ts'
import { resolvePool } from './pool-identity.ts'
import { filesIn, isFolder } from './source-files.ts'
import { rowError } from './source-row.ts'

const required = [
  'timestamp',
  'netAmount0',
  'netAmount1',
  'closeTick',
  'openTick',
  'lowestTick',
  'highestTick',
  'inAmount0',
  'inAmount1',
  'currentLiquidity',
]

const readBar = (row: CsvRow): Bar => {
  const tick = (name: string): number => smallInteger(row, name, row.cell(name))
  const amount = (name: string): bigint => exactInteger(row, name, row.cell(name))
  return {
    timestamp: unixSeconds(row, 'timestamp', row.cell('timestamp')),
    openTick: tick('openTick'),
    highTick: tick('highestTick'),
    lowTick: tick('lowestTick'),
    closeTick: tick('closeTick'),
    amountIn0: amount('inAmount0'),
    amountIn1: amount('inAmount1'),
    netAmount0: amount('netAmount0'),
    netAmount1: amount('netAmount1'),
    liquidity: amount('currentLiquidity'),
  }
}

interface BarFile extends TimedFile {
  readonly bars: readonly Bar[]
}

const readBarFile = async (file: string): Promise<BarFile> => {
  const bars: Bar[] = []
  let quiet = 0
  for await (const row of csvRows(file, required)) {
    const bar = readBar(row)
    const seconds = bar.timestamp - (bars.at(-1)?.timestamp ?? bar.timestamp - 1)
    if (seconds <= 0)
      throw rowError(
        seconds === 0 ? 'E_DUPLICATE_EVENT' : 'E_EVENT_ORDER',
        row,
        seconds === 0 ? 'this time is there twice' : 'time runs back',
        'sort the rows by time and keep one of each',
      )
    quiet = Math.max(quiet, bars.length === 0 ? 0 : seconds)
    bars.push(bar)
  }
  const [first, last] = [bars[0], bars.at(-1)]
  if (first === undefined || last === undefined)
    throw new UserError('E_EMPTY', `${file} has no rows`, {
      hint: 'check the file',
      facts: { file },
    })
  return { file, bars, quiet, from: first.timestamp, to: last.timestamp }
}

/** The step that nearly all bars keep. */
const barLength = (bars: readonly Bar[]): number => {
  const steps = bars.slice(1).map((bar, i) => bar.timestamp - (bars[i]?.timestamp ?? 0))
  return Math.min(...steps, 86_400)
}

/** Imports demeter's minute bars, one file or a folder of daily files. */
export const importMinuteBars = async (options: ImportOptions): Promise<ImportResult> => {
  const { source, from = -Infinity, to = Infinity } = options
  const paths = (await isFolder(source)) ? await filesIn(source, /\.csv(\.gz)?$/i) : [source]
  const files: BarFile[] = []
  for (const [i, path] of paths.entries()) {
    step(options, 'reading bars', i, paths.length)
    files.push(await readBarFile(path))
  }
  const chosen = new Set(chooseWindow(source, splitWindows(files), options).map(({ file }) => file))
  const bars = files
    .filter(({ file }) => chosen.has(file))
    .sort((a, b) => a.from - b.from)
    .flatMap((file) => file.bars)
    .filter((bar) => bar.timestamp >= from && bar.timestamp <= to)
  const { pool, how } = resolvePool(options.pool ?? {}, resolve(source))
  const dataset = await writeBars(
    options.out,
    {
      pool,
      secondsPerBar: barLength(bars),
      bars,
      simulated: false,
      source: { text: `${basename(resolve(source))}; pool: ${how}`, format: 'minute-bars' },
    },
    options,
  )
  const { staleCloseTicks, missingBars, rows } = dataset.manifest
  const notes = [
    `pool: ${how}`,
    ...(staleCloseTicks === 0
      ? []
      : [
          `${staleCloseTicks} of ${rows} bars have a stale closing tick (outside low … high): flagged`,
        ]),
    ...(missingBars === 0 ? [] : [`${missingBars} bars are missing in between`]),
  ]
  return { kind: 'bars', format: 'minute-bars', dataset, notes }
}
