import type { Address, Hash, Hex } from 'viem'
import type { EpochState, JobKind } from '../ports.ts'

/** Where a job stands. What is `planned` has written nothing to the network. */
export type JobState =
  | 'planned'
  | 'signed'
  | 'sent'
  | 'mined'
  | 'final'
  | 'failed'
  | 'cancelled'
  /** Dry run: it ended before it was signed. */
  | 'would-send'

/** Whose journal entries are meant: one journal can serve several keepers. */
export interface JournalScope {
  readonly chain: number
  readonly vault: Address
  readonly keeper: Address
}

/** Something to be done once on chain. */
export interface Job {
  readonly id: number
  readonly kind: JobKind
  readonly epoch: number
  /** What it is about where the epoch does not say it: an inference's id. */
  readonly subject: string
  readonly state: JobState
  readonly target: Address
  readonly data: Hex
  /** For people: what the call does. */
  readonly detail: string
  /** Unix second after which it could only fail. */
  readonly usefulUntil: number
  /** Transactions of it that were mined and reverted. */
  readonly reverts: number
  readonly createdAt: number
}

/** A transaction that was signed. */
export interface Attempt {
  readonly id: number
  readonly job: number
  /** `cancel`: a transfer of nothing to oneself, in the place of work that is no longer wanted. */
  readonly purpose: 'work' | 'cancel'
  readonly nonce: number
  readonly hash: Hash
  readonly raw: Hex
  readonly maxFeePerGasWei: bigint
  readonly tipWei: bigint
  /** `lost`: another transaction took its nonce. */
  readonly status: 'signed' | 'sent' | 'mined' | 'lost'
  readonly endpoint: string | undefined
  readonly signedAt: number
  /** Head when it was last handed to an endpoint. */
  readonly sentBlock: bigint | undefined
  readonly block: { readonly number: bigint; readonly hash: Hash } | undefined
  readonly reverted: boolean
}

/** What a keeper decided about an epoch, and where the epoch stands. */
export interface EpochRecord {
  readonly epoch: number
  readonly state: EpochState
  /** JSON of the decision; `{}` before there is one. */
  readonly payload: string
  readonly decidedAt: number
}

/** A line of the journal. */
export interface JournalEvent {
  readonly seq: number
  readonly at: number
  readonly vault: string | null
  readonly epoch: number | null
  readonly kind: string
  /** JSON. */
  readonly body: string
}
