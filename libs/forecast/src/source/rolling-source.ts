import type { FittedModel, Target } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import {
  forecastLevel,
  type ForecastSkill,
  type ForecastSource,
  type ForecastValue,
} from './forecast-source.ts'

/** A model with the time it is in force. */
export interface ModelInForce {
  readonly model: FittedModel
  /** Names the fit: a hash of its parameters. */
  readonly modelHash: string
  readonly skill: ForecastSkill
  /** log2 X16, added before exp2 so that the forecast is right on average; 0 for drift. */
  readonly levelOffsetX16: number
}

/** Which model is in force at the end of an epoch: one that was fitted on labels known by then. */
export interface ModelSchedule {
  /** First epoch at whose end a model is in force. */
  readonly firstEpoch: number
  inForceAt(epoch: number): ModelInForce | undefined
}

/** What {@link rollingSource} is made of. */
export interface RollingSourceParts {
  readonly name: string
  /** Names the recipe: learner, windows, refit cadence, seed. */
  readonly id: string
  readonly target: Target
  readonly series: EpochSeries
  readonly schedule: ModelSchedule
}

/**
 * Forecasts by whatever model is in force at the time. The model's real number becomes an integer by rounding
 * down at 2^-16; no answer where the series has a hole or the model gives no finite number.
 *
 * @example
 * rollingSource({ name: 'walkforward', id, target: { kind: 'log-variance', horizonEpochs: 1 }, series, schedule })
 */
export function rollingSource(parts: RollingSourceParts): ForecastSource {
  const { name, id, target, series, schedule } = parts
  return {
    name,
    id,
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    epochSeconds: series.epochSeconds,
    firstEpoch: Math.max(schedule.firstEpoch, series.firstEpoch),
    answerAt: (epoch) => {
      const row = epoch - series.firstEpoch
      const inForce = schedule.inForceAt(epoch)
      if (inForce === undefined || series.valid[row] !== 1) return undefined
      const [forecast] = inForce.model.predict(series, Int32Array.of(row))
      if (forecast === undefined || !Number.isFinite(forecast)) return undefined
      return valueOf(target, forecast, inForce)
    },
  }
}

function valueOf(target: Target, forecast: number, inForce: ModelInForce): ForecastValue {
  const { model, modelHash, skill, levelOffsetX16 } = inForce
  const valueX16 = Math.min(Math.max(Math.floor(forecast * 65_536), -(2 ** 31)), 2 ** 31 - 1)
  const level = forecastLevel(target.kind, valueX16, levelOffsetX16)
  return { valueX16, ...level, model: model.name, modelHash, skill }
}
