import { mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CheckFailedError, UserError, deriveStartState } from '@tickwise/amm'
import type { PoolEvent, PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { ChainState, Dataset, Progress } from '../dataset.ts'
import { isRangeEvent, joinPositionEvents } from '../positions/join-position-events.ts'
import type { RangeEvent } from '../positions/join-position-events.ts'
import { withDatasetLock } from '../store/dataset-lock.ts'
import { writeDataset } from '../store/write-dataset.ts'
import type { DatasetContent, DatasetMeta } from '../store/write-dataset.ts'
import { removeCheckpoint } from './checkpoint.ts'
import type { PositionLog } from './decode-position-log.ts'
import { compareWithChain } from './compare-with-chain.ts'
import type { FetchOptions, FetchProgress } from './fetch-options.ts'
import { prepareFetch, readEvents } from './fetch-pool-events.ts'
import type { FetchedEvents } from './fetch-pool-events.ts'
import { readStates } from './kept-states.ts'
import type { KeptStates } from './kept-states.ts'

/** What `data fetch` takes. */
export interface FetchedDatasetOptions extends Omit<FetchOptions, 'checkpointDirectory'> {
  /** The dataset folder to make; finished ranges are kept in `<directory>.fetch` until it is whole. */
  readonly directory: string
  /** Read the pool's state before the first block; default true. */
  readonly startState?: boolean
  /** Put the dataset in the place of an older one. */
  readonly replace?: boolean
}

/**
 * Fetches a pool's events and writes them as a dataset, with the start state and a last comparison of
 * where the events lead with the pool on chain. After any end, also a kill, the same call goes on where
 * it stopped, and the dataset is the same to the byte.
 *
 * Without archive state the start is derived from the events; the manifest's `gapCheck` says so.
 *
 * Errors: those of {@link fetchPoolEvents} and `writeDataset`; CheckFailedError `E_RPC_GAP` when the
 * events do not lead to the pool's state on chain; RetryableError `E_RPC_STATE`.
 *
 * @example
 * const dataset = await createFetchedDataset({
 *   rpcUrls: ['https://eth.example.org'],
 *   pool: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640',
 *   fromBlock: 18937382,
 *   directory: 'data/usdc-weth',
 * })
 */
export async function createFetchedDataset(options: FetchedDatasetOptions): Promise<Dataset> {
  const directory = resolve(options.directory)
  await refuseExisting(directory, options.replace ?? false)
  const checkpointDirectory = `${directory}.fetch`
  return withDatasetLock(checkpointDirectory, async () => {
    const fetchOptions = { ...options, checkpointDirectory }
    const prepared = await prepareFetch(fetchOptions)
    await mkdir(checkpointDirectory, { recursive: true })
    const wantsStart = options.startState ?? true
    const states = await readStates(prepared, checkpointDirectory, wantsStart)
    if (wantsStart && states.start === undefined) {
      options.onNotice?.(
        `no endpoint has the pool's state at block ${options.fromBlock - 1}: the start is derived from the events (an archive node would give it)`,
      )
    }
    const fetched = await readEvents(prepared, fetchOptions)
    const dataset = await write(directory, fetched, states, options)
    await removeCheckpoint(checkpointDirectory)
    return dataset
  })
}

async function refuseExisting(directory: string, replace: boolean): Promise<void> {
  const exists = await stat(join(directory, 'manifest.json')).then(
    () => true,
    () => false,
  )
  if (!exists || replace) return
  throw new UserError('E_EXISTS', `${directory} exists already`, {
    hint: 'choose another folder, or replace it with --force',
    facts: { directory },
  })
}

async function write(
  directory: string,
  fetched: FetchedEvents,
  states: KeptStates,
  options: FetchedDatasetOptions,
): Promise<Dataset> {
  const { fee, tickSpacing } = fetched.identity
  const spec: PoolSpec = { fee, tickSpacing }
  const wantsPositions = options.positionManager !== undefined
  const positionLogs: PositionLog[] = []
  if (wantsPositions) for await (const log of fetched.positionLogs()) positionLogs.push(log)
  const rangeEvents: RangeEvent[] = []
  const content: DatasetContent = {
    meta: metaOf(fetched, states, options),
    events: wantsPositions ? noteRangeEvents(fetched.events(), rangeEvents) : fetched.events(),
    startState: (columns) => {
      const start = states.start ?? deriveStartState(columns, spec)
      if (states.end !== undefined) refuseOtherEnd(columns, spec, start, states.end)
      return start
    },
    ...(states.end === undefined ? {} : { states: [states.end] }),
    ...(wantsPositions
      ? { positionEvents: () => joinPositionEvents(positionLogs, rangeEvents) }
      : {}),
  }
  return writeDataset(directory, content, {
    replace: options.replace ?? false,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (progress) => options.onProgress?.({ ...progress, ...nothingToRead }),
  })
}

/** While the dataset is written, no endpoint is asked any more. */
const nothingToRead: Omit<FetchProgress, keyof Progress> = {
  events: 0,
  blocksPerSecond: 0,
  endpoints: 0,
}

async function* noteRangeEvents(
  events: AsyncGenerator<PoolEvent>,
  noted: RangeEvent[],
): AsyncGenerator<PoolEvent> {
  for await (const event of events) {
    if (isRangeEvent(event)) noted.push(event)
    yield event
  }
}

function metaOf(
  fetched: FetchedEvents,
  states: KeptStates,
  options: FetchedDatasetOptions,
): DatasetMeta {
  const { identity, fromBlock, lastBlock } = fetched
  const reading =
    options.verify === 'suspicious'
      ? 'empty answers and answers of a suspicious length were read twice'
      : 'every block was read twice, in ranges of different lengths'
  const compared =
    states.start === undefined ? 'price and liquidity' : 'price, liquidity and fee growths'
  return {
    pool: identity,
    simulated: false,
    source: {
      text: `eth_getLogs, blocks ${fromBlock} to ${lastBlock.number} (${lastBlock.hash}) of chain ${identity.chainId}`,
      format: 'rpc',
    },
    gapCheck: {
      how: `${reading}; the state the events lead to was compared with the pool at the last block`,
      result: [
        states.start === undefined
          ? 'no start state from the chain: it is derived from the events'
          : 'the start state was read from the chain',
        states.end === undefined
          ? 'the pool at the last block could not be read: not compared'
          : `${compared} at the last block are equal`,
      ].join('; '),
    },
  }
}

function refuseOtherEnd(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  end: ChainState,
): void {
  const [first] = compareWithChain(columns, spec, start, end)
  if (first === undefined) return
  throw new CheckFailedError(
    'E_RPC_GAP',
    `the events fetched do not lead to the pool's ${first.what} at block ${end.blockNumber}: an endpoint keeps logs back`,
    {
      hint: 'remove the .fetch folder beside the output and fetch again from other RPC URLs',
      facts: { block: end.blockNumber, fromEvents: first.fromEvents, onChain: first.onChain },
    },
  )
}
