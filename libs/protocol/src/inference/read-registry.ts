import type { Address, Hex } from 'viem'
import type { ContractReader, ReadAt } from '../chain/reader.ts'
import { translated } from '../chain/translate-error.ts'
import { inferenceRegistryAbi as abi } from '../generated/inference-registry.ts'
import type {
  KeeperAccount,
  KeeperRecord,
  LatestForecast,
  RegisteredModel,
  RevealedEntry,
  Skill,
  VaultLog,
} from './records.ts'
import { modelStatuses, outcomes, tiers, type Inference, type Terms } from './types.ts'

/**
 * What a vault asks of keepers; the oracle is the zero address where the vault is not enrolled.
 *
 * @example
 * const { minDelaySeconds } = await readTerms(connection, registry, vault)
 */
export function readTerms(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<Terms> {
  const question = { address: registry, abi, functionName: 'terms', args: [vault], ...at } as const
  return translated(client.readContract(question))
}

/** A keeper of a vault, its last commitment and its bond. */
export function readAccount(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  keeper: Address,
  at: ReadAt = {},
): Promise<KeeperAccount> {
  const args = [vault, keeper] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'account', args, ...at }),
  )
}

/** How often a keeper has revealed, traded, missed … in a vault. */
export function readRecord(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  keeper: Address,
  at: ReadAt = {},
): Promise<KeeperRecord> {
  const args = [vault, keeper] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'record', args, ...at }),
  )
}

/** A registered model; its status is `none` where there is no such model. */
export async function readModel(
  { client }: ContractReader,
  registry: Address,
  modelId: number,
  at: ReadAt = {},
): Promise<RegisteredModel> {
  const args = [modelId] as const
  const model = await translated(
    client.readContract({ address: registry, abi, functionName: 'model', args, ...at }),
  )
  return {
    ...model,
    tier: tiers[model.tier] ?? 'none',
    status: modelStatuses[model.status] ?? 'none',
  }
}

/** How many models all vaults together have: ids are 1 … this. */
export function readModelCount(
  { client }: ContractReader,
  registry: Address,
  at: ReadAt = {},
): Promise<number> {
  return translated(
    client.readContract({ address: registry, abi, functionName: 'modelCount', ...at }),
  )
}

/** Head and length of a vault's log. */
export function readLog(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<VaultLog> {
  const args = [vault] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'log', args, ...at }),
  )
}

/** A revealed inference by its id; the outcome is `none` where there is no such. */
export async function readEntry(
  { client }: ContractReader,
  registry: Address,
  inferenceId: Hex,
  at: ReadAt = {},
): Promise<RevealedEntry> {
  const args = [inferenceId] as const
  const entry = await translated(
    client.readContract({ address: registry, abi, functionName: 'entry', args, ...at }),
  )
  return { ...entry, outcome: outcomes[entry.outcome] ?? 'none' }
}

/** How well a model, or a keeper in a vault, has forecast. */
export function readSkill(
  { client }: ContractReader,
  registry: Address,
  of: { readonly modelId: number } | { readonly vault: Address; readonly keeper: Address },
  at: ReadAt = {},
): Promise<Skill> {
  const question = { address: registry, abi, ...at } as const
  return translated(
    'modelId' in of
      ? client.readContract({ ...question, functionName: 'modelSkill', args: [of.modelId] })
      : client.readContract({
          ...question,
          functionName: 'keeperSkill',
          args: [of.vault, of.keeper],
        }),
  )
}

/**
 * The last revealed forecast of a vault.
 *
 * @throws UserError when it is older than its horizon, or there is none
 */
export function latestForecast(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<LatestForecast> {
  const args = [vault] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'latestForecast', args, ...at }),
  )
}

/** What keepers forfeited to the vault and it was not paid yet, raw units of its asset. */
export function readOwed(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<bigint> {
  const args = [vault] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'owed', args, ...at }),
  )
}

/** What `settle` would pay the vault of that now: evenly over a day, an hour's part at most in one call. */
export function readReleasable(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<bigint> {
  const args = [vault] as const
  return translated(
    client.readContract({ address: registry, abi, functionName: 'releasable', args, ...at }),
  )
}

/** What the policy and the state of a vault hash to, as a commitment needs them. */
export async function readStateHashes(
  { client }: ContractReader,
  registry: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<Pick<Inference, 'policyId' | 'stateHash'>> {
  const question = { address: registry, abi, args: [vault], ...at } as const
  const [policyId, stateHash] = await translated(
    Promise.all([
      client.readContract({ ...question, functionName: 'policyIdOf' }),
      client.readContract({ ...question, functionName: 'stateHashOf' }),
    ]),
  )
  return { policyId, stateHash }
}
