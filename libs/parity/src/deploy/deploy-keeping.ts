import { encodeModel } from '@tickwise/forecast'
import {
  addBondSteps,
  deployModel,
  deploySteps,
  featureOracleFor,
  openRegistry,
  planKeeperSetup,
  planModelDeployment,
  sendSteps,
  type RegistryDomain,
  type Terms,
} from '@tickwise/protocol'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import type { Address } from 'viem'
import { passTime, type LocalMarket } from '../market/open-local-market.ts'
import type { NamedModel } from '../stretch/view-forecaster.ts'
import { givePurse, type LocalVault } from './deploy-vault.ts'

/** How the vault is kept: what commit and reveal wait for. */
export interface KeepingPlan {
  readonly registry: Address
  readonly model: NamedModel
  readonly minDelaySeconds: number
  readonly revealWindowSeconds: number
  readonly cooldownSeconds: number
  /** Epochs that the oracle keeps. */
  readonly ringLength: number
}

/** A vault that is enrolled in the registry, with an oracle, a model and a bonded keeper. */
export interface LocalKeeping {
  readonly domain: RegistryDomain
  readonly oracle: Address
  readonly terms: Terms
  readonly modelId: number
  /** Signs by itself, as a keeper on any chain does. */
  readonly keeper: PrivateKeyAccount
}

/** Of no account that holds anything anywhere. */
const keeperKey = `0x${'4b'.repeat(32)}` as const
const BOND = 10n ** 12n
const MISS_PENALTY = 10n ** 6n

/**
 * Deploys oracle and model and has the vault's own timelock accept terms, model and keeper: proposed now, executed
 * when its delay is over on the node's clock.
 *
 * @throws UserError for terms or a model that the registry refuses
 */
export async function deployKeeping(
  local: LocalMarket,
  { connection, vault, deployer }: LocalVault,
  plan: KeepingPlan,
): Promise<LocalKeeping> {
  const { anvil } = local
  const { model } = plan
  const keeper = privateKeyToAccount(keeperKey)
  await anvil.client.setBalance({ address: keeper.address, value: 10n ** 24n })
  await givePurse(local, keeper.address)
  const { epochSeconds, cellsPerEpoch } = model.file
  const oracle = featureOracleFor(local.pool, epochSeconds, cellsPerEpoch, plan.ringLength)
  await sendSteps(connection, deployer, await deploySteps(connection, [oracle]))
  const bytes = encodeModel(model.file)
  const deployment = await planModelDeployment(connection, deployer.address, bytes)
  const implementation = await deployModel(connection, deployer, deployment)
  const domain = await openRegistry(connection, plan.registry)
  const terms = termsOf(oracle.address, plan)
  const { operation, modelIds } = await planKeeperSetup(connection, vault, {
    registry: domain.registry,
    terms,
    models: [{ tier: 'recomputed', implementation, modelHash: model.hash }],
    keepers: [keeper.address],
  })
  await sendSteps(connection, deployer, [operation.schedule])
  await passTime(anvil, operation.delaySeconds)
  await sendSteps(connection, deployer, [operation.execute])
  const bond = { vault: vault.address, keeper: keeper.address, payer: keeper.address }
  const steps = await addBondSteps(connection, domain.registry, {
    ...bond,
    asset: vault.asset,
    amount: BOND,
  })
  await sendSteps(connection, keeper, steps)
  return { domain, oracle: oracle.address, terms, modelId: modelIds?.[0] ?? 1, keeper }
}

function termsOf(oracle: Address, plan: KeepingPlan): Terms {
  return {
    oracle,
    minDelaySeconds: plan.minDelaySeconds,
    revealWindowSeconds: plan.revealWindowSeconds,
    challengeWindowSeconds: 3600,
    missPenalty: MISS_PENALTY,
    attestedMaxLossBps: 20,
    attestedBandX16: 2 << 16,
    attestedCooldownSeconds: Math.max(7200, plan.cooldownSeconds),
    benchmarkModelId: 0,
  }
}
