import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { hasCode, withFolderLock } from '@tickwise/market/files'
import { cardFormat, hasEarnedItsPlace, parseCard } from './card.ts'
import type { CardContent, WeightsFormat } from './card.ts'
import { contentHash } from './content-hash.ts'
import { placeFile, placeFolder } from './durable-files.ts'
import { nextEntry, writeHistory } from './history.ts'
import type { StepBy } from './history.ts'
import { assertTransition, promotedState } from './life-cycle.ts'
import type { ModelState } from './life-cycle.ts'
import { isModelHash, modelFiles, parameterBytes, verifyModel, weightsFile } from './read-model.ts'
import type { StoredModel } from './read-model.ts'

/** What names a model: the bytes of a `qmlp/1` file, or the parameters of a model that has none. */
export type ModelWeights =
  | { readonly format: 'qmlp/1'; readonly bytes: Uint8Array }
  | { readonly format: 'parameters/1'; readonly parameters: Readonly<Record<string, unknown>> }

/** A model to be stored. */
export interface NewModel {
  readonly weights: ModelWeights
  readonly card: CardContent
}

/** The models of a store, and the folders that are not whole. */
export interface ListedModels {
  readonly models: readonly StoredModel[]
  readonly broken: readonly { readonly folder: string; readonly error: unknown }[]
}

/** How a model is promoted. */
export interface PromoteOptions {
  /** Promote a model that did not beat the benchmark; `why` says what for and is kept. */
  readonly force?: boolean
}

const utf8 = new TextEncoder()

/**
 * Stores a model as a candidate under the hash of its weights: `<root>/<hash>/` with the weights, `card.json`
 * and `history.jsonl`. Nothing is overwritten: the same model with the same card is there already and
 * returned.
 *
 * @throws UserError E_MODEL_EXISTS when the same weights are stored with another card; E_MODEL_CARD,
 * E_MODEL_STEP, E_MODEL_HASH, E_DISK_FULL, E_NOT_WRITABLE
 * @throws RetryableError E_LOCKED
 *
 * @example
 * const { hash } = await saveModel('models', { weights, card }, { who, why: 'trained', when })
 */
export async function saveModel(root: string, model: NewModel, by: StepBy): Promise<StoredModel> {
  const bytes = weightBytes(model.weights)
  const hash = contentHash(bytes)
  const format: WeightsFormat = model.weights.format
  const card = parseCard({ ...model.card, format: cardFormat, modelHash: hash, weights: format })
  const cardBytes = utf8.encode(`${canonicalJson(card)}\n`)
  const cardHash = contentHash(cardBytes)
  const first = nextEntry([], 'candidate', by, cardHash, false)
  const folder = join(root, hash)
  return withFolderLock(folder, async () => {
    if (await isThere(root, hash)) return sameModel(await verifyModel(folder), cardHash)
    await placeFolder(folder, {
      [weightsFile[format]]: bytes,
      [modelFiles.card]: cardBytes,
      [modelFiles.history]: utf8.encode(writeHistory([first])),
    })
    return verifyModel(folder)
  })
}

/**
 * The next step of a model's life: candidate to shadow, shadow to active.
 *
 * @throws UserError E_MODEL_NOT_BETTER when it did not beat the benchmark and is not forced; E_MODEL_STATE,
 * E_MODEL_STEP, E_MODEL_NOT_FOUND, E_MODEL_HASH
 * @throws RetryableError E_LOCKED
 *
 * @example
 * await promoteModel('models', hash, { who: 'ada', why: 'beat HAR on 12 folds', when })
 */
export async function promoteModel(
  root: string,
  hash: Hex,
  by: StepBy,
  { force = false }: PromoteOptions = {},
): Promise<StoredModel> {
  return takeStep(root, hash, by, (model) => {
    const state = promotedState(model.state)
    const isEarned = hasEarnedItsPlace(model.card)
    if (!isEarned && !force)
      throw new UserError(
        'E_MODEL_NOT_BETTER',
        `${model.card.name} ${hash.slice(0, 10)} did not beat the benchmark out of sample`,
        {
          hint: 'use the benchmark, or force the promotion and say why',
          facts: { hash, comparison: model.card.comparison.kind },
        },
      )
    return { state, forced: !isEarned }
  })
}

/**
 * Ends a model's use, for ever.
 *
 * @throws UserError E_MODEL_STATE when it is retired already; E_MODEL_STEP, E_MODEL_NOT_FOUND, E_MODEL_HASH
 * @throws RetryableError E_LOCKED
 *
 * @example
 * await retireModel('models', hash, { who: 'ada', why: 'worse than HAR since May', when })
 */
export async function retireModel(root: string, hash: Hex, by: StepBy): Promise<StoredModel> {
  return takeStep(root, hash, by, () => ({ state: 'retired', forced: false }))
}

/**
 * Every model of a store by hash, each verified; a folder that is not whole is reported beside them and
 * anything else in the root is ignored. A root that does not exist has no models.
 *
 * @example
 * const { models, broken } = await listModels('models')
 */
export async function listModels(root: string): Promise<ListedModels> {
  const models: StoredModel[] = []
  const broken: { folder: string; error: unknown }[] = []
  for (const name of (await namesIn(root)).filter(isModelHash).sort()) {
    const folder = join(root, name)
    try {
      models.push(await verifyModel(folder))
    } catch (error) {
      broken.push({ folder, error })
    }
  }
  return { models, broken }
}

async function takeStep(
  root: string,
  hash: Hex,
  by: StepBy,
  decide: (model: StoredModel) => { readonly state: ModelState; readonly forced: boolean },
): Promise<StoredModel> {
  const folder = join(root, hash)
  // Before the lock, which would make the folders of a store that is not there.
  await verifyModel(folder)
  return withFolderLock(folder, async () => {
    const model = await verifyModel(folder)
    const { state, forced } = decide(model)
    assertTransition(model.state, state)
    const cardHash = model.history.at(-1)?.cardHash ?? hash
    const entry = nextEntry(model.history, state, by, cardHash, forced)
    const history = utf8.encode(writeHistory([...model.history, entry]))
    await placeFile(join(folder, modelFiles.history), history)
    return verifyModel(folder)
  })
}

function sameModel(stored: StoredModel, cardHash: Hex): StoredModel {
  if (stored.history.at(-1)?.cardHash === cardHash) return stored
  throw new UserError('E_MODEL_EXISTS', `these weights are stored already with another card`, {
    hint: `look at ${stored.folder}; nothing was written`,
    facts: { hash: stored.hash, state: stored.state },
  })
}

function weightBytes(weights: ModelWeights): Uint8Array {
  return weights.format === 'qmlp/1' ? weights.bytes : parameterBytes(weights.parameters)
}

async function isThere(root: string, hash: Hex): Promise<boolean> {
  return (await namesIn(root)).includes(hash)
}

async function namesIn(root: string): Promise<readonly string[]> {
  try {
    return await readdir(root)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}
