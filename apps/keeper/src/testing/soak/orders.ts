import type { Hash, Hex } from 'viem'
import type { KeeperConfig } from '../../config/schema.ts'
import type { EpochState, JobKind } from '../../ports.ts'
import type { KeeperPlace } from '../test-keeper.ts'

/** What the keeper of a soak is told, as JSON in `TICKWISE_SOAK_KEEPER`. */
export interface SoakOrders {
  readonly place: Omit<KeeperPlace, 'keeper'> & { readonly modelHash: Hex }
  readonly journalPath: string
  readonly urls: readonly string[]
  readonly timeoutMs: number
  readonly tradeEvery: number
  readonly confirmations: number
  readonly limits: Partial<KeeperConfig['limits']>
  readonly sentinel: KeeperConfig['sentinel']
  /** Unix seconds. */
  readonly now: number
  /** The fault point at which the process dies, if any. */
  readonly dieAt?: string
  /** Opens its journal at the first look only. */
  readonly idle?: boolean
}

/** A line on the keeper's standard input. */
export type SoakCommand =
  | { readonly do: 'tick'; readonly now: number }
  | { readonly do: 'measure'; readonly integrity: boolean }
  /** Closes the journal; the next look opens it anew. */
  | { readonly do: 'close' }
  /** Gives the lease back. */
  | { readonly do: 'yield' }

/** What a look came to. */
export interface SoakAnswer {
  readonly result: 'acted' | 'waited' | 'stopped'
  readonly reason: string
  /** Codes. */
  readonly problems: readonly string[]
  /** Alerts that a person got. */
  readonly told: readonly string[]
  readonly inFlight: readonly { readonly job: JobKind; readonly hashes: readonly Hash[] }[]
  readonly commitment?: {
    readonly epoch: number
    readonly validAfter: number
    readonly deadline: number
  }
  readonly state?: EpochState
  readonly epoch?: number
}

/** What a keeper takes up after garbage was collected. */
export interface SoakMeasure {
  readonly heapBytes: number
  readonly rssBytes: number
  readonly externalBytes: number
  readonly fds: number
  readonly journalBytes: number
  readonly walBytes: number
  readonly loggedBytes: number
  /** SQLite's own check, when it was asked for. */
  readonly integrity?: string
}
