import { infer, prepareModel, type ModelFile } from '@tickwise/forecast'
import { medianOf, timePasses } from '../../amm/bench/median-seconds.ts'

export const title = 'Quantised models: inferences per second'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const ROWS = 4096

/** Inference of qmlp/1 models, prepared, against the reference that follows the definition. */
export async function benchInference(): Promise<readonly BenchRow[]> {
  return [...ratesOf([4, 1]), ...ratesOf([16, 8, 1]), ...ratesOf([32, 32, 16, 1])]
}

function ratesOf(widths: readonly number[]): readonly BenchRow[] {
  const model = modelOf(widths)
  const name = widths.join('→')
  const rows = Array.from({ length: ROWS }, (_, row) =>
    Int16Array.from(
      model.features,
      (_feature, i) => ((row * 7919 + i * 104_729) % 65_536) - 32_768,
    ),
  )
  const prepared = prepareModel(model)
  const fast = rateOf(rows, 8, (inputs) => prepared.infer(inputs))
  const reference = rateOf(rows, 1, (inputs) => infer(model, inputs))
  return [
    { name: `${name}, prepared`, value: fast, unit: 'inferences/s', note: 'median of 9' },
    { name: `${name}, prepared against the reference`, value: fast / reference, unit: '×' },
  ]
}

function rateOf(
  rows: readonly Int16Array[],
  repeats: number,
  run: (inputs: Int16Array) => number,
): number {
  let checksum = 0
  const seconds = timePasses(
    9,
    () => undefined,
    () => {
      for (let k = 0; k < repeats; k++) for (const inputs of rows) checksum += run(inputs)
    },
  )
  if (!Number.isFinite(checksum)) throw new Error('a forecast is no number')
  return (rows.length * repeats) / medianOf(seconds)
}

function modelOf(widths: readonly number[]): ModelFile {
  const feature = { kind: 'drift', window: 1, mean: 0, multiplier: 1, shift: 0 } as const
  return {
    ...{ target: 'log-variance', epochSeconds: 3600, cellsPerEpoch: 12, horizonEpochs: 1 },
    features: Array.from({ length: widths[0] ?? 1 }, () => feature),
    layers: widths.slice(1).map((outputs, l) => ({
      weights: Int8Array.from(
        { length: (widths[l] ?? 1) * outputs },
        (_, k) => ((k * 31_337) % 255) - 127,
      ),
      biases: Int32Array.from({ length: outputs }, (_, j) => 1000 * (j - 3)),
      shift: 8,
    })),
    output: { offset: 0, multiplier: 3, shift: 1, levelOffset: 0 },
  }
}
