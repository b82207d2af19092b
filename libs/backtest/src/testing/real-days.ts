import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { PoolEvent } from '@tickwise/amm'
import {
  decodePoolLog,
  decodePositionLog,
  isRangeEvent,
  joinPositionEvents,
  type PositionEvent,
  type PositionLog,
} from '@tickwise/market'

/** Folder of real data beside the repository; `TICKWISE_SHARED_DATA` overrides it. */
export const sharedData =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

export const hasSharedData = existsSync(sharedData)

/** One day of raw logs: the pool's events and those of the position manager that touch it. */
export interface RealDay {
  readonly events: readonly PoolEvent[]
  readonly positionEvents: readonly PositionEvent[]
}

type CsvRow = Readonly<Record<string, string>>

export function ethereumDay(): RealDay {
  const folder = `${sharedData}/ethereum_usdc_weth_005`
  const events = readCsv(`${folder}/2024-01-05.raw.csv.gz`).map(poolEvent)
  const logs = readCsv(`${folder}/2024-01-05.npm_events.raw.csv.gz`).map((row) =>
    positionLog(row, row['topics'], row['data'], row['log_index']),
  )
  return { events, positionEvents: joinPositionEvents(logs, events.filter(isRangeEvent)) }
}

export function polygonDay(): RealDay {
  const rows = readCsv(`${sharedData}/polygon_usdc_weth_005/2022-01-05.raw.csv.gz`)
  const events = rows.map(poolEvent)
  const logs = rows
    .filter((row) => row['proxy_data'] !== '')
    .map((row) => positionLog(row, row['proxy_topics'], row['proxy_data'], row['proxy_log_index']))
  return { events, positionEvents: joinPositionEvents(logs, events.filter(isRangeEvent)) }
}

export function readCsv(path: string): CsvRow[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const [header = '', ...lines] = text.trim().split('\n')
  const names = cells(header)
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']))
  })
}

function cells(line: string): string[] {
  return Array.from(line.trim().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), (match) =>
    (match[1] ?? match[2] ?? '').replaceAll('""', '"'),
  )
}

function place(row: CsvRow) {
  const clock = row['block_timestamp'] ?? ''
  return {
    blockNumber: Number(row['block_number']),
    timestamp: Date.parse(`${clock.slice(0, 10)}T${clock.slice(11, 19)}Z`) / 1000,
    transactionHash: row['transaction_hash'] ?? '',
  }
}

function topics(text: string | undefined): string[] {
  return Array.from((text ?? '').matchAll(/0x[0-9a-f]+/g), (match) => match[0])
}

function poolEvent(row: CsvRow): PoolEvent {
  const event = decodePoolLog({
    ...place(row),
    topics: topics(row['topics'] ?? row['pool_topics']),
    data: row['data'] ?? row['pool_data'] ?? '',
    logIndex: Number(row['log_index'] ?? row['pool_log_index']),
  })
  if (event === undefined) throw new Error('not a pool log')
  return event
}

function positionLog(
  row: CsvRow,
  topicText: string | undefined,
  data = '',
  logIndex = '',
): PositionLog {
  const event = decodePositionLog({
    ...place(row),
    topics: topics(topicText),
    data,
    logIndex: Number(logIndex),
  })
  if (event === undefined) throw new Error('not a position-manager log')
  return event
}
