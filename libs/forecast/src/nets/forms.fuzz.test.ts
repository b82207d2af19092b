import fc from 'fast-check'
import { expect, it } from 'vitest'
import { forwardDense } from './dense-form.ts'
import type { DenseForm, DenseLayer } from './dense-form.ts'
import { netToQuantise } from './float-model.ts'
import { withLinearBranch } from './linear-branch.ts'

const weight = fc.double({ min: -3, max: 3, noNaN: true })
const weights = (length: number) =>
  fc
    .array(weight, { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values))
const layer = (inputs: number, outputs: number): fc.Arbitrary<DenseLayer> =>
  fc.record({
    inputs: fc.constant(inputs),
    outputs: fc.constant(outputs),
    weights: weights(inputs * outputs),
    biases: weights(outputs),
  })
const features = [
  { kind: 'drift', window: 1 },
  { kind: 'drift', window: 2 },
] as const
const layers = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })
  .chain((hidden) => fc.tuple(...[2, ...hidden].map((inputs, i) => layer(inputs, hidden[i] ?? 1))))

function formOf(parts: readonly DenseLayer[]): DenseForm {
  return {
    target: { kind: 'drift', horizonEpochs: 3 },
    features,
    inputMeans: Float64Array.of(1, -2),
    inputScales: Float64Array.of(0.5, 4),
    layers: parts,
    outputMean: 0.25,
    outputScale: 2,
  }
}

it('a net with a linear branch is the net plus the branch, for any number of hidden layers', () => {
  fc.assert(
    fc.property(layers, weights(2), weight, weights(2), (parts, coefficients, intercept, raw) => {
      const standardised = [(raw[0]! - 1) / 0.5, (raw[1]! + 2) / 4]
      const linear = standardised.reduce((sum, x, i) => sum + coefficients[i]! * x, intercept)
      const alone = forwardDense(formOf(parts), raw, 0)
      const joined = withLinearBranch(parts, { intercept, coefficients })
      const expected = alone + 2 * linear
      const tolerance = 1e-12 * (1 + Math.abs(alone) + Math.abs(linear)) * 100
      expect(Math.abs(forwardDense(formOf(joined), raw, 0) - expected)).toBeLessThan(tolerance)
      joined.forEach(({ inputs, outputs, ...values }, i) => {
        expect(values.weights).toHaveLength(inputs * outputs)
        expect(values.biases).toHaveLength(outputs)
        expect(inputs).toBe(joined[i - 1]?.outputs ?? 2)
      })
    }),
  )
})

it('a net for the quantiser has its outputs in 2^-16 and the grid of its series', () => {
  const form = formOf([])
  const net = netToQuantise(form, { epochSeconds: 3600, cellsPerEpoch: 12 }, 0.5)
  expect(net).toEqual({
    target: 'drift',
    horizonEpochs: 3,
    epochSeconds: 3600,
    cellsPerEpoch: 12,
    features,
    inputMeans: form.inputMeans,
    inputScales: form.inputScales,
    layers: [],
    outputMean: 16_384,
    outputScale: 131_072,
    levelOffset: 32_768,
  })
})
