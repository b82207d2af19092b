import type { TokenPair } from '@tickwise/strategies'
import type { BurnResult, HeldPosition, SwapFill } from '../venue/venue.ts'

/** A position that an action placed, and what it took. */
export interface PlacedPosition extends HeldPosition {
  readonly cost: TokenPair
}

/** What a rebalance did. */
export interface RebalanceOutcome {
  readonly burned: readonly BurnResult[]
  readonly swap: (SwapFill & { readonly zeroForOne: boolean }) | undefined
  readonly placed: readonly PlacedPosition[]
}

/** Errors of the contract with which a vault refuses a rebalance. */
export type RefusalName =
  | 'PriceHistoryMissing'
  | 'PriceUnsettled'
  | 'CooldownRunning'
  | 'SwapOutBelowMinimum'
  | 'LossExceeded'

/** A rebalance that the contract reverts. */
export interface Refusal {
  readonly refused: RefusalName
}
