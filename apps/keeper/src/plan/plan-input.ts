import type { KeeperAccount } from '@tickwise/protocol'
import type { Hex } from 'viem'
import type { EpochState, JobKind } from '../ports.ts'
import type { KeeperSettings } from '../settings.ts'

/** A job that may still change the chain, as far as planning needs it. */
export interface PlannedJob {
  readonly id: number
  readonly kind: JobKind
  readonly epoch: number
  readonly subject: string
  /** Unix second after which what it would send can only fail. */
  readonly usefulUntil: number
  /** It is in a block, and it did not revert. */
  readonly mined: boolean
}

/** Where an epoch stands and what was decided about it. */
export interface PlannedEpoch {
  readonly state: EpochState
  /** Absent before the decision. */
  readonly trade?: boolean
}

/** An inference of ours that something is left to do about. */
export interface DueEntry {
  readonly epoch: number
  readonly inferenceId: Hex
  readonly kind: 'score' | 'finalise'
}

/** Everything that is known at a tick. Plain data: planning asks nobody. */
export interface PlanInput {
  /** Unix seconds. */
  readonly now: number
  readonly settings: Pick<
    KeeperSettings,
    | 'mode'
    | 'confirmationSeconds'
    | 'delaySeconds'
    | 'commitWithinBps'
    | 'withholdBeforeSeconds'
    | 'marginSeconds'
    | 'maxReverts'
    | 'confirmations'
  >
  readonly epochSeconds: number
  readonly terms: { readonly minDelaySeconds: number; readonly revealWindowSeconds: number }
  /** Timestamp of the head: the next block's is not lower. */
  readonly headTime: number
  /** Latest epoch that the oracle has recorded. */
  readonly latestEpoch: number
  readonly account: Pick<KeeperAccount, 'live' | 'epoch' | 'validAfter' | 'deadline' | 'nextNonce'>
  /** Why nothing can be committed to now; a sentence. */
  readonly obstacle: string | undefined
  /** What kept earlier looks from committing in this epoch; a sentence. */
  readonly hindrance: string | undefined
  readonly jobs: readonly PlannedJob[]
  readonly epochs: ReadonlyMap<number, PlannedEpoch>
  /** Transactions of a kind and epoch that reverted, `kind/epoch`. */
  readonly reverts: ReadonlyMap<string, number>
  readonly due: readonly DueEntry[]
}

/** How reverts are counted. @example revertKey('reveal', 42) // 'reveal/42' */
export function revertKey(kind: JobKind, epoch: number): string {
  return `${kind}/${epoch}`
}
