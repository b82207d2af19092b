import type { Hex } from '@tickwise/amm'
import { poolEventTopics } from './decode-log.ts'
import { positionEventTopics } from './decode-position-log.ts'
import { isRecord } from './json-rpc.ts'
import type { RawLog } from './log-words.ts'
import { RpcFailure } from './rpc-failure.ts'
import { askPatiently } from './rpc-pool.ts'
import type { Endpoint, RpcPool } from './rpc-pool.ts'

/** Blocks `from … to`, both included. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

/** Whose logs are read. */
export interface LogQuery {
  readonly pool: Hex
  /** Set: also the liquidity events of this position manager. */
  readonly positionManager?: Hex
}

/** A log as the node gave it. `timestamp` is 0 when the node does not say it. */
export interface ChainLog extends RawLog {
  readonly blockHash: string
  readonly transactionHash: string
  readonly from: 'pool' | 'positionManager'
}

/** The two halves of all topics that a single block is read by when its range cannot be halved. */
export const topicHalves: readonly (readonly Hex[])[] = [
  [poolEventTopics.swap],
  [
    ...Object.values(poolEventTopics).filter((topic) => topic !== poolEventTopics.swap),
    ...Object.values(positionEventTopics),
  ],
]

/**
 * The logs of a range from one endpoint by `eth_getLogs`, in chain order.
 * Errors: {@link RpcFailure}: also `unavailable` for an answer with logs that were not asked for.
 */
export async function readLogs(
  pool: RpcPool,
  endpoint: Endpoint,
  query: LogQuery,
  range: BlockRange,
  topics: readonly Hex[] | undefined,
): Promise<readonly ChainLog[]> {
  const manager = query.positionManager
  const wanted = topics ?? (manager === undefined ? undefined : topicHalves.flat())
  const filter = {
    address: manager === undefined ? query.pool : [query.pool, manager],
    fromBlock: quantity(range.from),
    toBlock: quantity(range.to),
    ...(wanted === undefined ? {} : { topics: [wanted] }),
  }
  const answer = await askPatiently(pool, endpoint, () =>
    endpoint.rpc.call('eth_getLogs', [filter], pool.signal),
  )
  if (!Array.isArray(answer)) throw strange('the answer to eth_getLogs is not a list')
  const logs = answer.map((entry) => parseLog(entry, query))
  const outside = logs.find((log) => log.blockNumber < range.from || log.blockNumber > range.to)
  if (outside !== undefined) throw strange(`a log of block ${outside.blockNumber}, not asked for`)
  return logs.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
}

/** A block number as JSON-RPC wants it. */
export function quantity(value: number): Hex {
  return `0x${value.toString(16)}`
}

function strange(what: string): RpcFailure {
  return new RpcFailure('unavailable', `an answer that cannot be right: ${what}`)
}

function parseLog(entry: unknown, query: LogQuery): ChainLog {
  if (!isRecord(entry)) throw strange('a log that is not an object')
  const address = text(entry, 'address').toLowerCase()
  const from = address === query.pool.toLowerCase() ? 'pool' : 'positionManager'
  if (from === 'positionManager' && address !== query.positionManager?.toLowerCase()) {
    throw strange(`a log of the contract ${address}`)
  }
  if (entry['removed'] === true) throw new RpcFailure('lagging', 'a log of a block that was undone')
  const topics = entry['topics']
  if (!Array.isArray(topics)) throw strange('a log without topics')
  const time = entry['blockTimestamp']
  return {
    from,
    topics: topics.map((topic) => String(topic).toLowerCase()),
    data: text(entry, 'data').toLowerCase(),
    blockNumber: parseQuantity(entry['blockNumber']),
    blockHash: text(entry, 'blockHash').toLowerCase(),
    logIndex: parseQuantity(entry['logIndex']),
    transactionHash: text(entry, 'transactionHash').toLowerCase(),
    timestamp: typeof time === 'string' ? parseQuantity(time) : 0,
  }
}

function text(entry: Readonly<Record<string, unknown>>, key: string): string {
  const value = entry[key]
  if (typeof value !== 'string') throw strange(`a log without ${key}`)
  return value
}

/** A JSON-RPC quantity as a number. Errors: {@link RpcFailure} when it is none. */
export function parseQuantity(value: unknown): number {
  const number = typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? Number(value) : NaN
  if (!Number.isSafeInteger(number)) throw strange(`${String(value)} where a number belongs`)
  return number
}
