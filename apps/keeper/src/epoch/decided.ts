import { featureHash, outputHash, type Inference, type Output } from '@tickwise/protocol'
import { zeroHash, type Address, type Hex } from 'viem'

/** What a decision came to and what it was made of: everything of a commitment but its times and salt. */
export interface Decided {
  readonly epoch: number
  readonly observedBlock: bigint
  readonly observedBlockHash: Hex
  readonly modelId: number
  readonly modelHash: Hex
  readonly features: readonly number[]
  readonly output: Output
  readonly policyId: Hex
  readonly stateHash: Hex
  /** The strategy's own words; after a lost disk, that it was found on chain. */
  readonly reason: string
}

/** What a commitment adds to a decision. */
export interface CommitmentTimes {
  readonly nonce: bigint
  readonly validAfter: number
  readonly deadline: number
}

/** The inference that is committed to and revealed. */
export function inferenceOf(
  parties: { readonly vault: Address; readonly keeper: Address },
  decided: Decided,
  { nonce, validAfter, deadline }: CommitmentTimes,
  salt: Hex,
): Inference {
  const { vault, keeper } = parties
  const { modelId, modelHash, policyId, stateHash, epoch, observedBlock, observedBlockHash } =
    decided
  return {
    vault,
    keeper,
    modelId,
    modelHash,
    featureHash: featureHash(Int16Array.from(decided.features)),
    extraDataHash: zeroHash,
    outputHash: outputHash(decided.output),
    policyId,
    stateHash,
    epoch,
    observedBlock,
    observedBlockHash,
    nonce,
    validAfter,
    deadline,
    salt,
  }
}

/** A decision from the journal's JSON; `undefined` when there is none in it. */
export function decidedOf(payload: string): Decided | undefined {
  const { decided } = JSON.parse(payload) as { readonly decided?: Decided }
  if (decided === undefined) return undefined
  return { ...decided, observedBlock: BigInt(decided.observedBlock) }
}
