import { createBlockQueue, finishRange, giveBack, takeRange, blocksOf } from './block-queue.ts'
import type { BlockQueue } from './block-queue.ts'
import { readLogs } from './chain-log.ts'
import type { BlockRange, ChainLog, LogQuery } from './chain-log.ts'
import { writePart } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { IncompleteLogs, LogConflict, confirmLogs, isBelowAnyCap } from './confirm-logs.ts'
import { looksCapped, stampLogs } from './confirm-logs.ts'
import { refuseOtherChains } from './chain-agreement.ts'
import { throwIfCancelled } from './json-rpc.ts'
import { createRangeSize, growRange, shrinkRange } from './range-size.ts'
import type { RangeSize } from './range-size.ts'
import { RpcFailure } from './rpc-failure.ts'
import { allDead, awaitPause, livingEndpoints } from './rpc-pool.ts'
import { noteFailure, noteSuccess } from './rpc-pool.ts'
import type { Endpoint, RpcPool } from './rpc-pool.ts'

/**
 * How often blocks are read: `all` = every range twice (from two endpoints when there are two);
 * `suspicious` = a second time only when the answer is empty or its length looks like a cap.
 */
export type LogVerification = 'all' | 'suspicious'

export interface LogJob {
  readonly query: LogQuery
  readonly range: BlockRange
  readonly checkpoint: Checkpoint
  readonly verify: LogVerification
  /** Requests under way per endpoint. */
  readonly concurrency: number
  /** Blocks of the first request, and the most ever asked for. */
  readonly blocks: { readonly first: number; readonly most: number }
  /** After each finished range. */
  readonly onRange: (doneBlocks: number, logs: number) => void
}

interface Work extends LogJob {
  readonly pool: RpcPool
  readonly queue: BlockQueue
  readonly sizes: ReadonlyMap<Endpoint, RangeSize>
}

/**
 * Reads all logs of a range into the checkpoint's parts, with every living endpoint at once. Ranges
 * that fail go back to the queue; endpoints that keep failing are left and the others go on.
 * Errors: RetryableError `E_RPC_ALL_DEAD`, CancelledError; finished parts are kept in any case.
 */
export async function fetchLogs(pool: RpcPool, job: LogJob): Promise<void> {
  const queue = createBlockQueue(job.range, job.checkpoint.finished)
  const sizes = new Map(
    pool.endpoints.map((e) => [e, createRangeSize(job.blocks.first, job.blocks.most)]),
  )
  const work: Work = { ...job, pool, queue, sizes }
  const stop = (cause: unknown): never => {
    queue.stopped = true
    throw cause
  }
  const workers = livingEndpoints(pool).flatMap((endpoint) =>
    Array.from({ length: job.concurrency }, () => drain(work, endpoint).catch(stop)),
  )
  const outcomes = await Promise.allSettled(workers)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  throwIfCancelled(pool.signal)
  if (queue.waiting.length > 0) throw allDead(pool)
}

/** One worker: takes ranges until none are left or its endpoint is. */
async function drain(work: Work, endpoint: Endpoint): Promise<void> {
  const { pool, queue } = work
  for (;;) {
    await awaitPause(pool, endpoint)
    if (endpoint.dropped !== undefined) return
    const range = takeRange(queue, sizeOf(work, endpoint).blocks)
    if (range !== undefined) await workOn(work, endpoint, range)
    else if (queue.inWork === 0 || queue.stopped) return
    else await pool.io.sleep(5, pool.signal)
  }
}

function sizeOf(work: Work, endpoint: Endpoint): RangeSize {
  return work.sizes.get(endpoint) ?? createRangeSize(work.blocks.first, work.blocks.most)
}

async function workOn(work: Work, endpoint: Endpoint, range: BlockRange): Promise<void> {
  const { pool, queue } = work
  let logs: readonly ChainLog[]
  try {
    logs = await readVerified(work, endpoint, range)
    await writePart(work.checkpoint.directory, range, logs)
  } catch (cause) {
    giveBack(queue, range)
    if (cause instanceof LogConflict) return settleConflict(work, endpoint, cause)
    if (!(cause instanceof RpcFailure)) throw cause
    return learn(work, endpoint, range, cause)
  }
  noteSuccess(endpoint)
  growRange(sizeOf(work, endpoint), blocksOf(range), logs.length)
  finishRange(queue, range)
  work.onRange(queue.doneBlocks, logs.length)
  throwIfCancelled(pool.signal)
}

