import { mineBlock } from '@tickwise/localchain'
import { InvariantError, type PoolEvent } from '@tickwise/amm'
import type { ChainState, JobOptions } from '../dataset.ts'
import { decodePoolLog } from '../fetch/decode-log.ts'
import { decodePositionLog, type PositionLog } from '../fetch/decode-position-log.ts'
import { isRangeEvent, type RangeEvent } from '../positions/join-position-events.ts'
import { breathe, step } from '../store/job.ts'
import type { ExpectedEvent, ExpectedState, PlannedBlock } from './actions.ts'
import type { ChainSession } from './chain-session.ts'
import { encodeAction } from './encode-action.ts'
import { readLogs, readPoolState, type AddressedLog } from './read-chain.ts'

/** What is read beside the pool events; complete when the last event has been yielded. */
export interface MarketRecord {
  readonly states: ChainState[]
  readonly positionLogs: PositionLog[]
  /** The pool events that position logs are joined to. */
  readonly rangeEvents: RangeEvent[]
}

export interface RecordOptions extends JobOptions {
  /** Unix seconds, for progress. */
  readonly startTime: number
  readonly endTime: number
}

/** Blocks sent before their logs are asked for. */
const chunkBlocks = 200

interface Chunk {
  readonly blocks: readonly PlannedBlock[]
  readonly logs: Promise<readonly AddressedLog[]>
  readonly settled: Promise<unknown>
}

/**
 * Mines planned blocks on the session's chain and yields the pool events that the real contracts emitted.
 *
 * While the node works on one chunk of blocks the next is planned. Each event and each hourly state is compared
 * with the plan.
 *
 * @throws InvariantError `E_SIMULATION_DIFFERS` when contract and exact pool disagree.
 */
export async function* recordMarket(
  session: ChainSession,
  blocks: Iterable<PlannedBlock>,
  record: MarketRecord,
  options: RecordOptions,
): AsyncGenerator<PoolEvent> {
  const { startTime, endTime } = options
  const sender = await createSender(session, record)
  const underWay: Chunk[] = []
  let chunk: PlannedBlock[] = []
  for (const block of blocks) {
    chunk.push(block)
    if (chunk.length < chunkBlocks) continue
    underWay.push(sender(chunk))
    chunk = []
    await breathe()
    step(options, 'simulating', block.timestamp - startTime, endTime - startTime)
    if (underWay.length > 1) yield* confirm(session, underWay.shift(), record)
  }
  if (chunk.length > 0) underWay.push(sender(chunk))
  for (const last of underWay) yield* confirm(session, last, record)
  step(options, 'simulating', endTime - startTime, endTime - startTime)
}

/** Sends chunks one after the other; what comes back is awaited in {@link confirm}. */
async function createSender(
  session: ChainSession,
  record: MarketRecord,
): Promise<(blocks: readonly PlannedBlock[]) => Chunk> {
  const { anvil, pool, operator: from, positionManager } = session
  let nonce = session.firstNonce
  let height = Number(await anvil.client.getBlockNumber())
  let timestamp = 0
  return (blocks) => {
    const first = height + 1
    const work: Promise<unknown>[] = []
    for (const block of blocks) {
      if (block.stateBefore !== undefined)
        work.push(keepState(session, record, block.stateBefore, { timestamp, blockNumber: height }))
      const transactions = block.actions.map((action) => ({
        ...encodeAction(session, action),
        from,
        nonce: nonce++,
      }))
      work.push(mineBlock(anvil, { timestamp: block.timestamp, transactions }))
      timestamp = block.timestamp
      height++
    }
    const logs = readLogs(anvil, [pool, positionManager], first, height)
    const settled = Promise.all([...work, logs])
    // Looked at later; until then a failure must not count as unhandled.
    settled.catch(() => undefined)
    return { blocks, logs, settled }
  }
}

async function keepState(
  session: ChainSession,
  record: MarketRecord,
  expected: ExpectedState,
  place: { readonly timestamp: number; readonly blockNumber: number },
): Promise<void> {
  const state = await readPoolState(session.anvil, session.pool)
  requireEqual(expected, { ...state }, `the pool state after block ${place.blockNumber}`)
  record.states.push({ ...place, ...state })
}

async function* confirm(
  session: ChainSession,
  chunk: Chunk | undefined,
  record: MarketRecord,
): AsyncGenerator<PoolEvent> {
  if (chunk === undefined) return
  await chunk.settled
  const events: PoolEvent[] = []
  for (const log of await chunk.logs) {
    if (log.address === session.pool) {
      const event = decodePoolLog(log)
      if (event !== undefined) events.push(event)
    } else {
      const positionLog = decodePositionLog(log)
      if (positionLog !== undefined) record.positionLogs.push(positionLog)
    }
  }
  compareWithPlan(chunk.blocks, events)
  record.rangeEvents.push(...events.filter(isRangeEvent))
  yield* events
}

function compareWithPlan(blocks: readonly PlannedBlock[], events: readonly PoolEvent[]): void {
  const expected: { readonly event: ExpectedEvent; readonly timestamp: number }[] = blocks.flatMap(
    (block) => block.expected.map((event) => ({ event, timestamp: block.timestamp })),
  )
  const facts = { expected: expected.length, found: events.length }
  expected.forEach(({ event, timestamp }, i) => {
    const actual = events[i]
    if (actual === undefined)
      throw new InvariantError(
        'E_SIMULATION_DIFFERS',
        'the chain holds fewer events than planned',
        { facts },
      )
    const where = `${event.kind} at block ${actual.blockNumber}, log ${actual.logIndex}`
    requireEqual({ ...event, timestamp }, { ...actual }, where)
  })
  if (events.length > expected.length)
    throw new InvariantError('E_SIMULATION_DIFFERS', 'the chain holds more events than planned', {
      facts,
    })
}

function requireEqual(
  expected: object,
  actual: Readonly<Record<string, unknown>>,
  where: string,
): void {
  for (const [field, value] of Object.entries(expected))
    if (actual[field] !== value)
      throw new InvariantError(
        'E_SIMULATION_DIFFERS',
        `contract and exact pool differ in ${where}`,
        {
          hint: 'report this with seed and parameters',
          facts: { field, expected: String(value), actual: String(actual[field]) },
        },
      )
}
