import type { Address, Hex } from 'viem'

/** How the output of a model is known to be right; the position is the number in the contract's enum. */
export const tiers = ['none', 'recomputed', 'optimistic', 'proved', 'attested'] as const

/** One of {@link tiers}. */
export type Tier = (typeof tiers)[number]

/** Whether a model can be committed to; the position is the number in the contract's enum. */
export const modelStatuses = ['none', 'active', 'revoked'] as const

/** One of {@link modelStatuses}. */
export type ModelStatus = (typeof modelStatuses)[number]

/** How a reveal ended; the position is the number in the contract's enum. */
export const outcomes = ['none', 'traded', 'held', 'withheld'] as const

/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number]

/** `Inference` of the contracts: one run of a model, as committed to. */
export interface Inference {
  readonly vault: Address
  readonly keeper: Address
  readonly modelId: number
  readonly modelHash: Hex
  /** {@link featureHash} of what the model was given. */
  readonly featureHash: Hex
  /** Hash of inputs that no chain has; zero unless the model is attested. */
  readonly extraDataHash: Hex
  /** {@link outputHash} */
  readonly outputHash: Hex
  /** {@link policyIdOf} of the vault's policy. */
  readonly policyId: Hex
  /** {@link stateHashOf} of the vault's ranges. */
  readonly stateHash: Hex
  /** The epoch of the decision; features are those of the epoch before. */
  readonly epoch: number
  readonly observedBlock: bigint
  readonly observedBlockHash: Hex
  /** The keeper's commitments in this vault, counted from 0 without a gap. */
  readonly nonce: bigint
  /** Unix seconds of the first and of the last moment of a reveal. */
  readonly validAfter: number
  readonly deadline: number
  readonly salt: Hex
}

/** `Output` of the contracts: what a model said and what the strategy makes of it. */
export interface Output {
  /** int32: log2 X16 of the mean variance per epoch over the horizon, without the level offset. */
  readonly forecastX16: number
  /** Whether the strategy wants the vault's policy carried out. */
  readonly trade: boolean
}

/** `CommitTimes` of the contracts: what is public of a commitment before it is revealed. */
export interface CommitTimes {
  readonly epoch: number
  readonly nonce: bigint
  readonly validAfter: number
  readonly deadline: number
  readonly observedBlock: bigint
}

/** `Terms` of the contracts: what a vault asks of keepers. */
export interface Terms {
  readonly oracle: Address
  /** From commit to the first second of the reveal. */
  readonly minDelaySeconds: number
  /** From the first second of the reveal to the last. */
  readonly revealWindowSeconds: number
  readonly challengeWindowSeconds: number
  /** Raw units of the asset. */
  readonly missPenalty: bigint
  readonly attestedMaxLossBps: number
  /** log2 X16 */
  readonly attestedBandX16: number
  readonly attestedCooldownSeconds: number
  /** 0: none. */
  readonly benchmarkModelId: number
}

/** A position as a vault stores it. */
export interface StoredPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/**
 * The public part of a commitment.
 *
 * @example
 * commitTimesOf(inference) // what `commit` takes beside the digest
 */
export function commitTimesOf(inference: Inference): CommitTimes {
  const { epoch, nonce, validAfter, deadline, observedBlock } = inference
  return { epoch, nonce, validAfter, deadline, observedBlock }
}
