import { inferenceDigest, readModel, readModelCount, readStateHashes } from '@tickwise/protocol'
import type { KeeperAccount, RegistryDomain } from '@tickwise/protocol'
import type { Address, Hex } from 'viem'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'
import { readHeader } from '../view/block-at.ts'
import { readModelForecast } from '../view/model-forecast.ts'
import { connectionOf, readModelFacts, type VaultFacts } from '../view/vault-facts.ts'
import { inferenceOf, type Decided } from './decided.ts'

/** Whose commitment is looked for. */
export interface CommitmentOwner {
  readonly vault: Address
  readonly keeper: Address
  readonly modelId: number
  readonly salt: Hex
}

/**
 * What a live commitment of ours says, worked out from the chain alone: times, block and epoch are public,
 * the features are the oracle's, the forecast is the model's, the salt follows from the key; whether to trade
 * is one bit, and the digest tells which. `undefined` when nothing of that fits.
 *
 * @throws RetryableError when the chain cannot be asked
 */
export async function findCommitment(
  rpc: KeeperRpc,
  facts: VaultFacts,
  account: KeeperAccount,
  owner: CommitmentOwner,
  head: BlockHeader,
): Promise<Decided | undefined> {
  const block = await readHeader(rpc, account.observedBlock)
  for (const modelId of await modelsToTry(rpc, facts.domain, owner)) {
    const found = await withModel(rpc, facts, account, owner, head, block, modelId)
    if (found !== undefined) return found
  }
  return undefined
}

/** The model of the settings first; it may have been another one when the commitment was made. */
async function modelsToTry(
  rpc: KeeperRpc,
  { registry }: RegistryDomain,
  { modelId, vault }: CommitmentOwner,
): Promise<readonly number[]> {
  const connection = connectionOf(rpc)
  const count = await readModelCount(connection, registry)
  const others: number[] = []
  for (let id = count; id > 0 && others.length < mostModels; id--) {
    const model = await readModel(connection, registry, id)
    if (model.vault.toLowerCase() === vault.toLowerCase() && id !== modelId) others.push(id)
  }
  return [modelId, ...others]
}

const mostModels = 8

async function withModel(
  rpc: KeeperRpc,
  facts: VaultFacts,
  account: KeeperAccount,
  owner: CommitmentOwner,
  head: BlockHeader,
  block: BlockHeader,
  modelId: number,
): Promise<Decided | undefined> {
  const { domain, oracle, epochSeconds } = facts
  const asked = { registry: domain.registry, vault: owner.vault, modelId }
  const model =
    modelId === facts.model.modelId
      ? facts.model
      : await readModelFacts(rpc, asked, epochSeconds).catch(() => undefined)
  if (model === undefined) return undefined
  const forecast = await readModelForecast(rpc, model, oracle, account.epoch - 1, head.number)
  const times = { ...account, nonce: account.nextNonce - 1n }
  for (const hashes of await stateHashes(rpc, domain, owner.vault, [block.number, head.number])) {
    for (const trade of [true, false]) {
      const decided: Decided = {
        epoch: account.epoch,
        observedBlock: block.number,
        observedBlockHash: block.hash,
        modelId,
        modelHash: model.modelHash,
        features: forecast.features,
        output: { forecastX16: forecast.forecastX16, trade },
        ...hashes,
        reason: 'found on chain',
      }
      const inference = inferenceOf(owner, decided, times, owner.salt)
      if (inferenceDigest(domain, inference) === account.digest) return decided
    }
  }
  return undefined
}

/** As they were when it was decided, if a node still has that, or as they still are. */
async function stateHashes(
  rpc: KeeperRpc,
  { registry }: RegistryDomain,
  vault: Address,
  blocks: readonly bigint[],
): Promise<readonly Pick<Decided, 'policyId' | 'stateHash'>[]> {
  const answers = await Promise.all(
    blocks.map((blockNumber) =>
      readStateHashes(connectionOf(rpc), registry, vault, { blockNumber }).catch(() => undefined),
    ),
  )
  return answers.filter((answer) => answer !== undefined)
}
