import type { Address, Hex } from 'viem'
import type { ModelStatus, Outcome, Tier } from './types.ts'

/** A model of one vault, as registered. */
export interface RegisteredModel {
  readonly vault: Address
  readonly tier: Tier
  readonly status: ModelStatus
  /** `QuantizedModel` (recomputed, optimistic), a verifier (proved) or the zero address (attested). */
  readonly implementation: Address
  /** keccak256 of the canonical bytes; for `proved` the salted commitment of the weights. */
  readonly modelHash: Hex
}

/** A keeper of a vault: what it may do, its last commitment, its bond in raw units of the asset. */
export interface KeeperAccount {
  readonly allowed: boolean
  /** Whether a commitment waits to be revealed or expired. */
  readonly live: boolean
  /** Of the next commitment. */
  readonly nextNonce: bigint
  /** Of the last commitment, live or not. */
  readonly epoch: number
  readonly committedAt: number
  readonly validAfter: number
  readonly deadline: number
  readonly observedBlock: bigint
  readonly digest: Hex
  /** Can be withdrawn or locked. */
  readonly bondFree: bigint
  /** By a live commitment and by outputs that can still be disputed. */
  readonly bondLocked: bigint
}

/** What a keeper has done in a vault, ever. */
export interface KeeperRecord {
  readonly revealed: number
  readonly traded: number
  readonly withheld: number
  readonly missed: number
  readonly slashed: number
}

/** A revealed inference. */
export interface RevealedEntry {
  readonly keeper: Address
  readonly modelId: number
  readonly epoch: number
  readonly forecastX16: number
  /** `none`: no such inference was revealed. */
  readonly outcome: Outcome
  readonly scored: boolean
  readonly slashed: boolean
  /** Optimistic: when the challenge window ends, Unix seconds; 0 once over or for other tiers. */
  readonly challengeEnds: number
  readonly bond: bigint
}

/** The hash-chained log of a vault. */
export interface VaultLog {
  readonly head: Hex
  readonly length: number
  readonly lastTradeEpoch: number
  readonly lastTradeAt: number
}

/** How a keeper or a model has done: QLIKE losses, X16, exponential averages of weight 1/16. */
export interface Skill {
  readonly scored: number
  readonly lossX16: number
  /** Of the pool's own exponential average and of the benchmark model, over the same inferences. */
  readonly ewmaLossX16: number
  readonly benchmarkLossX16: number
}

/** The last revealed forecast of a vault. */
export interface LatestForecast {
  readonly inferenceId: Hex
  readonly forecastX16: number
  /** Variance of the tick over one epoch, ticks² · 2^32. */
  readonly varianceX32: bigint
  readonly epoch: number
  readonly modelId: number
  readonly revealedAt: number
  readonly ageSeconds: bigint
  readonly skill: Skill
}
