import { UserError } from '@tickwise/amm'
import { decodeFunctionResult, zeroAddress, type Address, type Hex } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, simulateSteps, type SimulatedStep, type Step } from '../chain/steps.ts'
import { translated } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { contextOf, type Vault } from '../vault/open-vault.ts'
import { planOperation, type TimelockOperation } from '../vault/timelock.ts'
import { tiers, type Terms, type Tier } from './types.ts'

/** A model that a vault is to accept. */
export interface ModelToAdd {
  readonly tier: Exclude<Tier, 'none'>
  readonly implementation: Address
  readonly modelHash: Hex
}

/** What a vault is to be enrolled with. */
export interface KeeperSetup {
  readonly registry: Address
  readonly terms: Terms
  readonly models: readonly ModelToAdd[]
  readonly keepers: readonly Address[]
}

/** How a vault is enrolled. */
export interface KeeperSetupPlan {
  readonly operation: TimelockOperation
  /**
   * Ids that the models would get now, in order; ids count over all vaults, so another vault's model that
   * comes first moves them. `undefined` where the endpoint cannot simulate several calls.
   */
  readonly modelIds: readonly number[] | undefined
}

/**
 * The operation of a vault's timelock that enrols the vault in a registry: terms, models, keepers, and the
 * registry itself where the vault has none. The calls are tried first on the state of now, so that what the
 * registry refuses is refused here and not in two days.
 *
 * A benchmark model has an id once it is added: it is named in a later operation, made of
 * {@link setTermsCall}.
 *
 * @throws UserError `E_OTHER_REGISTRY` for a vault that another registry serves, and what the registry
 *   says of the terms
 * @example
 * const { operation } = await planKeeperSetup(connection, vault, { registry, terms, models, keepers })
 * await sendSteps(connection, proposer, [operation.schedule])
 * // two days later
 * await sendSteps(connection, anyone, [operation.execute])
 */
export async function planKeeperSetup(
  connection: ChainConnection,
  vault: Vault,
  setup: KeeperSetup,
): Promise<KeeperSetupPlan> {
  const calls = await setupCalls(connection, vault, setup)
  const simulated = await simulateSteps(connection, vault.timelock, calls, contextOf(vault))
  return {
    operation: await planOperation(connection, vault.timelock, 'enrol the vault', calls),
    modelIds: simulated.length === calls.length ? addedModels(simulated) : undefined,
  }
}

async function setupCalls(
  { client }: ChainConnection,
  { address: vault, name }: Vault,
  { registry, terms, models, keepers }: KeeperSetup,
): Promise<readonly Step[]> {
  const question = { address: vault, abi: strategyVaultAbi, functionName: 'registry' } as const
  const current = await translated(client.readContract(question))
  if (current !== zeroAddress && current !== registry) {
    throw new UserError('E_OTHER_REGISTRY', `the vault ${name} has another registry`, {
      hint: 'have its timelock set the new one first; the guardian can set the zero address at once',
      facts: { vault, current, wanted: registry },
    })
  }
  return [
    ...(current === zeroAddress ? [setRegistryCall(vault, registry)] : []),
    setTermsCall(registry, vault, terms),
    ...models.map((model) => addModelCall(registry, vault, model)),
    ...keepers.map((keeper) => allowKeeperCall(registry, vault, keeper)),
  ]
}

function addedModels(simulated: readonly SimulatedStep[]): readonly number[] {
  const call = { abi: inferenceRegistryAbi, functionName: 'addModel' } as const
  return simulated
    .filter(({ step }) => step.title.startsWith(addModelTitle))
    .map(({ data }) => decodeFunctionResult({ ...call, data }))
}

function setRegistryCall(vault: Address, registry: Address): Step {
  return callStep('have the registry rebalance the vault', {
    address: vault,
    abi: strategyVaultAbi,
    functionName: 'setRegistry',
    args: [registry],
  })
}

/** What enrols a vault or changes its terms; for its timelock. */
export function setTermsCall(registry: Address, vault: Address, terms: Terms): Step {
  return callStep('set what the vault asks of keepers', {
    address: registry,
    abi: inferenceRegistryAbi,
    functionName: 'setTerms',
    args: [vault, terms],
  })
}

const addModelTitle = 'accept the model'

/** What lets a vault's keepers use a model; for its timelock. */
export function addModelCall(registry: Address, vault: Address, model: ModelToAdd): Step {
  return callStep(`${addModelTitle} ${model.modelHash}, ${model.tier}`, {
    address: registry,
    abi: inferenceRegistryAbi,
    functionName: 'addModel',
    args: [vault, tiers.indexOf(model.tier), model.implementation, model.modelHash],
  })
}

/** What makes an account a keeper of a vault; for its timelock. */
export function allowKeeperCall(registry: Address, vault: Address, keeper: Address): Step {
  return callStep(`allow the keeper ${keeper}`, {
    address: registry,
    abi: inferenceRegistryAbi,
    functionName: 'allowKeeper',
    args: [vault, keeper],
  })
}
