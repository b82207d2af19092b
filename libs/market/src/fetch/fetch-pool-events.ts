import { InvariantError, UserError } from '@tickwise/amm'
import type { Hex, PoolEvent } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'
import { withDatasetLock } from '../store/dataset-lock.ts'
import type { BlockHeader } from './block-header.ts'
import { blocksOf } from './block-queue.ts'
import { agreeOnChain, agreeOnLastBlock, readFinalBlock } from './chain-agreement.ts'
import type { BlockRange, ChainLog } from './chain-log.ts'
import { listParts, openCheckpoint, readPart, readRequest } from './checkpoint.ts'
import type { FetchRequest } from './checkpoint.ts'
import { decodePoolLog } from './decode-log.ts'
import { decodePositionLog } from './decode-position-log.ts'
import type { PositionLog } from './decode-position-log.ts'
import { systemIo } from './fetch-io.ts'
import { fetchLogs } from './fetch-logs.ts'
import { checkAddress, checkBlockRange } from './fetch-options.ts'
import type { FetchOptions } from './fetch-options.ts'
import { readPoolIdentity } from './pool-identity.ts'
import { createRpcPool, livingEndpoints } from './rpc-pool.ts'
import type { RpcPool } from './rpc-pool.ts'

/** A finished fetch; its events lie in the checkpoint folder. */
export interface FetchedEvents {
  readonly identity: PoolIdentity
  readonly fromBlock: number
  readonly lastBlock: BlockHeader
  /** Finished ranges, ascending, without gaps. */
  readonly parts: readonly BlockRange[]
  /** All pool events in chain order; reads one part at a time. */
  readonly events: () => AsyncGenerator<PoolEvent>
  /** The position manager's logs of transactions in which it acted on the pool, in chain order. */
  readonly positionLogs: () => AsyncGenerator<PositionLog>
}

/** A fetch that is set up but has read no logs. */
export interface PreparedFetch {
  readonly rpc: RpcPool
  readonly identity: PoolIdentity
  readonly fromBlock: number
  readonly lastBlock: BlockHeader
  readonly positionManager: Hex | undefined
}

/**
 * Fetches all events of a pool in a range of final blocks by `eth_getLogs` from one or several JSON-RPC
 * endpoints. Finished ranges are kept in `checkpointDirectory`: after any end, also a kill, the same
 * call goes on from there and the result is the same.
 *
 * Errors: UserError `E_RPC_URL`, `E_RPC_CHAIN`, `E_ADDRESS`, `E_BLOCK_RANGE`, `E_NOT_A_POOL`,
 * `E_FETCH_CHECKPOINT`; RetryableError `E_RPC_ALL_DEAD`, `E_RPC_NOT_FINAL`, `E_RPC_LAGGING`, `E_LOCKED`;
 * CancelledError.
 *
 * @example
 * const fetched = await fetchPoolEvents({
 *   rpcUrls: ['https://eth.example.org'],
 *   pool: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640',
 *   fromBlock: 18937382,
 *   toBlock: 18944480,
 *   checkpointDirectory: 'data/day.fetch',
 * })
 * for await (const event of fetched.events()) console.log(event.kind)
 */
export async function fetchPoolEvents(options: FetchOptions): Promise<FetchedEvents> {
  return withDatasetLock(options.checkpointDirectory, async () => {
    const prepared = await prepareFetch(options)
    return readEvents(prepared, options)
  })
}

/** Looks at endpoints, chain and pool, and settles the last block. Reads no logs. */
export async function prepareFetch(options: FetchOptions): Promise<PreparedFetch> {
  const address = checkAddress(options.pool, 'pool')
  const positionManager =
    options.positionManager === undefined
      ? undefined
      : checkAddress(options.positionManager, 'position manager')
  checkBlockRange(options.fromBlock, options.toBlock)
  const begun = await readRequest(options.checkpointDirectory)
  const rpc = createRpcPool(options.rpcUrls, {
    io: options.io ?? systemIo,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxFailures: options.maxFailures ?? 8,
    backOffMs: options.backOffMs ?? { first: 500, longest: 30_000 },
    signal: options.signal,
    onNotice: options.onNotice,
  })
  const chainId = await agreeOnChain(rpc, options.chainId)
  const final = await readFinalBlock(rpc, chainId, options.finalityDepth)
  // Without a last block of the user's, a resumed run ends where the first one was to end.
  const lastBlock = await agreeOnLastBlock(rpc, final, options.toBlock ?? begun?.toBlock)
  checkBlockRange(options.fromBlock, lastBlock.number)
  const prepared = { rpc, positionManager, fromBlock: options.fromBlock, lastBlock }
  if (begun !== undefined) {
    const asked = requestOf({ ...prepared, chainId, address })
    refuseOtherRequest(options.checkpointDirectory, begun, asked)
  }
  return { ...prepared, identity: await readPoolIdentity(rpc, chainId, address) }
}

