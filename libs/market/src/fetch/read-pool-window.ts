import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PoolEvent, StartState } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'
import type { FetchOptions } from './fetch-options.ts'
import { prepareFetch, readEvents } from './fetch-pool-events.ts'
import { readPoolState } from './start-state.ts'

/** Events of a pool in a range of blocks, with its state before them. */
export interface PoolWindow {
  readonly identity: PoolIdentity
  /** Absent when it was not asked for, or no endpoint keeps state that old. */
  readonly startState?: StartState
  /** In chain order. */
  readonly events: readonly PoolEvent[]
}

/** What {@link readPoolWindow} takes. */
export interface PoolWindowOptions extends Omit<FetchOptions, 'checkpointDirectory'> {
  readonly toBlock: number
  /** Read the pool's state at the end of the block before `fromBlock`. */
  readonly startState: boolean
}

/**
 * Reads some hours of a pool into memory, by the same careful way as a fetch to disk: every block twice,
 * endpoints compared, nothing believed because it is empty.
 *
 * Errors: those of `fetchPoolEvents`.
 *
 * @example
 * const { startState, events } = await readPoolWindow({ rpcUrls, pool, fromBlock, toBlock, startState: true })
 */
export async function readPoolWindow(options: PoolWindowOptions): Promise<PoolWindow> {
  const parent = await mkdtemp(join(tmpdir(), 'tickwise-window-'))
  try {
    const fetchOptions = { ...options, checkpointDirectory: join(parent, 'fetch') }
    const prepared = await prepareFetch(fetchOptions)
    const { rpc, identity } = prepared
    const startState = options.startState
      ? await readPoolState(rpc, identity.address, identity, options.fromBlock - 1)
      : undefined
    const fetched = await readEvents(prepared, fetchOptions)
    const events: PoolEvent[] = []
    for await (const event of fetched.events()) events.push(event)
    return { identity, events, ...(startState === undefined ? {} : { startState }) }
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
}
