import { UserError } from '@tickwise/amm'
import { hasEarnedItsPlace, verifyModel, type ForecastSkill } from '@tickwise/forecast'
import { readModel, readModelCount, type ChainConnection } from '@tickwise/protocol'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256, type Address, type Hex } from 'viem'
import type { KeeperConfig, VaultEntry } from '../config/schema.ts'

/** A model of a vault as the keeper uses it. */
export interface FoundModel {
  readonly modelId: number
  readonly modelName: string
  readonly modelSkill: ForecastSkill
}

/**
 * Finds the registered model that an entry means: by its number, or by the hash of its file or of the store.
 * Name and skill come from its card, where the store has it.
 *
 * @throws UserError `E_MODEL_UNKNOWN` where neither file nor hash is given; `E_MODEL_NOT_REGISTERED` where
 *   the vault has no such active model
 */
export async function findModel(
  connection: ChainConnection,
  registry: Address,
  entry: VaultEntry,
  { models }: Pick<KeeperConfig, 'models'>,
): Promise<FoundModel> {
  const wanted = await hashOf(entry.model)
  const count = await readModelCount(connection, registry)
  const ids = Array.from({ length: count }, (_, i) => i + 1)
  const all = await Promise.all(
    ids.map(async (modelId) => ({ modelId, ...(await readModel(connection, registry, modelId)) })),
  )
  const own = all.filter(
    ({ vault, status }) => status === 'active' && vault.toLowerCase() === entry.vault.toLowerCase(),
  )
  // The youngest: a model that was revoked comes back under a new number.
  const found = own
    .filter(({ modelHash, modelId }) =>
      entry.modelId === undefined ? modelHash.startsWith(wanted) : modelId === entry.modelId,
    )
    .at(-1)
  if (found === undefined || !found.modelHash.startsWith(wanted)) {
    throw new UserError('E_MODEL_NOT_REGISTERED', `the vault has no active model ${wanted}`, {
      hint:
        own.length === 0
          ? 'its timelock has to add one to the registry first'
          : `it has ${own.map(({ modelHash }) => modelHash.slice(0, 12)).join(', ')}`,
      facts: { vault: entry.vault, registry },
    })
  }
  return { modelId: found.modelId, ...(await cardOf(models, found.modelHash)) }
}

async function hashOf(model: string): Promise<Hex> {
  if (/^0x[0-9a-fA-F]{8,64}$/.test(model)) return model.toLowerCase() as Hex
  if (existsSync(model)) return keccak256(await readFile(model))
  throw new UserError('E_MODEL_UNKNOWN', `${model} is no file and no hash of a model`, {
    hint: 'give the file of `tickwise models export --as bytes`, or 0x and the hash it has in the store',
  })
}

async function cardOf(models: string, hash: Hex): Promise<Omit<FoundModel, 'modelId'>> {
  const folder = join(models, hash)
  if (!existsSync(folder)) return { modelName: hash, modelSkill: 'unproven' }
  const { card } = await verifyModel(folder)
  return { modelName: card.name, modelSkill: hasEarnedItsPlace(card) ? 'proven' : 'unproven' }
}
