import { infer } from '@tickwise/forecast'
import type { Hash } from 'viem'
import { sendSteps } from '../chain/steps.ts'
import { deriveSalt } from '../inference/salt.ts'
import { featureHash, outputHash } from '../inference/hashes.ts'
import { readFeatures } from '../inference/oracle.ts'
import { readAccount, readStateHashes } from '../inference/read-registry.ts'
import { commitStep, revealStep } from '../inference/registry-steps.ts'
import type { Inference, Output } from '../inference/types.ts'
import type { EnrolledModel, InferenceSetup } from './inference-setup.ts'
import { passUntil, timeOf } from './market-life.ts'

/** A commitment that was made, and what it is of. */
export interface Committed {
  readonly inference: Inference
  readonly output: Output
  readonly commitHash: Hash
}

/**
 * Runs a model on the oracle's features and commits to what it says, as a keeper does.
 *
 * @param lieX16 added to what it says
 */
export async function commitNow(
  setup: InferenceSetup,
  trade: boolean,
  model: EnrolledModel = setup.models[0],
  change: Partial<Inference> = {},
  lieX16 = 0,
): Promise<Committed> {
  const { connection, domain, vault, keeper, oracle, epochSeconds, terms } = setup
  const { registry } = domain
  // Not the latest one: a simulation runs as if in the latest block, which must be after the observed one.
  const { number } = await connection.client.getBlock()
  const observed = await connection.client.getBlock({ blockNumber: number - 1n })
  const epoch = Math.floor(Number(observed.timestamp) / epochSeconds)
  const features = await readFeatures(connection, oracle, model.spec, epoch - 1)
  const output = { forecastX16: infer(model.file, features) + lieX16, trade }
  const { nextNonce } = await readAccount(connection, registry, vault.address, keeper.address)
  const slot = { ...domain, vault: vault.address, nonce: nextNonce }
  // Some seconds for the block that it is mined in to come.
  const validAfter = Number(observed.timestamp) + terms.minDelaySeconds + 30
  const inference: Inference = {
    vault: vault.address,
    keeper: keeper.address,
    modelId: model.id,
    modelHash: model.hash,
    featureHash: featureHash(features),
    extraDataHash: `0x${'00'.repeat(32)}`,
    outputHash: outputHash(output),
    ...(await readStateHashes(connection, registry, vault.address)),
    epoch,
    observedBlock: observed.number,
    observedBlockHash: observed.hash,
    nonce: nextNonce,
    validAfter,
    deadline: validAfter + terms.revealWindowSeconds - 60,
    salt: await deriveSalt(keeper, slot),
    ...change,
  }
  const [sent] = await sendSteps(connection, keeper, [commitStep(domain, inference)])
  if (sent === undefined) throw new TypeError('nothing was sent')
  return { inference, output, commitHash: sent.hash }
}

/** Waits for the reveal's time and reveals. */
export async function revealNow(
  setup: InferenceSetup,
  { inference, output }: Committed,
  execute: boolean,
): Promise<Hash> {
  const { connection, domain, keeper, market } = setup
  if ((await timeOf(market)) < inference.validAfter) {
    await passUntil(market, inference.validAfter)
  }
  const step = revealStep(domain.registry, inference, output, execute)
  const [sent] = await sendSteps(connection, keeper, [step])
  if (sent === undefined) throw new TypeError('nothing was sent')
  return sent.hash
}
