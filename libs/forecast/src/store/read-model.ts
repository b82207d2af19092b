import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { canonicalJson, UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { hasCode } from '@tickwise/market/files'
import { parseCard } from './card.ts'
import type { ModelCard, WeightsFormat } from './card.ts'
import { contentHash } from './content-hash.ts'
import { readHistory } from './history.ts'
import type { HistoryEntry } from './history.ts'
import type { ModelState } from './life-cycle.ts'

/** A model of the store, with every byte checked. */
export interface StoredModel {
  readonly folder: string
  readonly hash: Hex
  readonly card: ModelCard
  /** The bytes that `hash` is the keccak-256 of. */
  readonly weights: Uint8Array
  readonly state: ModelState
  readonly history: readonly HistoryEntry[]
}

/** Names of the files of a model. */
export const modelFiles = { card: 'card.json', history: 'history.jsonl' } as const

/** Name of the weights file by format. */
export const weightsFile: Readonly<Record<WeightsFormat, string>> = {
  'qmlp/1': 'model.qmlp',
  'parameters/1': 'parameters.json',
}

/** Whether a name is that of a model's folder. */
export function isModelHash(name: string): name is Hex {
  return /^0x[0-9a-f]{64}$/.test(name)
}

/**
 * Reads a model and checks that not a byte of it has changed: weights against the folder's name, card and
 * history against the hashes in the history.
 *
 * @throws UserError E_MODEL_NOT_FOUND, E_MODEL_HASH when bytes changed or files are cut or missing,
 * E_MODEL_CARD when it was stored by another version
 *
 * @example
 * const { card, state } = await verifyModel('models/0x…')
 */
export async function verifyModel(folder: string): Promise<StoredModel> {
  const name = basename(folder)
  if (!isModelHash(name))
    throw new UserError('E_MODEL_NOT_FOUND', `${name} is not the hash of a model`, {
      hint: 'a model has 0x and 64 lower-case hex digits as its name',
      facts: { folder },
    })
  const text = new TextDecoder()
  const history = readHistory(text.decode(await readPart(folder, modelFiles.history)))
  if (history === undefined) throw changed(folder, modelFiles.history)
  const last = history.at(-1)
  const cardBytes = await readPart(folder, modelFiles.card)
  if (last === undefined || contentHash(cardBytes) !== last.cardHash)
    throw changed(folder, modelFiles.card)
  const card = parseCard(JSON.parse(text.decode(cardBytes)))
  const weights = await readPart(folder, weightsFile[card.weights])
  if (contentHash(weights) !== name || card.modelHash !== name)
    throw changed(folder, weightsFile[card.weights])
  return { folder, hash: name, card, weights, state: last.state, history }
}

/**
 * The parameters of a model that is stored as such, for `loadNet` or a learner's `restore`.
 *
 * @throws UserError E_MODEL_FORMAT when the weights are a `qmlp/1` file
 *
 * @example
 * loadNet(parametersOf(await verifyModel(folder)))
 */
export function parametersOf({ card, weights, hash }: StoredModel): Record<string, unknown> {
  if (card.weights === 'parameters/1')
    return JSON.parse(new TextDecoder().decode(weights)) as Record<string, unknown>
  throw new UserError('E_MODEL_FORMAT', `the weights of ${hash} are a ${card.weights} file`, {
    hint: 'decode it as a model file',
    facts: { hash, weights: card.weights },
  })
}

/** The bytes of parameters: their canonical JSON. */
export function parameterBytes(parameters: Readonly<Record<string, unknown>>): Uint8Array {
  return new TextEncoder().encode(canonicalJson(parameters))
}

async function readPart(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, file))
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error
    // Without a history there is no model: the folder is put in place whole.
    if (file === modelFiles.history)
      throw new UserError('E_MODEL_NOT_FOUND', `there is no model in ${folder}`, {
        hint: 'list the models of the store',
        facts: { folder },
        cause: error,
      })
    throw changed(folder, file)
  }
}

function changed(folder: string, file: string): UserError {
  return new UserError('E_MODEL_HASH', `${file} in ${folder} is not what was stored`, {
    hint: 'bytes changed or the file is cut: take the model from a copy, or train it again',
    facts: { folder, file },
  })
}
