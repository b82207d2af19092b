import { forecastLevel } from '@tickwise/forecast'
import { quantizedModelAbi, readFeatures, translateError } from '@tickwise/protocol'
import { forecasterOf, type Forecaster } from '@tickwise/strategies'
import type { Address } from 'viem'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import type { KeeperSettings } from '../settings.ts'
import { connectionOf, type ModelFacts } from './vault-facts.ts'

/** What the model on chain makes of the oracle's features. */
export interface ModelForecast {
  readonly features: readonly number[]
  /** In the unit of the target, without the level offset. */
  readonly forecastX16: number
}

/**
 * Features at the end of an epoch and the model's answer, both from the chain: what a reveal will compute.
 *
 * @throws UserError where the oracle lacks the epoch or its history
 * @throws RetryableError `E_RPC`
 */
export async function readModelForecast(
  rpc: KeeperRpc,
  model: ModelFacts,
  oracle: Address,
  lastEpoch: number,
  blockNumber: bigint,
): Promise<ModelForecast> {
  const at = { blockNumber }
  const features = [
    ...(await readFeatures(connectionOf(rpc), oracle, model.featureSpec, lastEpoch, at)),
  ]
  const forecastX16 = await rpc.client
    .readContract({
      address: model.implementation,
      abi: quantizedModelAbi,
      functionName: 'infer',
      args: [features],
      ...at,
    })
    .catch((error: unknown) => {
      throw translateError(error)
    })
  return { features, forecastX16 }
}

/** A forecaster that has one answer: the model's at the end of `lastEpoch`. */
export function forecasterAt(
  settings: Pick<KeeperSettings, 'modelName' | 'modelSkill'>,
  model: ModelFacts,
  lastEpoch: number,
  forecastX16: number,
): Forecaster {
  const { target, epochSeconds, horizonEpochs, levelOffset, modelHash } = model
  const { modelName: name, modelSkill: skill } = settings
  const level = forecastLevel(target, forecastX16, levelOffset)
  const value = { valueX16: forecastX16, ...level, model: name, modelHash, skill }
  return forecasterOf([
    {
      name,
      id: modelHash,
      target,
      epochSeconds,
      horizonEpochs,
      firstEpoch: 0,
      answerAt: (epoch) => (epoch === lastEpoch ? value : undefined),
    },
  ])
}
