import type { MarketView } from '@tickwise/strategies'
import type { Address, Hash, Hex } from 'viem'

/** Time as the keeper knows it; parity and tests turn it themselves. */
export interface Clock {
  /** Unix seconds, whole. */
  now(): number
  /** Settles after that time, or at once when the signal aborts. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>
}

/** Where a decision of one vault and epoch stands. What is on chain decides; the journal remembers. */
export type EpochState =
  | 'idle'
  | 'poked'
  | 'inferred'
  | 'committed'
  | 'revealable'
  | 'executed'
  | 'scored'
  | 'skipped'
  | 'expired'
  | 'failed'

/** What a transaction of the keeper is for. */
export type JobKind = 'poke' | 'commit' | 'reveal' | 'expire' | 'score' | 'finalise'

/** Everything that happens to a keeper and that logs, metrics and alerts are made of. Plain data, no secrets. */
export type KeeperEvent =
  | { readonly kind: 'tick'; readonly at: number; readonly result: 'acted' | 'waited' | 'stopped' }
  | {
      readonly kind: 'state'
      readonly vault: Address
      readonly epoch: number
      readonly from: EpochState
      readonly to: EpochState
      readonly reason: string
    }
  | {
      readonly kind: 'sent'
      readonly job: JobKind
      readonly vault: Address
      readonly epoch: number
      readonly hash: Hash
      readonly nonce: number
      readonly attempt: number
      readonly maxFeePerGas: bigint
    }
  | {
      readonly kind: 'mined'
      readonly job: JobKind
      readonly vault: Address
      readonly epoch: number
      readonly hash: Hash
      readonly blockNumber: bigint
      readonly gasUsed: bigint
      readonly feeWei: bigint
      readonly reverted: boolean
    }
  | {
      readonly kind: 'reorg'
      readonly depth: number
      readonly vault: Address
      readonly epoch: number
      readonly job: JobKind
    }
  | {
      readonly kind: 'rpc'
      readonly endpoint: string
      readonly method: string
      readonly result: 'ok' | 'failed' | 'disagrees' | 'lags'
    }
  | {
      readonly kind: 'head'
      readonly blockNumber: bigint
      readonly timestamp: number
      readonly lagSeconds: number
    }
  | { readonly kind: 'balance'; readonly wei: bigint }
  | {
      /** A decision, before anything is done about it. */
      readonly kind: 'decided'
      readonly vault: Address
      readonly epoch: number
      readonly forecastX16: number
      readonly trade: boolean
      readonly reason: string
    }
  | {
      /** Dry run: what would have been signed and sent. */
      readonly kind: 'would-send'
      readonly job: JobKind
      readonly vault: Address
      readonly epoch: number
      readonly to: Address
      readonly data: Hex
      readonly gas: bigint
      /** What the call does, a line each. */
      readonly effects: readonly string[]
    }
  | {
      readonly kind: 'problem'
      /** `E_…` of the error, or the name of what is wrong. */
      readonly code: string
      readonly message: string
      readonly vault?: Address
      readonly epoch?: number
      /** Whether a person has to do something. */
      readonly severity: 'warning' | 'alert'
    }

/** Hears what happens. Must not throw and must not wait. */
export type Listener = (event: KeeperEvent) => void

/** What a guard is asked before anything is sent. */
export interface GuardQuestion {
  readonly now: number
  readonly vault: Address
  readonly epoch: number
  readonly job: JobKind
  readonly to: Address
  readonly data: Hex
  /** Most that the transaction can cost. */
  readonly maxCostWei: bigint
  /** The keeper's balance of the native token. */
  readonly balanceWei: bigint
}

/** Whether something may be sent. A refusal is not a failure: it is tried again at the next tick. */
export type GuardAnswer =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: string; readonly reason: string }

/** Asked before every send; the first refusal counts. */
export interface Guard {
  readonly name: string
  ask(question: GuardQuestion): GuardAnswer | Promise<GuardAnswer>
}

/**
 * A place where a test may end the process, named after the edge that was just passed:
 * `commit:written`, `commit:signed`, `commit:sent`, `commit:mined` …
 */
export type FaultPoint = (name: string) => void

/** A market before a decision about it. */
export interface SentinelQuestion {
  readonly vault: Address
  readonly epoch: number
  readonly epochSeconds: number
  /** Unix second at which the epoch before ended: the last that the decision knows. */
  readonly end: number
  /** What was known at an earlier time; times before its `historyStart` cannot be asked for. */
  viewAt(timestamp: number): MarketView
}

/** Whether a market is left alone, and how far it is from the ordinary. */
export interface SentinelAnswer {
  readonly skip: boolean
  readonly score: number
  /** A sentence with the score in it. */
  readonly reason: string
}

/** Asked before every decision; pure, so that a replay says the same. */
export interface Sentinel {
  /** Epochs of history that it wants to see. */
  readonly historyEpochs: number
  assess(question: SentinelQuestion): SentinelAnswer
}
