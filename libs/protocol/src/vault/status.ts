import type { Address } from 'viem'
import type { Vault } from './open-vault.ts'

/** A range that the vault holds, with what closing it would pay before fees, rounded down. */
export interface VaultPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  readonly amount0: bigint
  readonly amount1: bigint
  readonly inRange: boolean
}

/** Why a vault takes no entries, exits at a price or rebalances now. */
export interface Obstacle {
  readonly code: 'paused' | 'history-missing' | 'unsettled'
  readonly sentence: string
}

/** Everything that can be asked of a vault, at one block. Amounts in base units. */
export interface VaultStatus {
  readonly vault: Vault
  readonly chainId: number
  readonly blockNumber: bigint
  /** Unix seconds of that block. */
  readonly timestamp: number
  readonly healthy: boolean
  readonly obstacles: readonly Obstacle[]
  /** The pool's four prices as ticks; the three of the oracle are `null` while it cannot say. */
  readonly prices: {
    readonly spotSqrtPriceX96: bigint
    readonly spotTick: number
    readonly blockStartTick: number | null
    readonly shortTwapTick: number | null
    readonly longTwapTick: number | null
    readonly spreadTicks: number | null
  }
  /** NAV in the asset; bid and ask are `null` without a settled price. */
  readonly value: {
    readonly bid: bigint | null
    readonly mid: bigint
    readonly ask: bigint | null
  }
  /** Asset per whole share at the same three prices. */
  readonly sharePrice: {
    readonly bid: bigint | null
    readonly mid: bigint
    readonly ask: bigint | null
  }
  /** Shares, with fee shares that are due. */
  readonly supply: bigint
  readonly holdings: { readonly amount0: bigint; readonly amount1: bigint }
  readonly idle: { readonly amount0: bigint; readonly amount1: bigint }
  readonly uncollectedFees: { readonly amount0: bigint; readonly amount1: bigint }
  readonly positions: readonly VaultPosition[]
  readonly limits: {
    readonly maxDeviationTicks: number
    readonly maxLossBps: number
    readonly dailyTurnoverBps: number
    readonly idleTargetBps: number
    readonly entryFeeBps: number
    readonly performanceFeeBps: number
    readonly managementFeePpm: number
    readonly cooldownSeconds: number
    readonly depositCap: bigint
  }
  readonly policy: {
    readonly policyId: number
    readonly minHalfWidthTicks: number
    readonly maxHalfWidthTicks: number
    readonly widthMilliSigmas: number
    readonly horizonEpochs: number
    readonly baseHalfWidthTicks: number
    readonly limitWidthTicks: number
  }
  readonly roles: {
    readonly timelock: Address
    readonly guardian: Address
    /** The zero address: nobody can rebalance. */
    readonly registry: Address
    readonly feeRecipient: Address
  }
  readonly rebalance: {
    /** Unix seconds, 0 before the first. */
    readonly lastAt: number
    readonly cooldownEndsAt: number
    readonly turnoverAvailableBps: number
  }
  readonly queue: { readonly address: Address; readonly pendingShares: bigint }
  readonly account?: AccountStatus
}

/** What one account has in a vault and can do with it now. */
export interface AccountStatus {
  readonly address: Address
  readonly shares: bigint
  /** At the mid price. */
  readonly sharesValue: bigint
  readonly assetBalance: bigint
  readonly maxDeposit: bigint
  readonly maxWithdraw: bigint
  readonly maxRedeem: bigint
  readonly queue: {
    readonly requests: readonly { readonly requestId: bigint; readonly pendingShares: bigint }[]
    readonly claimableShares: bigint
    readonly claimableAssets: bigint
  }
}
