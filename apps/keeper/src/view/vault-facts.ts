import { RetryableError, UserError } from '@tickwise/amm'
import type { ForecastTarget } from '@tickwise/forecast'
import {
  openRegistry,
  openVault,
  quantizedModelAbi,
  readModel,
  readOracle,
  readTerms,
  strategyVaultAbi,
  translateError,
  type ChainConnection,
  type RegisteredModel,
  type RegistryDomain,
  type Vault,
} from '@tickwise/protocol'
import type { Address, Hex } from 'viem'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import type { KeeperSettings } from '../settings.ts'

/** What of a model never changes. */
export interface ModelFacts extends RegisteredModel {
  readonly modelId: number
  /** As the feature oracle takes it. */
  readonly featureSpec: Hex
  readonly target: ForecastTarget
  readonly epochSeconds: number
  readonly horizonEpochs: number
  /** log2 X16 */
  readonly levelOffset: number
}

/** What a keeper has to know once: vault, model, clock of epochs. */
export interface VaultFacts {
  readonly vault: Vault
  readonly domain: RegistryDomain
  readonly oracle: Address
  readonly epochSeconds: number
  readonly model: ModelFacts
}

/** The pool of endpoints as the clients of @tickwise/protocol take it. */
export function connectionOf(rpc: KeeperRpc): ChainConnection {
  // The clients only ask; which transport carries their questions is no matter of theirs.
  return { client: rpc.client as ChainConnection['client'], rpcUrl: '', chainId: rpc.chainId }
}

/**
 * Reads what a keeper has to know and compares it with the settings.
 *
 * @throws UserError `E_KEEPER_REGISTRY`, `E_KEEPER_EPOCHS`, `E_KEEPER_MODEL`, `E_KEEPER_TIER`, and those of
 *   `openVault` and `openRegistry`
 * @throws RetryableError when the chain cannot be asked
 */
export async function readVaultFacts(
  rpc: KeeperRpc,
  settings: KeeperSettings,
): Promise<VaultFacts> {
  const connection = connectionOf(rpc)
  const [vault, domain, terms] = await Promise.all([
    openVault(connection, settings.vault),
    openRegistry(connection, settings.registry),
    readTerms(connection, settings.registry, settings.vault),
  ])
  if (/^0x0+$/.test(terms.oracle)) {
    throw new UserError('E_KEEPER_REGISTRY', 'the vault is not enrolled with the registry', {
      hint: 'its timelock has to set terms first',
    })
  }
  const { epochSeconds } = await readOracle(connection, terms.oracle)
  const asked = settings.strategy.params.epochSeconds
  if (asked !== epochSeconds) {
    throw new UserError(
      'E_KEEPER_EPOCHS',
      `the strategy decides every ${asked} s, the vault's epochs have ${epochSeconds} s`,
      { hint: `set epochSeconds of the strategy to ${epochSeconds}` },
    )
  }
  const model = await readModelFacts(rpc, settings, epochSeconds)
  return { vault, domain, oracle: terms.oracle, epochSeconds, model }
}

const targets = ['log-variance', 'log-fee-growth', 'drift'] as const

/** A model of the vault that the chain can run. Errors: as {@link readVaultFacts}. */
export async function readModelFacts(
  rpc: KeeperRpc,
  { registry, vault, modelId }: Pick<KeeperSettings, 'registry' | 'vault' | 'modelId'>,
  epochSeconds: number,
): Promise<ModelFacts> {
  const connection = connectionOf(rpc)
  const model = await readModel(connection, registry, modelId)
  if (model.status === 'none' || model.vault.toLowerCase() !== vault.toLowerCase()) {
    throw new UserError('E_KEEPER_MODEL', `model ${modelId} is not one of the vault's`, {
      hint: 'take a modelId that the registry shows for the vault',
      facts: { modelId, vaultOfModel: model.vault },
    })
  }
  if (model.tier !== 'recomputed' && model.tier !== 'optimistic') {
    throw new UserError(
      'E_KEEPER_TIER',
      `a model that is ${model.tier} is not run by this keeper`,
      {
        hint: 'use one whose output the chain can compute',
        facts: { modelId, tier: model.tier },
      },
    )
  }
  const at = { address: model.implementation, abi: quantizedModelAbi } as const
  const [featureSpec, target, modelEpoch, horizonEpochs, levelOffset] = await Promise.all([
    rpc.client.readContract({ ...at, functionName: 'featureSpec' }),
    rpc.client.readContract({ ...at, functionName: 'target' }),
    rpc.client.readContract({ ...at, functionName: 'epochSeconds' }),
    rpc.client.readContract({ ...at, functionName: 'horizonEpochs' }),
    rpc.client.readContract({ ...at, functionName: 'levelOffset' }),
  ]).catch((error: unknown) => {
    throw translateError(error)
  })
  if (modelEpoch !== epochSeconds) {
    throw new UserError('E_KEEPER_EPOCHS', `the model is about epochs of ${modelEpoch} s`, {
      hint: `use one about epochs of ${epochSeconds} s`,
      facts: { modelId },
    })
  }
  return {
    ...model,
    modelId,
    featureSpec,
    target: targets[target] ?? 'log-variance',
    epochSeconds,
    horizonEpochs,
    levelOffset,
  }
}

/** Whether the vault still listens to the registry. Errors: RetryableError. */
export async function readRegistryOf(rpc: KeeperRpc, vault: Address): Promise<Address> {
  try {
    return await rpc.client.readContract({
      address: vault,
      abi: strategyVaultAbi,
      functionName: 'registry',
    })
  } catch (error) {
    throw new RetryableError('E_RPC', 'the vault does not say who its registry is', {
      cause: translateError(error),
    })
  }
}