interface RequestParts extends Omit<PreparedFetch, 'identity' | 'rpc'> {
  readonly chainId: number
  readonly address: Hex
}

function requestOf(parts: RequestParts): FetchRequest {
  return {
    version: 1,
    chainId: parts.chainId,
    pool: parts.address,
    positionManager: parts.positionManager ?? null,
    fromBlock: parts.fromBlock,
    toBlock: parts.lastBlock.number,
    toBlockHash: parts.lastBlock.hash,
  }
}

function refuseOtherRequest(directory: string, begun: FetchRequest, asked: FetchRequest): void {
  const keys = [
    'chainId',
    'pool',
    'positionManager',
    'fromBlock',
    'toBlock',
    'toBlockHash',
  ] as const
  const differing = keys.find((key) => begun[key] !== asked[key])
  if (differing === undefined) return
  const [before, now] = [String(begun[differing]), String(asked[differing])]
  throw new UserError(
    'E_FETCH_CHECKPOINT',
    `${directory} holds an unfinished fetch of something else: ${differing} was ${before}, is ${now}`,
    {
      hint: `finish that one first, choose another output, or remove ${directory}`,
      facts: { directory, field: differing, before, now },
    },
  )
}

/** Reads what the checkpoint lacks. */
export async function readEvents(
  prepared: PreparedFetch,
  options: FetchOptions,
): Promise<FetchedEvents> {
  const { rpc, identity, fromBlock, lastBlock, positionManager } = prepared
  const directory = options.checkpointDirectory
  const request = requestOf({ ...prepared, chainId: identity.chainId, address: identity.address })
  const checkpoint = await openCheckpoint(directory, request)
  const range = { from: fromBlock, to: lastBlock.number }
  await fetchLogs(rpc, {
    query: {
      pool: identity.address,
      ...(positionManager === undefined ? {} : { positionManager }),
    },
    range,
    checkpoint,
    verify: options.verify ?? 'all',
    concurrency: options.concurrency ?? 4,
    blocks: { first: options.firstBlocks ?? 2000, most: options.mostBlocks ?? 1_000_000 },
    onRange: progressOf(rpc, range, checkpoint.finished, options),
  })
  const parts = await listParts(directory)
  refuseGaps(range, parts)
  return {
    identity,
    fromBlock,
    lastBlock,
    parts,
    events: () => decodeParts(directory, parts, 'pool', decodePoolLog),
    positionLogs: () => decodeParts(directory, parts, 'positionManager', decodePositionLog),
  }
}

function progressOf(
  rpc: RpcPool,
  range: BlockRange,
  finished: readonly BlockRange[],
  options: FetchOptions,
): (doneBlocks: number, logs: number) => void {
  const total = blocksOf(range)
  const before = finished.reduce((sum, part) => sum + blocksOf(part), 0)
  const start = rpc.io.now()
  let events = 0
  return (done, logs) => {
    events += logs
    const blocksPerSecond = ((done - before) * 1000) / Math.max(1, rpc.io.now() - start)
    const secondsLeft = (total - done) / blocksPerSecond
    options.onProgress?.({
      phase: 'reading blocks',
      done,
      total,
      events,
      blocksPerSecond,
      ...(Number.isFinite(secondsLeft) ? { secondsLeft } : {}),
      endpoints: livingEndpoints(rpc).length,
    })
  }
}

function refuseGaps(range: BlockRange, parts: readonly BlockRange[]): void {
  let next = range.from
  for (const part of parts) {
    if (part.from !== next) break
    next = part.to + 1
  }
  if (next === range.to + 1) return
  throw new InvariantError('E_FETCH_GAP', `the fetch ended, but block ${next} was not read`, {
    hint: 'please report this with the command you ran; running it again will read the block',
  })
}

async function* decodeParts<T>(
  directory: string,
  parts: readonly BlockRange[],
  from: ChainLog['from'],
  decode: (log: ChainLog) => T | undefined,
): AsyncGenerator<T> {
  for (const part of parts) {
    for (const log of await readPart(directory, part)) {
      const event = log.from === from ? decode(log) : undefined
      if (event !== undefined) yield event
    }
  }
}
