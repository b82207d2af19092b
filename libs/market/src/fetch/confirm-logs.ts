import { readHeaders } from './block-header.ts'
import { readLogs, topicHalves } from './chain-log.ts'
import type { BlockRange, ChainLog, LogQuery } from './chain-log.ts'
import { RpcFailure } from './rpc-failure.ts'
import type { Endpoint, RpcPool } from './rpc-pool.ts'

/**
 * Providers cut long answers without a word. Below this many logs no cut has been seen anywhere, so
 * an answer of which one half holds everything is believed.
 */
const smallestCap = 100

/**
 * True when a count looks like the point where a provider stops: a round thousand or a power of two.
 */
export function looksCapped(count: number): boolean {
  return count >= 500 && (count % 500 === 0 || (count & (count - 1)) === 0)
}

/** An answer lacks logs that another answer to the same question has. */
export class IncompleteLogs extends RpcFailure {
  /** Which of the two answers is the poorer: the one to be confirmed, or the one to confirm it. */
  readonly lacking: 'answer' | 'confirmation'
  /** Logs of the poorer answer. */
  readonly count: number

  constructor(answer: number, confirmation: number) {
    super('incomplete', `reading blocks twice gave ${answer} and ${confirmation} logs`)
    this.lacking = answer <= confirmation ? 'answer' : 'confirmation'
    this.count = Math.min(answer, confirmation)
  }
}

/** True when so few logs came that no cap can have cut the answer: the node just lacks logs. */
export function isBelowAnyCap(failure: IncompleteLogs): boolean {
  return failure.count < smallestCap
}

/**
 * Makes sure that `logs` are all logs of the range: reads it again in pieces, two at least (from a
 * second endpoint when there is one), and compares. A cap cuts the whole and its pieces at different
 * points, unless all logs lie in one piece: then that piece is confirmed in the same way, and a single
 * block by halves of its topics.
 *
 * Errors: {@link IncompleteLogs}, {@link LogConflict} when both have a log at one place and it differs,
 * other {@link RpcFailure}s.
 */
export async function confirmLogs(
  pool: RpcPool,
  witness: Endpoint,
  query: LogQuery,
  range: BlockRange,
  logs: readonly ChainLog[],
  largestPiece: number,
): Promise<void> {
  const blocks = range.to - range.from + 1
  if (blocks === 1) return confirmBlock(pool, witness, query, range, logs)
  const pieceBlocks = Math.min(Math.ceil(blocks / 2), largestPiece)
  const again: ChainLog[] = []
  for (let from = range.from; from <= range.to; from += pieceBlocks) {
    const piece = { from, to: Math.min(range.to, from + pieceBlocks - 1) }
    const part = await readLogs(pool, witness, query, piece, undefined)
    again.push(...part)
    const concentrated = part.length === logs.length && part.length >= smallestCap
    if (concentrated) await confirmLogs(pool, witness, query, piece, part, largestPiece)
  }
  compareLogs(logs, again)
}

async function confirmBlock(
  pool: RpcPool,
  witness: Endpoint,
  query: LogQuery,
  range: BlockRange,
  logs: readonly ChainLog[],
): Promise<void> {
  if (logs.length < smallestCap) {
    return compareLogs(logs, await readLogs(pool, witness, query, range, undefined))
  }
  const again: ChainLog[] = []
  for (const topics of topicHalves)
    again.push(...(await readLogs(pool, witness, query, range, topics)))
  const known = new Set<string>(topicHalves.flat())
  compareLogs(
    logs.filter((log) => known.has(log.topics[0] ?? '')),
    again.sort((a, b) => a.logIndex - b.logIndex),
  )
}

/** Two endpoints, or one at two times, tell different stories about the same place. */
export class LogConflict extends Error {
  override readonly name = 'LogConflict'
  readonly blockNumber: number
  constructor(blockNumber: number) {
    super(`block ${blockNumber} has other logs`)
    this.blockNumber = blockNumber
  }
}

function compareLogs(first: readonly ChainLog[], second: readonly ChainLog[]): void {
  const places = new Map(first.map((log) => [placeKey(log), log]))
  const common = second.filter((log) => places.has(placeKey(log)))
  for (const log of common) {
    const other = places.get(placeKey(log))
    if (other !== undefined && contentKey(other) !== contentKey(log)) {
      throw new LogConflict(log.blockNumber)
    }
  }
  if (common.length === first.length && common.length === second.length) return
  throw new IncompleteLogs(first.length, second.length)
}

const placeKey = (log: ChainLog): string => `${log.blockNumber}:${log.logIndex}`

const contentKey = (log: ChainLog): string =>
  [log.blockHash, log.transactionHash, log.from, ...log.topics, log.data].join(' ')

/**
 * Checks the blocks of an answer and fills in their times: the endpoint must have the range's last
 * block (else it lags, and an empty answer means nothing), the blocks' hashes must be the logs', and a
 * time the node wrote into the log must be the block's.
 * Errors: {@link RpcFailure}, {@link LogConflict}.
 */
export async function stampLogs(
  pool: RpcPool,
  endpoint: Endpoint,
  range: BlockRange,
  logs: readonly ChainLog[],
): Promise<readonly ChainLog[]> {
  const unstamped = logs.filter(({ timestamp }) => timestamp === 0)
  const wanted = [logs[0], ...unstamped, logs.at(-1)].flatMap((log) => log?.blockNumber ?? [])
  const headers = await readHeaders(pool, endpoint, [...new Set([...wanted, range.to])])
  return logs.map((log) => {
    const header = headers.get(log.blockNumber)
    if (header === undefined) return log
    if (header.hash !== log.blockHash) throw new LogConflict(log.blockNumber)
    if (log.timestamp !== 0 && log.timestamp !== header.timestamp) {
      throw new RpcFailure('unavailable', `block ${log.blockNumber} has two times`)
    }
    return { ...log, timestamp: header.timestamp }
  })
}
