import { UserError } from '@tickwise/amm'
import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex } from '@noble/hashes/utils'
import { checkAccumulators } from './bounds.ts'
import { bytesPerFeature, readFeature, writeFeature } from './feature-bytes.ts'
import {
  fieldFault,
  fields,
  levelOffsetField,
  readField,
  writeField,
  type Cursor,
} from './fields.ts'
import {
  forecastTargets,
  type ForecastTarget,
  type ModelFile,
  type ModelOutput,
  type QuantisedLayer,
} from './model-file.ts'

const magic = Uint8Array.from('qmlp/1', (letter) => letter.charCodeAt(0))

/** What a file's first bytes say, up to the number of inputs. */
const headBytes = 17
const bytesPerLayer = 3
const outputBytes = 13

/** Outputs and shift of a layer, before its weights are read. */
type LayerShape = Pick<QuantisedLayer, 'shift'> & { readonly outputs: number }

/**
 * The canonical bytes of a model, as {@link ModelFile} lists them. What is written is read again, so nothing
 * leaves here that {@link decodeModel} or the contract would refuse.
 *
 * @throws UserError `E_MODEL_SHAPE` for arrays of the wrong length, and all that `decodeModel` throws
 * @example
 * encodeModel(model).length // 17 + 3 · layers + 13 + 11 · inputs + weights + 4 · biases
 */
export function encodeModel(model: ModelFile): Uint8Array {
  checkShapes(model)
  const { layers, features } = model
  const cursor = {
    bytes: new Uint8Array(fileBytes(features.length, layers.map(shapeOf))),
    offset: 0,
  }
  cursor.bytes.set(magic)
  cursor.offset = magic.length
  writeField(cursor, fields.target, forecastTargets.indexOf(model.target))
  writeField(cursor, fields.cellsPerEpoch, model.cellsPerEpoch)
  writeField(cursor, fields.epochSeconds, model.epochSeconds)
  writeField(cursor, fields.horizonEpochs, model.horizonEpochs)
  writeField(cursor, fields.layers, layers.length)
  writeField(cursor, fields.inputs, features.length)
  for (const [i, layer] of layers.entries()) {
    writeField(cursor, outputsField(i, layers.length), layer.biases.length)
    writeField(cursor, fields.layerShift, layer.shift)
  }
  writeField(cursor, fields.outputOffset, model.output.offset)
  writeField(cursor, fields.outputMultiplier, model.output.multiplier)
  writeField(cursor, fields.outputShift, model.output.shift)
  writeField(cursor, levelOffsetField(model.target), model.output.levelOffset)
  for (const feature of features) writeFeature(cursor, feature)
  for (const { weights, biases } of layers) {
    cursor.bytes.set(
      new Uint8Array(weights.buffer, weights.byteOffset, weights.length),
      cursor.offset,
    )
    cursor.offset += weights.length
    for (const bias of biases) writeField(cursor, fields.bias, bias)
  }
  decodeModel(cursor.bytes)
  return cursor.bytes
}

/**
 * The model in a file. Exactly one file means a given model: whatever differs from what
 * {@link encodeModel} writes is another model or refused.
 *
 * @throws UserError `E_MODEL_LENGTH` for a file that is cut or goes on, `E_MODEL_MAGIC` for no model file,
 *   `E_MODEL_FIELD` with field, offset and value for what means nothing, `E_MODEL_OVERFLOW` with the bound
 *   where an input exists whose accumulator does not fit int32
 * @example
 * decodeModel(encodeModel(model)) // equals model
 */
export function decodeModel(bytes: Uint8Array): ModelFile {
  checkLength(bytes, headBytes, 'at least')
  if (magic.some((byte, i) => bytes[i] !== byte)) {
    throw new UserError(
      'E_MODEL_MAGIC',
      'the file does not begin with qmlp/1: it is no model file',
      {
        hint: 'give a file that models export wrote',
        facts: { offset: 0 },
      },
    )
  }
  const cursor = { bytes, offset: magic.length }
  const target = forecastTargets[readField(cursor, fields.target)] as ForecastTarget
  const cellsPerEpoch = readField(cursor, fields.cellsPerEpoch)
  const epochSeconds = readEpochSeconds(cursor, cellsPerEpoch)
  const horizonEpochs = readField(cursor, fields.horizonEpochs)
  const layerCount = readField(cursor, fields.layers)
  const inputs = readField(cursor, fields.inputs)
  checkLength(bytes, headerBytes(inputs, layerCount), 'at least')
  const shapes = Array.from({ length: layerCount }, (_, i): LayerShape => {
    const outputs = readField(cursor, outputsField(i, layerCount))
    return { outputs, shift: readField(cursor, fields.layerShift) }
  })
  checkLength(bytes, fileBytes(inputs, shapes), 'exactly')
  const output = readOutput(cursor, target)
  const features = Array.from({ length: inputs }, () => readFeature(cursor))
  const layers = readLayers(cursor, inputs, shapes)
  const model = { target, epochSeconds, cellsPerEpoch, horizonEpochs, features, layers, output }
  checkAccumulators(model)
  return model
}

