import {
  exp2X32Down,
  infer,
  modelHash,
  packFeatures,
  standardise,
  type ModelFile,
} from '@tickwise/forecast'
import { bytesToHex, zeroHash } from 'viem'
import { inferenceDigest } from '../inference/digest.ts'
import { featureHash, outputHash, policyIdOf, stateHashOf } from '../inference/hashes.ts'
import { outcomes, type Outcome } from '../inference/types.ts'
import { firstDifference, type Difference } from './difference.ts'
import { logHead } from './log-head.ts'
import type { Receipt } from './receipt.ts'
import { recomputeRebalance } from './recompute.ts'

/** Where the model came from that was run again. */
export type ModelSource = 'file' | 'deployment' | 'contract' | 'none'

/** What a receipt is run again with. */
export interface Rerun {
  readonly source: ModelSource
  /** Absent where no model can be run here. */
  readonly model?: ModelFile
  /** The forecast for the standardised features, where the contract was asked instead. */
  readonly asked?: number
}

/** One field of a receipt and what it must be. */
interface Check {
  readonly field: string
  readonly found: unknown
  readonly expected: unknown
}

/**
 * Runs a receipt again, step by step in the order in which the decision was made, and names the first field
 * that is not what follows from those before it.
 *
 * @example
 * firstUnderived(receipt, { source: 'file', model }) // undefined: everything follows
 */
export function firstUnderived(receipt: Receipt, rerun: Rerun): Difference | undefined {
  for (const check of checksOf(receipt, rerun)) {
    const difference = firstDifference(check.found, check.expected, check.field)
    if (difference !== undefined) return difference
  }
  return undefined
}

function* checksOf(receipt: Receipt, rerun: Rerun): Generator<Check> {
  yield* commitmentChecks(receipt)
  yield* featureChecks(receipt, rerun)
  yield* forecastChecks(receipt, rerun)
  yield* decisionChecks(receipt)
  yield* rebalanceChecks(receipt)
  yield* logChecks(receipt)
}

function* commitmentChecks({ commitment, model, ...receipt }: Receipt): Generator<Check> {
  const { inference, inferenceId, mined } = commitment
  yield {
    field: 'commitment.inferenceId',
    found: inferenceId,
    expected: inferenceDigest(receipt, inference),
  }
  yield { field: 'commitment.inference.vault', found: inference.vault, expected: receipt.vault }
  yield { field: 'commitment.inference.epoch', found: inference.epoch, expected: receipt.epoch }
  yield { field: 'commitment.inference.modelId', found: inference.modelId, expected: model.id }
  yield {
    field: 'commitment.inference.modelHash',
    found: inference.modelHash,
    expected: model.modelHash,
  }
  yield order('commitment.inference.observedBlock', inference.observedBlock, mined.blockNumber - 1n)
  yield order('commitment.mined.timestamp', mined.timestamp, inference.validAfter)
  yield order('commitment.inference.validAfter', inference.validAfter, receipt.reveal.timestamp)
  yield order('reveal.timestamp', receipt.reveal.timestamp, inference.deadline)
  const extra = inference.extraDataHash
  const expected = model.tier === 'attested' ? extra : zeroHash
  yield { field: 'commitment.inference.extraDataHash', found: extra, expected }
}

/** `found` must not be greater than `most`. */
function order(field: string, found: bigint | number, most: bigint | number): Check {
  return { field, found, expected: found <= most ? found : `at most ${most}` }
}

function* featureChecks({ features, commitment }: Receipt, { model }: Rerun): Generator<Check> {
  if (features === undefined) return
  if (model !== undefined) {
    const spec = bytesToHex(packFeatures(model.features))
    yield { field: 'features.spec', found: features.spec, expected: spec }
    const expected = model.features.map((feature, i) => standardise(feature, features.raw[i] ?? 0))
    yield { field: 'features.standardised', found: features.standardised, expected }
  }
  yield {
    field: 'commitment.inference.featureHash',
    found: commitment.inference.featureHash,
    expected: featureHash(Int16Array.from(features.standardised)),
  }
}

function* forecastChecks(receipt: Receipt, { model, asked }: Rerun): Generator<Check> {
  const { forecastX16, varianceX32 } = receipt.forecast
  const { features, decision, commitment } = receipt
  const inputs = Int16Array.from(features?.standardised ?? [])
  const again = model === undefined || features === undefined ? asked : infer(model, inputs)
  if (again !== undefined) {
    yield { field: 'forecast.forecastX16', found: forecastX16, expected: again }
  }
  if (model !== undefined) {
    const { levelOffset } = model.output
    // By now another model than the registered one has said the same by chance.
    yield { field: 'model.modelHash', found: receipt.model.modelHash, expected: modelHash(model) }
    yield { field: 'model.levelOffset', found: receipt.model.levelOffset, expected: levelOffset }
  }
  yield {
    field: 'forecast.varianceX32',
    found: varianceX32,
    expected: exp2X32Down(forecastX16 + receipt.model.levelOffset),
  }
  yield {
    field: 'commitment.inference.outputHash',
    found: commitment.inference.outputHash,
    expected: outputHash({ forecastX16, trade: decision.trade }),
  }
}

function* decisionChecks({ decision, rebalance }: Receipt): Generator<Check> {
  const { trade, outcome } = decision
  const untraded: Outcome = trade ? 'withheld' : 'held'
  const expected = rebalance === undefined ? untraded : 'traded'
  yield { field: 'decision.outcome', found: outcome, expected }
  if (rebalance !== undefined) yield { field: 'decision.trade', found: trade, expected: true }
}

/** Policy and state of a commitment count where it is carried out, and nowhere else. */
function* rebalanceChecks(receipt: Receipt): Generator<Check> {
  const { policy, stateBefore, rebalance, commitment, forecast } = receipt
  yield { field: 'policy.id', found: policy.id, expected: policyIdOf(policy.parameters) }
  if (rebalance === undefined) return
  const { policyId, stateHash } = commitment.inference
  yield { field: 'commitment.inference.policyId', found: policyId, expected: policy.id }
  const { positions, lastRebalanceAt } = stateBefore
  yield {
    field: 'commitment.inference.stateHash',
    found: stateHash,
    expected: stateHashOf(positions, lastRebalanceAt),
  }
  const { plan, effects } = recomputeRebalance(
    policy.parameters,
    forecast.varianceX32,
    stateBefore,
    rebalance.inputs,
  )
  yield { field: 'rebalance.plan', found: rebalance.plan, expected: plan }
  yield { field: 'rebalance.effects', found: rebalance.effects, expected: effects }
}

function* logChecks({ commitment, decision, forecast, rebalance, log }: Receipt): Generator<Check> {
  const { valueBefore = 0n, valueAfter = 0n } = rebalance?.effects ?? {}
  const expected = logHead(log.headBefore, {
    inferenceId: commitment.inferenceId,
    outputHash: commitment.inference.outputHash,
    forecastX16: forecast.forecastX16,
    outcome: outcomes.indexOf(decision.outcome),
    valueBefore,
    valueAfter,
  })
  yield { field: 'log.head', found: log.head, expected }
}
