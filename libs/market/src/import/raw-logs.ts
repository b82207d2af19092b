import { TickwiseError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { decodePoolLog } from '../fetch/decode-log.ts'
import { decodePositionLog } from '../fetch/decode-position-log.ts'
import type { PositionLog } from '../fetch/decode-position-log.ts'
import type { RawLog } from '../fetch/log-words.ts'
import { hexBytes, smallInteger, unixSeconds } from './cell-values.ts'
import { csvRows } from './csv.ts'
import type { CsvRow } from './csv.ts'
import { rowError } from './source-row.ts'
import type { SourcedEvent, SourcePlace } from './source-row.ts'

/** Names of the columns that hold one log of a row. */
interface LogColumns {
  readonly topics: string
  readonly data: string
  readonly logIndex: string
}

const poolColumns: LogColumns = { topics: 'topics', data: 'data', logIndex: 'log_index' }
const inlinePool: LogColumns = {
  topics: 'pool_topics',
  data: 'pool_data',
  logIndex: 'pool_log_index',
}
const inlineManager: LogColumns = {
  topics: 'proxy_topics',
  data: 'proxy_data',
  logIndex: 'proxy_log_index',
}
const placeColumns = ['block_number', 'block_timestamp', 'transaction_hash'] as const

/** Topics as JSON list or as a Python list with single quotes. */
const readTopics = (place: SourcePlace, column: string, text: string): Hex[] => {
  const list = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1]
  if (list === undefined)
    throw rowError(
      'E_TOPICS',
      place,
      `${column} is no list: ${text.slice(0, 40)}`,
      'topics are a JSON list of 32-byte hex words',
      { column },
    )
  if (list.trim() === '') return []
  return list
    .split(',')
    .map((item) => hexBytes(place, column, item.trim().replace(/^(['"])(.*)\1$/, '$2'), 32))
}

const readLog = (row: CsvRow, columns: LogColumns): RawLog | undefined => {
  const topics = readTopics(row, columns.topics, row.cell(columns.topics) ?? '')
  if (topics.length === 0) return undefined
  const data = row.cell(columns.data) ?? ''
  return {
    topics,
    data: hexBytes(row, columns.data, data, Math.max(0, Math.floor((data.length - 2) / 2))),
    blockNumber: smallInteger(row, 'block_number', row.cell('block_number')),
    logIndex: smallInteger(row, columns.logIndex, row.cell(columns.logIndex)),
    timestamp: unixSeconds(row, 'block_timestamp', row.cell('block_timestamp')),
    transactionHash: hexBytes(row, 'transaction_hash', row.cell('transaction_hash'), 32),
  }
}

const decoding = <T>(row: SourcePlace, decode: () => T): T => {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof TickwiseError)) throw error
    throw rowError(
      error.code,
      row,
      error.message,
      'the row is damaged or cut short: download or export the file again',
    )
  }
}

async function* rawEvents(file: string, columns: LogColumns): AsyncGenerator<SourcedEvent> {
  for await (const row of csvRows(file, [...placeColumns, ...Object.values(columns)])) {
    const log = readLog(row, columns)
    const event = log && decoding(row, () => decodePoolLog(log))
    if (event !== undefined) yield { event, file: row.file, row: row.row }
  }
}

/**
 * Pool events from undecoded logs (`topics`, `data`) as log explorers and BigQuery export them. Logs
 * with other topics are passed over.
 */
export const rawLogEvents = (file: string): AsyncGenerator<SourcedEvent> =>
  rawEvents(file, poolColumns)

/** Pool events from rows that hold the pool's log and the position manager's log side by side. */
export const inlineLogEvents = (file: string): AsyncGenerator<SourcedEvent> =>
  rawEvents(file, inlinePool)

/** Logs of the position manager from a file of their own: of all pools, to be joined. */
export async function* positionLogs(file: string): AsyncGenerator<PositionLog> {
  for await (const row of csvRows(file, [...placeColumns, ...Object.values(poolColumns)])) {
    const log = readLog(row, poolColumns)
    const position = log && decoding(row, () => decodePositionLog(log))
    if (position !== undefined) yield position
  }
}

/** Logs of the position manager out of rows that hold both. */
export async function* inlinePositionLogs(file: string): AsyncGenerator<PositionLog> {
  const columns = [...Object.values(inlinePool), ...Object.values(inlineManager)]
  for await (const row of csvRows(file, [...placeColumns, ...columns])) {
    const log = readLog(row, inlineManager)
    const position = log && decoding(row, () => decodePositionLog(log))
    if (position !== undefined) yield position
  }
}