/**
 * keccak256 of the canonical bytes, which names the model here and on chain.
 *
 * @param model the model, or its canonical bytes
 * @example
 * modelHash(model) // '0x…', 64 hexadecimal digits
 */
export function modelHash(model: ModelFile | Uint8Array): `0x${string}` {
  const bytes = model instanceof Uint8Array ? model : encodeModel(model)
  return `0x${bytesToHex(keccak_256(bytes))}`
}

function headerBytes(inputs: number, layers: number): number {
  return headBytes + layers * bytesPerLayer + outputBytes + inputs * bytesPerFeature
}

function fileBytes(inputs: number, shapes: readonly LayerShape[]): number {
  let length = headerBytes(inputs, shapes.length)
  let width = inputs
  for (const { outputs } of shapes) {
    length += outputs * (width + fields.bias.bytes)
    width = outputs
  }
  return length
}

function shapeOf({ biases, shift }: QuantisedLayer): LayerShape {
  return { outputs: biases.length, shift }
}

function outputsField(layer: number, layers: number): (typeof fields)['outputs' | 'lastOutputs'] {
  return layer === layers - 1 ? fields.lastOutputs : fields.outputs
}

function readEpochSeconds(cursor: Cursor, cellsPerEpoch: number): number {
  const { offset } = cursor
  const seconds = readField(cursor, fields.epochSeconds)
  if (seconds % cellsPerEpoch === 0) return seconds
  const reason = `must be a multiple of the ${cellsPerEpoch} cells per epoch`
  throw fieldFault(fields.epochSeconds.name, offset, seconds, reason)
}

function readOutput(cursor: Cursor, target: ForecastTarget): ModelOutput {
  const offset = readField(cursor, fields.outputOffset)
  const multiplier = readField(cursor, fields.outputMultiplier)
  const shift = readField(cursor, fields.outputShift)
  return { offset, multiplier, shift, levelOffset: readField(cursor, levelOffsetField(target)) }
}

function readLayers(
  cursor: Cursor,
  inputs: number,
  shapes: readonly LayerShape[],
): readonly QuantisedLayer[] {
  let width = inputs
  return shapes.map(({ outputs, shift }) => {
    const count = outputs * width
    const weights = Int8Array.from(cursor.bytes.subarray(cursor.offset, cursor.offset + count))
    cursor.offset += count
    const biases = Int32Array.from({ length: outputs }, () => readField(cursor, fields.bias))
    width = outputs
    return { weights, biases, shift }
  })
}

function checkLength(bytes: Uint8Array, expected: number, how: 'at least' | 'exactly'): void {
  const { length } = bytes
  if (length === expected || (how === 'at least' && length > expected)) return
  const fault =
    length < expected
      ? `ends at byte ${length} and needs ${how} ${expected}`
      : `goes on after byte ${expected}, where its model ends`
  throw new UserError('E_MODEL_LENGTH', `the model file ${fault}`, {
    hint: 'the file is cut or damaged: export the model again',
    facts: { offset: Math.min(length, expected), length, expected },
  })
}

function checkShapes({ layers, features }: ModelFile): void {
  let width = features.length
  for (const [i, { weights, biases }] of layers.entries()) {
    if (weights.length !== biases.length * width) {
      const needs = `${biases.length} × ${width}`
      throw new UserError(
        'E_MODEL_SHAPE',
        `layer ${i} has ${weights.length} weights and needs ${needs}, outputs × inputs`,
        { facts: { layer: i, weights: weights.length, outputs: biases.length, inputs: width } },
      )
    }
    width = biases.length
  }
}
