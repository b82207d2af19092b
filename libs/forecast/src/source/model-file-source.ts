import type { ModelFile } from '../qmlp/model-file.ts'
import { forecastLevel, type ForecastSkill, type ForecastSource } from './forecast-source.ts'

/** What {@link modelFileSource} is made of. */
export interface ModelFileSourceParts {
  /** By which a strategy may ask for it, beside its hash. */
  readonly name: string
  /** keccak256 of the model's canonical bytes. */
  readonly modelHash: string
  readonly file: ModelFile
  readonly skill: ForecastSkill
  /** First epoch whose inputs are known. */
  readonly firstEpoch: number
  /** The model's inputs at the end of an epoch; `undefined` where history has a hole or is too short. */
  inputsAt(epoch: number): Int16Array | undefined
  /** The integer model's forecast, as in `qmlp/1`: without the level offset. */
  infer(file: ModelFile, inputs: Int16Array): number
}

/**
 * Forecasts by one integer model: what a contract that runs the same file on the same features says.
 *
 * @example
 * modelFileSource({ name: 'har', modelHash, file, skill: 'proven', firstEpoch, inputsAt, infer })
 */
export function modelFileSource(parts: ModelFileSourceParts): ForecastSource {
  const { name, modelHash, file, skill, firstEpoch, inputsAt, infer } = parts
  return {
    name,
    id: modelHash,
    target: file.target,
    epochSeconds: file.epochSeconds,
    horizonEpochs: file.horizonEpochs,
    firstEpoch,
    answerAt: (epoch) => {
      const inputs = inputsAt(epoch)
      if (inputs === undefined) return undefined
      const valueX16 = infer(file, inputs)
      const level = forecastLevel(file.target, valueX16, file.output.levelOffset)
      return { valueX16, ...level, model: name, modelHash, skill }
    },
  }
}
