import { expect, it } from 'vitest'
import { quantiseLayer } from './quantise-layer.ts'

const layer = { weights: Float64Array.of(0.5, -0.25), biases: Float64Array.of(1) }

it('makes the largest weight 127 and rounds what its shift cuts off to nearest', () => {
  const scaling = { inputScale: 100, mostOutputScale: 7000, index: 0 }
  // 127 · 100 / 0.5 = 25,400 of the accumulator a unit; a quarter of it, 6,350, is the first within 7,000.
  const means = { inputs: new Float64Array(2), sums: Float64Array.of(1) }
  const scaled = quantiseLayer(layer, scaling, means)
  expect(scaled.outputScale).toBe(6350)
  expect(scaled.layer).toEqual({
    weights: Int8Array.of(127, -63),
    biases: Int32Array.of(25_400 + 2),
    shift: 2,
  })
})

it('cuts nothing off where outputs have room, and makes the mean of the accumulator that of the floats', () => {
  const scaling = { inputScale: 1, mostOutputScale: 7000, index: 0 }
  const means = { inputs: Float64Array.of(10, 4), sums: Float64Array.of(3) }
  const { layer: integers, outputScale } = quantiseLayer(layer, scaling, means)
  expect(outputScale).toBe(254)
  // 3 · 254 less 10 · 127 − 4 · 63.
  expect(integers).toEqual({
    weights: Int8Array.of(127, -63),
    biases: Int32Array.of(762 - 1018),
    shift: 0,
  })
})
