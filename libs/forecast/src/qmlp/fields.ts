import { UserError } from '@tickwise/amm'
import type { FeatureKind } from '../oracle/feature-spec.ts'
import type { ForecastTarget } from './model-file.ts'

/** An integer of a model file, big endian. */
export interface Field {
  /** As in the errors of `QuantizedModel.sol`. */
  readonly name: string
  readonly bytes: 1 | 2 | 3 | 4
  /** In two's complement. */
  readonly signed?: true
  readonly lowest: number
  readonly highest: number
}

const int32 = { bytes: 4, signed: true, lowest: -(2 ** 31), highest: 2 ** 31 - 1 } as const

/** Most layers of a model. */
export const maxLayers = 8
/** Most inputs of a model and outputs of a layer. */
export const maxWidth = 256

/** Every integer of a model file before its weights, with the values that mean something. */
export const fields = {
  target: { name: 'target', bytes: 1, lowest: 0, highest: 2 },
  cellsPerEpoch: { name: 'cellsPerEpoch', bytes: 1, lowest: 1, highest: 255 },
  epochSeconds: { name: 'epochSeconds', bytes: 4, lowest: 1, highest: 2 ** 32 - 1 },
  horizonEpochs: { name: 'horizonEpochs', bytes: 2, lowest: 1, highest: 2 ** 16 - 1 },
  layers: { name: 'layers', bytes: 1, lowest: 1, highest: maxLayers },
  inputs: { name: 'inputs', bytes: 2, lowest: 1, highest: maxWidth },
  outputs: { name: 'outputs', bytes: 2, lowest: 1, highest: maxWidth },
  lastOutputs: { name: 'outputs', bytes: 2, lowest: 1, highest: 1 },
  layerShift: { name: 'layer shift', bytes: 1, lowest: 0, highest: 31 },
  outputOffset: { name: 'output offset', ...int32 },
  outputMultiplier: { name: 'output multiplier', ...int32 },
  outputShift: { name: 'output shift', bytes: 1, lowest: 0, highest: 40 },
  feature: { name: 'feature', bytes: 1, lowest: 0, highest: 5 },
  mean: { name: 'mean', ...int32 },
  multiplier: { name: 'multiplier', bytes: 3, lowest: 0, highest: 2 ** 24 - 1 },
  featureShift: { name: 'feature shift', bytes: 1, lowest: 0, highest: 40 },
  bias: { name: 'bias', ...int32 },
} as const satisfies Record<string, Field>

/** A drift forecast has no logarithm to correct: its level offset is 0. */
export function levelOffsetField(target: ForecastTarget): Field {
  const name = 'level offset'
  return target === 'drift' ? { name, ...int32, lowest: 0, highest: 0 } : { name, ...int32 }
}

/** The hour has no window, and there is no mean over no epochs. */
export function windowField(kind: FeatureKind): Field {
  const hour = kind === 'hour-sin' || kind === 'hour-cos'
  const mean = kind === 'log-variance-mean' || kind === 'log-mean-variance'
  return { name: 'window', bytes: 2, lowest: mean ? 1 : 0, highest: hour ? 0 : 1000 }
}

/** A place in the bytes of a model file. */
export interface Cursor {
  readonly bytes: Uint8Array
  offset: number
}

/** Reads the field at the cursor and moves on; the bytes must reach that far. */
export function readField(cursor: Cursor, field: Field): number {
  let value = 0
  for (let i = 0; i < field.bytes; i++) {
    value = value * 256 + (cursor.bytes[cursor.offset + i] as number)
  }
  if (field.signed === true && value >= 2 ** (8 * field.bytes - 1)) value -= 2 ** (8 * field.bytes)
  checkField(field, cursor.offset, value)
  cursor.offset += field.bytes
  return value
}

/** Writes the field at the cursor and moves on; the bytes must reach that far. */
export function writeField(cursor: Cursor, field: Field, value: number): void {
  checkField(field, cursor.offset, value)
  let rest = value < 0 ? value + 2 ** (8 * field.bytes) : value
  for (let i = field.bytes - 1; i >= 0; i--) {
    cursor.bytes[cursor.offset + i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  cursor.offset += field.bytes
}

function checkField(field: Field, offset: number, value: number): void {
  const { name, lowest, highest } = field
  if (Number.isInteger(value) && lowest <= value && value <= highest) return
  const range = lowest === highest ? `must be ${lowest}` : `must be from ${lowest} to ${highest}`
  throw fieldFault(name, offset, value, range)
}

/** What is wrong with an integer of a model file, and where. */
export function fieldFault(name: string, offset: number, value: number, reason: string): UserError {
  return new UserError('E_MODEL_FIELD', `${name} at byte ${offset} is ${value}: it ${reason}`, {
    hint: 'the file is damaged or made for another version: export the model again',
    facts: { field: name, offset, value },
  })
}
