import type { Hex } from 'viem'

/** First and last second of a reveal, Unix seconds. */
export interface RevealWindow {
  readonly validAfter: number
  readonly deadline: number
}

/** Something to do now. */
export type Action =
  /** Have the oracle record the epochs that have ended. */
  | { readonly kind: 'poke'; readonly epoch: number }
  | { readonly kind: 'decide'; readonly epoch: number }
  | {
      readonly kind: 'commit'
      readonly epoch: number
      readonly nonce: bigint
      readonly window: RevealWindow
      readonly usefulUntil: number
      /** Whether the head's time counts and not the clock's. */
      readonly byChain: boolean
    }
  /** Learn what a live commitment says that the journal does not know. */
  | { readonly kind: 'find'; readonly epoch: number }
  | {
      readonly kind: 'reveal'
      readonly epoch: number
      readonly execute: boolean
      /** From here on it is revealed without a trade that is refused. */
      readonly withholdAt: number
      readonly usefulUntil: number
    }
  | { readonly kind: 'expire'; readonly epoch: number }
  | { readonly kind: 'score'; readonly epoch: number; readonly inferenceId: Hex }
  | { readonly kind: 'finalise'; readonly epoch: number; readonly inferenceId: Hex }
  /** Take back what would only fail by now. */
  | { readonly kind: 'drop'; readonly job: number; readonly reason: string }
  /** Nothing more is done about an epoch. */
  | {
      readonly kind: 'skip'
      readonly epoch: number
      readonly state: 'skipped' | 'failed'
      readonly reason: string
    }
  /** Nothing before that second. */
  | { readonly kind: 'wait'; readonly until: number; readonly reason: string }
