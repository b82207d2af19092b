import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accumulatorBounds, checkAccumulators, featureRange } from './bounds.ts'
import { infer } from './infer.ts'
import type { ModelFile } from './model-file.ts'
import { prepareModel } from './prepare.ts'
import { anyInference, architectures, inputsFor, modelOf, moods } from './testing/model-cases.ts'

/** The format in integers without an end, written apart from the code. */
function oracle(model: ModelFile, inputs: Int16Array): bigint {
  let values = [...inputs].map(BigInt)
  model.layers.forEach(({ weights, biases, shift }, l) => {
    const low = l === model.layers.length - 1 ? -32_768n : 0n
    values = [...biases].map((bias, o) => {
      let acc = BigInt(bias)
      values.forEach((value, i) => (acc += value * BigInt(weights[o * values.length + i]!)))
      if (acc !== BigInt.asIntN(32, acc)) throw new Error('the accumulator leaves int32')
      const y = acc >> BigInt(shift)
      return y < low ? low : y > 32_767n ? 32_767n : y
    })
  })
  const { offset, multiplier, shift } = model.output
  const y = BigInt(offset) + ((values[0]! * BigInt(multiplier)) >> BigInt(shift))
  const [low, high] = [-(2n ** 31n), 2n ** 31n - 1n]
  return y < low ? low : y > high ? high : y
}

const linear = (weights: number[], bias: number, shift: number): ModelFile => ({
  ...modelOf([weights.length, 1], 'ordinary', 1),
  layers: [{ weights: Int8Array.from(weights), biases: Int32Array.of(bias), shift }],
  output: { offset: 1000, multiplier: 3, shift: 1, levelOffset: 0 },
})

describe('a forecast', () => {
  it('is what the format says, by hand', () => {
    // (2·100 − 3·50 + 7) >> 2 = 57 >> 2 = 14; 1000 + (14·3 >> 1) = 1021
    expect(infer(linear([2, -3], 7, 2), Int16Array.of(100, 50))).toBe(1021)
    // −57 >> 2 = −15, rounded down; −45 >> 1 = −23
    expect(infer(linear([-2, 3], -7, 2), Int16Array.of(100, 50))).toBe(977)
    // 127·32767 saturates at 32767; 98301 >> 1 = 49150
    expect(infer(linear([127], 0, 0), Int16Array.of(32_767))).toBe(50_150)
    expect(infer(linear([127], 0, 0), Int16Array.of(-32_768))).toBe(1000 - 49_152)
  })

  it('stays within int32', () => {
    const model = linear([127], 0, 0)
    const extreme = (multiplier: number, offset: number) =>
      infer(
        { ...model, output: { offset, multiplier, shift: 0, levelOffset: 0 } },
        Int16Array.of(32_767),
      )
    expect(extreme(2 ** 31 - 1, 0)).toBe(2 ** 31 - 1)
    expect(extreme(-(2 ** 31), 2 ** 31 - 1)).toBe(-(2 ** 31))
  })

  it('needs as many features as the model has', () => {
    const model = linear([1, 1], 0, 0)
    const refused = expect.objectContaining({ code: 'E_MODEL_INPUTS' })
    expect(() => infer(model, new Int16Array(3))).toThrowError(refused)
    expect(() => prepareModel(model).infer(new Int16Array(1))).toThrowError(refused)
  })

  it('is the same prepared, and in integers without an end', () => {
    fc.assert(
      fc.property(anyInference, ({ model, inputs }) => {
        const expected = Number(oracle(model, inputs))
        expect(infer(model, inputs)).toBe(expected)
        const prepared = prepareModel(model)
        expect(prepared.infer(inputs)).toBe(expected)
        expect(prepared.infer(inputs)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('is the same for every architecture at the extremes', () => {
    for (const widths of architectures) {
      for (const mood of moods) {
        const model = modelOf(widths, mood, widths.length)
        const prepared = prepareModel(model)
        for (let seed = 0; seed < 10; seed++) {
          const inputs = inputsFor(model, seed)
          const expected = Number(oracle(model, inputs))
          expect(infer(model, inputs)).toBe(expected)
          expect(prepared.infer(inputs)).toBe(expected)
        }
      }
    }
  })
})

describe('the bounds of an accumulator', () => {
  it('are reached by the inputs that are worst for each weight', () => {
    fc.assert(
      fc.property(anyInference, ({ model }) => {
        const layer = model.layers[0]!
        const width = model.features.length
        for (let o = 0; o < layer.biases.length; o++) {
          const row = [...layer.weights.subarray(o * width, (o + 1) * width)]
          const sum = (pick: (weight: number) => number) =>
            row.reduce((total, weight) => total + weight * pick(weight), layer.biases[o]!)
          expect(accumulatorBounds(layer, o, featureRange)).toEqual({
            lowest: sum((weight) => (weight < 0 ? 32_767 : -32_768)),
            highest: sum((weight) => (weight < 0 ? -32_768 : 32_767)),
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('may touch int32 and not leave it', () => {
    const highest = 2 ** 31 - 1 - 127 * 32_767
    const lowest = -(2 ** 31) + 127 * 32_768
    const check = (bias: number) => () => checkAccumulators(linear([127], bias, 0))
    expect(check(highest)).not.toThrow()
    expect(check(lowest)).not.toThrow()
    expect(check(highest + 1)).toThrowError(/output 0 of layer 0 can reach 2147483648/)
    expect(check(lowest - 1)).toThrowError(/can reach -2147483649/)
  })

  it('of a later layer know that its inputs are not negative', () => {
    const first = modelOf([1, 1], 'sparse', 1).layers[0]!
    const later = (bias: number) => ({
      layers: [first, { weights: Int8Array.of(-128), biases: Int32Array.of(bias), shift: 0 }],
    })
    expect(() => checkAccumulators(later(2 ** 31 - 1))).not.toThrow()
    expect(() => checkAccumulators(later(-(2 ** 31) + 128 * 32_767 - 1))).toThrowError(/layer 1/)
  })
})
