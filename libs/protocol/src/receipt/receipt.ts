import { canonicalJson } from '@tickwise/amm'
import type { MixSwap, PolicyParameters, TickRange } from '@tickwise/strategies'
import { keccak256, toHex, type Address, type Hash, type Hex } from 'viem'
import type { Inference, Outcome, StoredPosition, Tier } from '../inference/types.ts'

/** Everything about one decision that a chain knows, and what follows from it. Amounts in raw units. */
export interface Receipt {
  readonly format: 'tickwise-receipt/1'
  readonly chainId: number
  readonly registry: Address
  readonly vault: Address
  readonly pool: Address
  /** The vault's feature oracle when it was committed. */
  readonly oracle: Address
  /** The transaction that revealed it. */
  readonly reveal: MinedIn
  readonly epoch: number
  readonly commitment: {
    readonly inferenceId: Hex
    readonly mined: Omit<MinedIn, 'blockHash'>
    readonly inference: Inference
  }
  readonly model: ReceiptModel
  /** Absent for attested models: no chain knows what they were given. */
  readonly features?: {
    /** Packed list, as model files have it. */
    readonly spec: Hex
    readonly raw: readonly number[]
    readonly standardised: readonly number[]
  }
  readonly forecast: {
    /** What the model said, log2 X16. */
    readonly forecastX16: number
    /** What the policy was given, ticks² · 2^32. */
    readonly varianceX32: bigint
  }
  readonly decision: {
    readonly trade: boolean
    readonly outcome: Outcome
    /** Why, in the keeper's words; no chain knows it. */
    readonly reason?: string
  }
  readonly policy: { readonly id: Hex; readonly parameters: PolicyParameters }
  /** Right before the reveal. */
  readonly stateBefore: StateBefore
  /** Absent unless the policy was carried out. */
  readonly rebalance?: Rebalance
  readonly log: { readonly headBefore: Hex; readonly head: Hex; readonly length: number }
}

/** Where a transaction is. */
export interface MinedIn {
  readonly transaction: Hash
  readonly blockNumber: bigint
  readonly blockHash: Hex
  /** Unix seconds. */
  readonly timestamp: number
}

/** The model of a decision, as registered. */
export interface ReceiptModel {
  readonly id: number
  readonly tier: Tier
  readonly implementation: Address
  readonly modelHash: Hex
  /** Added to a forecast before exp2, log2 X16. */
  readonly levelOffset: number
}

/** Vault and pool. */
export interface StateBefore {
  readonly positions: readonly StoredPosition[]
  readonly lastRebalanceAt: bigint
  readonly idle0: bigint
  readonly idle1: bigint
  readonly sqrtPriceX96: bigint
  readonly tick: number
  /** Of the pool, in range, the vault's counted. */
  readonly liquidity: bigint
}

/** How the policy was carried out. */
export interface Rebalance {
  readonly inputs: RebalanceInputs
  /** `policyPlan` of @tickwise/strategies at the inputs. */
  readonly plan: { readonly swap?: MixSwap; readonly ranges: readonly TickRange[] }
  readonly effects: RebalanceEffects
}

/** What else a rebalance depends on, all right before the reveal. */
export interface RebalanceInputs {
  readonly assetIsToken1: boolean
  readonly poolFee: number
  readonly tickSpacing: number
  /** Uncollected. */
  readonly fees0: bigint
  readonly fees1: bigint
  /** Liquidity of the pool's record of each position, what others minted into it counted. */
  readonly recordedLiquidity: readonly bigint[]
  readonly blockStartTick: number
  readonly shortTwapTick: number
  readonly longTwapTick: number
  /** NAV at the least of the four prices. */
  readonly bid: bigint
  /** Shares, with fee shares that are due, and the virtual ones that come on top. */
  readonly supply: bigint
  readonly virtualShares: bigint
  /** Shares that wait in the redemption queue. */
  readonly queuedShares: bigint
  readonly maxDeviationTicks: number
  readonly dailyTurnoverBps: number
  readonly idleTargetBps: number
  readonly turnoverAvailableBps: bigint
  /** The pool's initialised ticks that the swap could reach. */
  readonly ticks: readonly ReachableTick[]
}

/** An initialised tick of the pool. */
export interface ReachableTick {
  readonly tick: number
  readonly liquidityGross: bigint
  readonly liquidityNet: bigint
}

/** What a rebalance did. */
export interface RebalanceEffects {
  readonly fees0: bigint
  readonly fees1: bigint
  readonly swap?: {
    readonly zeroForOne: boolean
    readonly paid: bigint
    readonly received: bigint
    readonly sqrtPriceAfterX96: bigint
  }
  readonly positions: readonly StoredPosition[]
  /** Before the redemption queue was filled. */
  readonly idle0: bigint
  readonly idle1: bigint
  /** Where both values are taken: the 30-minute mean. */
  readonly referenceTick: number
  readonly valueBefore: bigint
  readonly valueAfter: bigint
}

/**
 * The canonical text of a receipt: JSON with sorted keys and no white space, bigints as decimal strings.
 *
 * @example
 * writeFileSync('receipt.json', receiptJson(receipt))
 */
export function receiptJson(receipt: Receipt): string {
  return canonicalJson(receipt)
}

/**
 * keccak256 of the canonical text.
 *
 * @example
 * receiptHash(receipt) // '0x…'
 */
export function receiptHash(receipt: Receipt): Hex {
  return keccak256(toHex(receiptJson(receipt)))
}
