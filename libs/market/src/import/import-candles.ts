import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UserError } from '@tickwise/amm'
import { CompressionType, compressionRegistry, tableFromIPC } from 'apache-arrow'
import type { Table } from 'apache-arrow'
import { compress, decompress } from 'lz4js'
import { writeCandles } from '../bars/candles-dataset.ts'
import type { Candle } from '../bars/candles-dataset.ts'
import { readError } from '../store/file-errors.ts'
import { step } from '../store/job.ts'
import { unixSeconds } from './cell-values.ts'
import { csvHeader, csvRows, requireColumns } from './csv.ts'
import type { ImportOptions, ImportResult } from './import-dataset.ts'
import { rowError } from './source-row.ts'
import type { SourcePlace } from './source-row.ts'
import { firstBytes } from './text-file.ts'

const prices = ['open', 'high', 'low', 'close', 'volume'] as const
const timeNames = ['date', 'timestamp', 'time', 'open_time']

const readFeather = async (file: string): Promise<Table> => {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { encode: compress, decode: decompress })
  try {
    return tableFromIPC(await readFile(file))
  } catch (error) {
    throw readError(error, file)
  }
}

const featherCandles = async (file: string): Promise<Candle[]> => {
  const table = await readFeather(file)
  const names = table.schema.fields.map((field) => field.name)
  const time = timeNames.find((name) => names.includes(name)) ?? 'date'
  requireColumns(file, names, [time, ...prices])
  const columns = [time, ...prices].map((name) => table.getChild(name))
  return Array.from({ length: table.numRows }, (_, i) => {
    const [date, ...cells] = columns.map((column) => Number(column?.get(i)))
    return candleOf({ file, row: i + 1 }, Math.floor((date ?? NaN) / 1000), cells)
  })
}

const csvCandles = async (file: string): Promise<Candle[]> => {
  const names = await csvHeader(file)
  const time = timeNames.find((name) => names.includes(name)) ?? 'date'
  const candles: Candle[] = []
  for await (const row of csvRows(file, [time, ...prices])) {
    const cells = prices.map((name) => {
      const text = row.cell(name)?.trim() ?? ''
      return text === '' ? NaN : Number(text)
    })
    candles.push(candleOf(row, unixSeconds(row, time, row.cell(time)), cells))
  }
  return candles
}

const candleOf = (place: SourcePlace, timestamp: number, cells: readonly number[]): Candle => {
  const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = cells
  const isPrice = [open, high, low, close].every((price) => Number.isFinite(price) && price > 0)
  const inside = low <= Math.min(open, close) && high >= Math.max(open, close)
  if (Number.isFinite(timestamp) && isPrice && inside && volume >= 0)
    return { timestamp, open, high, low, close, volume }
  throw rowError(
    'E_CANDLE',
    place,
    `open ${open}, high ${high}, low ${low}, close ${close}, volume ${volume} is no candle`,
    'prices must be positive and low ≤ open, close ≤ high: get the file again',
  )
}

/** Candles must ascend in time; the step is the shortest distance of neighbours. */
const candleLength = (candles: readonly Candle[], file: string): number => {
  let shortest = Infinity
  candles.forEach((candle, i) => {
    const before = candles[i - 1]
    if (before === undefined) return
    const seconds = candle.timestamp - before.timestamp
    if (seconds <= 0)
      throw rowError(
        'E_EVENT_ORDER',
        { file, row: i + 1 },
        'the candle is not later than the one before',
        'sort the rows by time and keep one of each',
      )
    shortest = Math.min(shortest, seconds)
  })
  return Number.isFinite(shortest) ? shortest : 60
}

/** `ETH_USDT-5m.feather` → `ETH/USDT`. */
const symbolOf = (file: string): string => {
  const [, base, quote] = /^([A-Za-z0-9]+)[_-]([A-Za-z0-9]+)/.exec(basename(file)) ?? []
  if (base !== undefined && quote !== undefined) return `${base}/${quote}`.toUpperCase()
  throw new UserError('E_SYMBOL', `${file} does not say which prices it holds`, {
    hint: 'give the symbol, for example --symbol ETH/USDT',
    facts: { file },
  })
}

/** Imports exchange candles, Feather (also lz4) or CSV, as a reference price series. */
export const importCandles = async (options: ImportOptions): Promise<ImportResult> => {
  const file = resolve(options.source)
  const { from = -Infinity, to = Infinity } = options
  step(options, 'reading candles', 0, 1)
  const head = Buffer.from(await firstBytes(file, 6)).toString('latin1')
  const all = head === 'ARROW1' ? await featherCandles(file) : await csvCandles(file)
  const secondsPerCandle = candleLength(all, file)
  const dataset = await writeCandles(
    options.out,
    {
      symbol: options.symbol ?? symbolOf(file),
      secondsPerCandle,
      candles: all.filter(({ timestamp }) => timestamp >= from && timestamp <= to),
      simulated: false,
      source: { text: basename(file), format: 'candles' },
    },
    options,
  )
  const { missingCandles } = dataset.manifest
  const notes = missingCandles === 0 ? [] : [`${missingCandles} candles are missing in between`]
  return { kind: 'candles', format: 'candles', dataset, notes }
}