/**
 * Draws the lessons of a failure. Too large a range is nothing bad, unless it is a single block; an
 * answer that was cut off is the endpoint's fault when no usual cap explains it, and its ranges only
 * shrink while there is no other endpoint to turn to.
 */
function learn(work: Work, endpoint: Endpoint, range: BlockRange, failure: RpcFailure): void {
  const aboutSize = failure.kind === 'range' || failure.kind === 'incomplete'
  if (aboutSize || failure.kind === 'unavailable') {
    shrinkRange(sizeOf(work, endpoint), blocksOf(range), failure)
  }
  const others = livingEndpoints(work.pool).length > 1
  const broken = others && failure instanceof IncompleteLogs && isBelowAnyCap(failure)
  if (!aboutSize || broken || range.from === range.to) noteFailure(work.pool, endpoint, failure)
}

/** Endpoints that disagree about a block with most, or with the one trusted most, are refused. */
async function settleConflict(
  work: Work,
  endpoint: Endpoint,
  conflict: LogConflict,
): Promise<void> {
  const block = conflict.blockNumber
  const refused = await refuseOtherChains(work.pool, block)
  if (refused.length > 0) return
  noteFailure(work.pool, endpoint, new RpcFailure('unavailable', conflict.message))
}

async function readVerified(
  work: Work,
  endpoint: Endpoint,
  range: BlockRange,
): Promise<readonly ChainLog[]> {
  const { pool, query } = work
  const found = await readLogs(pool, endpoint, query, range, undefined)
  const capped = looksCapped(found.length)
  if (capped && range.from < range.to) {
    throw new RpcFailure('incomplete', `exactly ${found.length} logs: most likely a cap`)
  }
  const logs = await stampLogs(pool, endpoint, range, found)
  if (work.verify === 'all' || capped || found.length === 0) {
    await confirmByWitness(work, endpoint, range, logs)
  }
  return ownLogs(logs, query)
}

async function confirmByWitness(
  work: Work,
  endpoint: Endpoint,
  range: BlockRange,
  logs: readonly ChainLog[],
): Promise<void> {
  const { pool, query } = work
  // A node without some logs tells the same story as often as it is asked: while another endpoint
  // lives, only that one's word counts, even if it has to be waited for.
  const witness = livingEndpoints(pool).find((other) => other !== endpoint) ?? endpoint
  try {
    if (witness !== endpoint) {
      await awaitPause(pool, witness)
      await stampLogs(pool, witness, range, [])
    }
    await confirmLogs(pool, witness, query, range, logs, sizeOf(work, witness).blocks)
    noteSuccess(witness)
  } catch (cause) {
    const ownFault = cause instanceof IncompleteLogs && cause.lacking === 'answer'
    if (witness === endpoint || ownFault || !(cause instanceof RpcFailure)) throw cause
    // The lesson is about the pieces it was asked for: they must shrink until no cap can cut them.
    const blocks = Math.min(Math.ceil(blocksOf(range) / 2), sizeOf(work, witness).blocks)
    learn(work, witness, { from: range.from, to: range.from + blocks - 1 }, cause)
    await confirmByWitness(work, endpoint, range, logs)
  }
}

/** Of the position manager's logs, those of transactions in which it acted on our pool. */
function ownLogs(logs: readonly ChainLog[], query: LogQuery): readonly ChainLog[] {
  if (query.positionManager === undefined) return logs
  const owner = query.positionManager.toLowerCase().slice(2)
  const acted = (log: ChainLog): boolean =>
    log.from === 'pool' && log.topics[1]?.endsWith(owner) === true
  const transactions = new Set(logs.filter(acted).map((log) => log.transactionHash))
  return logs.filter((log) => log.from === 'pool' || transactions.has(log.transactionHash))
}
