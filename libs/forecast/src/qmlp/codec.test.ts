import { isDeepStrictEqual } from 'node:util'
import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { packFeatures } from '../oracle/pack-features.ts'
import { decodeModel, encodeModel, modelHash } from './codec.ts'
import type { ModelFile } from './model-file.ts'
import { modelOf } from './testing/model-cases.ts'

/** Two features, one hidden unit: small enough to write its bytes by hand. */
const small: ModelFile = {
  target: 'log-variance',
  epochSeconds: 3600,
  cellsPerEpoch: 12,
  horizonEpochs: 4,
  features: [
    { kind: 'log-variance-lag', window: 0, mean: 700_000, multiplier: 9_000_000, shift: 24 },
    { kind: 'drift', window: 24, mean: -5, multiplier: 8_388_608, shift: 17 },
  ],
  layers: [
    { weights: Int8Array.of(127, -128), biases: Int32Array.of(-1), shift: 7 },
    { weights: Int8Array.of(-3), biases: Int32Array.of(256), shift: 31 },
  ],
  output: { offset: 716_800, multiplier: -2, shift: 40, levelOffset: 1234 },
}

const bytesByHand = [
  '716d6c702f31', // qmlp/1
  '00' + '0c' + '00000e10' + '0004', // target, cells, seconds, horizon
  '02' + '0002', // layers, inputs
  '000107' + '00011f', // outputs and shift of each layer
  '000af000' + 'fffffffe' + '28' + '000004d2', // offset, multiplier, shift, level offset
  '00' + '0000' + '000aae60' + '895440' + '18',
  '03' + '0018' + 'fffffffb' + '800000' + '11',
  '7f80' + 'ffffffff',
  'fd' + '00000100',
].join('')

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const changed = (change: (bytes: Uint8Array) => void) => {
  const bytes = encodeModel(small)
  change(bytes)
  return bytes
}
const faultOf = (bytes: Uint8Array) => {
  try {
    decodeModel(bytes)
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, ...error.facts }
    throw error
  }
  return undefined
}

describe('the bytes of a model', () => {
  it('are those that the format lists', () => {
    expect(hex(encodeModel(small))).toBe(bytesByHand)
    expect(decodeModel(bytesOf(bytesByHand))).toEqual(small)
    expect(hex(packFeatures(small.features))).toBe(bytesByHand.slice(2 * 36, 2 * 58))
  })

  it('have the hash that the EVM gives (vaults/test/model/ModelViews.t.sol)', () => {
    expect(modelHash(small)).toBe(
      '0x46ad5150226966b62b07e33f291f1b2a98813d79c49addcdbd3dfeacd466b175',
    )
    expect(modelHash(bytesOf(bytesByHand))).toBe(modelHash(small))
  })

  it('hold for the widest model of one layer', () => {
    const wide = modelOf([256, 256, 1], 'ordinary', 1)
    expect(isDeepStrictEqual(decodeModel(encodeModel(wide)), wide)).toBe(true)
  })
})

describe('a file that is no model', () => {
  it('is refused wherever it is cut, and when it goes on', () => {
    const bytes = encodeModel(small)
    for (let length = 0; length < bytes.length; length++) {
      expect(faultOf(bytes.subarray(0, length))).toMatchObject({ code: 'E_MODEL_LENGTH', length })
    }
    const more = Uint8Array.of(...bytes, 0)
    expect(faultOf(more)).toMatchObject({ code: 'E_MODEL_LENGTH', offset: bytes.length })
  })

  it.each([
    ['another magic', 5, 0x32, { code: 'E_MODEL_MAGIC', offset: 0 }],
    ['an unknown target', 6, 3, { field: 'target', offset: 6, value: 3 }],
    ['no cells', 7, 0, { field: 'cellsPerEpoch', offset: 7 }],
    ['cells that do not divide the epoch', 7, 7, { field: 'epochSeconds', offset: 8, value: 3600 }],
    ['no horizon', 13, 0, { field: 'horizonEpochs', offset: 12 }],
    ['no layers', 14, 0, { field: 'layers' }],
    ['nine layers', 14, 9, { field: 'layers' }],
    ['no inputs', 16, 0, { field: 'inputs', offset: 15 }],
    ['257 inputs', 15, 1, { field: 'inputs', value: 258 }],
    ['a layer without outputs', 18, 0, { field: 'outputs', offset: 17 }],
    ['a shift of 32', 19, 32, { field: 'layer shift', offset: 19 }],
    ['two last outputs', 21, 2, { field: 'outputs', offset: 20, value: 2 }],
    ['an output shift of 41', 31, 41, { field: 'output shift', offset: 31 }],
    ['an unknown feature', 47, 6, { field: 'feature', offset: 47 }],
    ['a window beyond 1000', 48, 4, { field: 'window', offset: 48, value: 1048 }],
    ['a feature shift of 41', 57, 41, { field: 'feature shift', offset: 57 }],
    ['sizes that do not fit the weights', 18, 2, { code: 'E_MODEL_LENGTH' }],
  ])('%s', (_what, offset, value, fault) => {
    const bytes = changed((file) => {
      file[offset] = value
    })
    expect(faultOf(bytes)).toMatchObject({ code: 'E_MODEL_FIELD', ...fault })
  })

  it('says so for windows that mean nothing and a drift with a level offset', () => {
    const withFeature = (kind: 'hour-sin' | 'log-variance-mean', window: number) => () =>
      encodeModel({
        ...small,
        features: [{ ...small.features[0]!, kind, window }, small.features[1]!],
      })
    expect(withFeature('hour-sin', 1)).toThrowError(/window at byte 37 is 1: it must be 0/)
    expect(withFeature('log-variance-mean', 0)).toThrowError(/must be from 1 to 1000/)
    expect(() => encodeModel({ ...small, target: 'drift' })).toThrowError(
      /level offset .* must be 0/,
    )
  })
})

describe('what no file can be made of', () => {
  it.each([
    ['a broken number', { horizonEpochs: 1.5 }, 'E_MODEL_FIELD'],
    ['no number', { horizonEpochs: NaN }, 'E_MODEL_FIELD'],
    ['no layers', { layers: [] }, 'E_MODEL_FIELD'],
    ['no features', { features: [], layers: [] }, 'E_MODEL_FIELD'],
    [
      'weights of another shape',
      { layers: [{ weights: new Int8Array(3), biases: new Int32Array(1), shift: 0 }] },
      'E_MODEL_SHAPE',
    ],
  ])('%s', (_what, change, code) => {
    expect(() => encodeModel({ ...small, ...change })).toThrowError(
      expect.objectContaining({ code }),
    )
  })
})
