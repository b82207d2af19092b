import fc from 'fast-check'
import { createRandom, type Random } from '../../../../amm/src/testing/random.ts'
import { featureKinds, type StandardisedFeature } from '../../oracle/feature-spec.ts'
import { accumulatorBounds, featureRange, hiddenRange } from '../bounds.ts'
import { forecastTargets, type ModelFile, type QuantisedLayer } from '../model-file.ts'

/** Widths from the inputs to the one output; odd ones, and both ends of what a file may say. */
export const architectures: readonly (readonly number[])[] = [
  [1, 1],
  [4, 1],
  [7, 1],
  [8, 1],
  [256, 1],
  [3, 1, 1],
  [16, 8, 1],
  [9, 7, 1],
  [32, 32, 16, 1],
  [13, 17, 9, 1],
  [64, 64, 32, 1],
  [5, 3, 4, 9, 8, 1, 2, 15, 1],
  [2, 40, 1],
  [255, 3, 1],
]

/** How weights, biases and inputs are drawn. */
export type Mood = 'ordinary' | 'highest' | 'lowest' | 'alternating' | 'sparse' | 'edge biases'
export const moods: readonly Mood[] = [
  'ordinary',
  'highest',
  'lowest',
  'alternating',
  'sparse',
  'edge biases',
]

/** A model of these widths, valid whatever the mood and the seed. */
export function modelOf(widths: readonly number[], mood: Mood, seed: number): ModelFile {
  const random = createRandom(seed)
  const [inputs = 1] = widths
  const target = random.pick(forecastTargets)
  const cellsPerEpoch = random.integer(1, 24)
  return {
    target,
    cellsPerEpoch,
    epochSeconds: cellsPerEpoch * random.integer(1, 3600),
    horizonEpochs: random.integer(1, 65_535),
    features: Array.from({ length: inputs }, () => featureOf(random)),
    layers: widths
      .slice(1)
      .map((outputs, i) => layerOf(random, widths[i]!, outputs, mood, i === 0)),
    output: {
      offset: word(random),
      multiplier: word(random),
      shift: random.integer(0, 40),
      levelOffset: target === 'drift' ? 0 : word(random),
    },
  }
}

/** Inputs for a model: extremes as often as others. */
export function inputsFor({ features }: ModelFile, seed: number): Int16Array {
  const random = createRandom(seed)
  const kind = random.integer(0, 4)
  return Int16Array.from(features, (_, i) => {
    if (kind === 0) return 32_767
    if (kind === 1) return -32_768
    if (kind === 2) return i % 2 === 0 ? 32_767 : -32_768
    if (kind === 3)
      return random.chance(0.5) ? random.integer(-3, 3) : random.integer(-32_768, 32_767)
    return random.integer(-32_768, 32_767)
  })
}

/** Any model that can be: its widths too are drawn. */
export const anyModel: fc.Arbitrary<ModelFile> = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
    mood: fc.constantFrom(...moods),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  })
  .map(({ widths, mood, seed }) => modelOf([...widths, 1], mood, seed))

/** A model and a feature vector for it. */
export const anyInference = fc
  .record({ model: anyModel, seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }) })
  .map(({ model, seed }) => ({ model, inputs: inputsFor(model, seed) }))

function featureOf(random: Random): StandardisedFeature {
  const kind = random.pick(featureKinds)
  return {
    kind,
    window: kind.startsWith('hour') ? 0 : random.integer(1, 1000),
    mean: word(random),
    multiplier: random.integer(0, 2 ** 24 - 1),
    shift: random.integer(0, 40),
  }
}

function layerOf(
  random: Random,
  inputs: number,
  outputs: number,
  mood: Mood,
  first: boolean,
): QuantisedLayer {
  const weights = Int8Array.from({ length: inputs * outputs }, (_, i) => weightOf(random, mood, i))
  const shift = random.chance(0.25) ? random.pick([0, 31]) : random.integer(0, 16)
  const layer = { weights, biases: new Int32Array(outputs), shift }
  for (let output = 0; output < outputs; output++) {
    const sums = accumulatorBounds(layer, output, first ? featureRange : hiddenRange)
    const lowest = -(2 ** 31) - sums.lowest
    const highest = 2 ** 31 - 1 - sums.highest
    const edge = mood === 'edge biases' || random.chance(0.1)
    layer.biases[output] = edge
      ? random.pick([lowest, highest])
      : random.integer(-(2 ** 20), 2 ** 20)
  }
  return layer
}

function weightOf(random: Random, mood: Mood, i: number): number {
  if (mood === 'highest') return 127
  if (mood === 'lowest') return -128
  if (mood === 'alternating') return i % 2 === 0 ? 127 : -128
  if (mood === 'sparse') return random.chance(0.2) ? random.integer(-128, 127) : 0
  return random.integer(-128, 127)
}

function word(random: Random): number {
  const kind = random.integer(0, 5)
  if (kind === 0) return -(2 ** 31)
  if (kind === 1) return 2 ** 31 - 1
  return random.integer(-(2 ** 31), 2 ** 31 - 1)
}
