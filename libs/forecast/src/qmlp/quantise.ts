import { UserError } from '@tickwise/amm'
import {
  afterHidden,
  calibrationInputs,
  columnMeans,
  extremesOf,
  floatSums,
  type Calibration,
} from './calibration.ts'
import { decodeModel, encodeModel } from './codec.ts'
import { equalise, type EqualisedLayers } from './equalise.ts'
import { checkFloatModel, type FloatModel, type RawInputs } from './float-model.ts'
import type { ModelFile, ModelOutput, QuantisedLayer } from './model-file.ts'
import { quantisationLoss, type QuantisationLoss } from './quantisation-loss.ts'
import { quantiseLayer } from './quantise-layer.ts'
import { multiplierFor, rounded, standardisationFor } from './standardisation.ts'

/** An integer model and what it lost. */
export interface Quantisation {
  readonly model: ModelFile
  /** On the rows that the model was calibrated with. */
  readonly loss: QuantisationLoss
}

/** Room for outputs beyond the extremes that occur. */
const outputHeadroom = 2

/**
 * Makes a model of int8 weights out of a float model. Standardisation, shifts and biases are chosen on the
 * rows of a calibration, which should be the rows that the model was trained on: inputs get room for 8
 * standard deviations or 1.25 times the extremes that occur, outputs of layers for twice what occurs. A
 * linear model loses next to nothing: its precision goes into the multiplier of each feature, and all its
 * weights become 127 or −127.
 *
 * The same arguments give the same model, bit for bit.
 *
 * @param raw rows of raw features, integers; at least one row
 * @throws UserError `E_QUANTISE_OVERFLOW` with the bound, `E_QUANTISE_NOT_FINITE`, `E_QUANTISE_CONSTANT`,
 *   `E_QUANTISE_SHAPE`, `E_QUANTISE_ROWS`, `E_QUANTISE_RANGE` for constants that the file has no room for,
 *   and what `encodeModel` refuses
 * @example
 * const { model, loss } = quantiseModel(trained, rawTrainingRows)
 * loss.rmsDifference / trained.outputScale // 0.0004
 */
export function quantiseModel(float: FloatModel, raw: RawInputs): Quantisation {
  checkFloatModel(float)
  checkRows(raw, float.features.length)
  const equalised = equalise(float.layers, float.features.length)
  const { inputFactors } = equalised
  const { features, inputScale } = standardisationFor(float, inputFactors, usedBy(equalised), raw)
  const inputs = calibrationInputs(float, inputFactors, features, raw)
  const { layers, middle, scale } = quantiseLayers(equalised, inputScale, inputs)
  const { target, epochSeconds, cellsPerEpoch, horizonEpochs } = float
  const output = outputFor(float, middle, scale)
  const written = encodeModel({
    ...{ target, epochSeconds, cellsPerEpoch, horizonEpochs },
    ...{ features, layers, output },
  })
  const model = decodeModel(written)
  return { model, loss: quantisationLoss(float, model, raw) }
}

interface QuantisedLayers {
  readonly layers: readonly QuantisedLayer[]
  /** The float output that the integer 0 stands for, and integer per unit of float output. */
  readonly middle: number
  readonly scale: number
}

function quantiseLayers(
  { layers }: EqualisedLayers,
  inputScale: number,
  inputs: Calibration,
): QuantisedLayers {
  const quantised: QuantisedLayer[] = []
  let scale = inputScale
  let middle = 0
  let before = inputs
  for (const [index, layer] of layers.entries()) {
    const last = index === layers.length - 1
    const sums = floatSums(layer, before)
    const { lowest, highest } = extremesOf(sums)
    if (last) middle = (lowest + highest) / 2
    const reach = Math.max(0, highest - middle)
    const means = {
      inputs: columnMeans(before.integer, before.width),
      sums: columnMeans(sums, layer.biases.length).map((mean) => mean - middle),
    }
    const scaling = { inputScale: scale, mostOutputScale: mostScale(reach), index }
    const scaled = quantiseLayer(layer, scaling, means)
    quantised.push(scaled.layer)
    scale = scaled.outputScale
    if (!last) before = afterHidden(before, sums, scaled.layer)
  }
  return { layers: quantised, middle, scale }
}

/** What never moves may have any scale. */
function mostScale(reach: number): number {
  return reach === 0 ? 1 : 32_767 / (outputHeadroom * reach)
}

function outputFor(float: FloatModel, middle: number, scale: number): ModelOutput {
  const offset = rounded(float.outputMean + float.outputScale * middle, 'the middle forecast')
  const ratio = float.outputScale / scale
  const levelOffset = rounded(float.levelOffset, 'the level offset')
  return { offset, ...multiplierFor(ratio, 2 ** 31 - 1, 'the output scale'), levelOffset }
}

/** An input whose column of weights is zero says nothing about the scale of the others. */
function usedBy({ layers, inputFactors }: EqualisedLayers): (input: number) => boolean {
  const [first] = layers
  const width = inputFactors.length
  const used = inputFactors.map((_, i) =>
    first?.weights.some((weight, k) => k % width === i && weight !== 0) === true ? 1 : 0,
  )
  return (input) => used[input] === 1
}

function checkRows(raw: RawInputs, width: number): void {
  if (raw.length === 0 || raw.length % width !== 0) {
    throw new UserError(
      'E_QUANTISE_ROWS',
      `${raw.length} raw features are no whole rows of ${width}`,
      { hint: 'give the rows that the model was trained on' },
    )
  }
  const bad = raw.findIndex((value) => !Number.isInteger(value))
  if (bad < 0) return
  throw new UserError(
    'E_QUANTISE_ROWS',
    `raw feature ${bad % width} of row ${Math.floor(bad / width)} is ${raw[bad]}`,
    {
      hint: 'raw features are integers; leave out rows with gaps',
    },
  )
}
