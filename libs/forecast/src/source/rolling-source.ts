import { InvariantError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import {
  forecastLevel,
  type ForecastSkill,
  type ForecastSource,
  type ForecastValue,
} from './forecast-source.ts'

/** What the model in force at the end of an epoch says. */
export interface RealForecast {
  /** In the target's unit as a real number, as `FittedModel.predict` gives it. */
  readonly forecast: number
  /** log2 to add for an amount that is right on average; 0 for drift. */
  readonly levelOffset: number
  /** Epoch of the last entry that any label of the fit covers. */
  readonly trainedToEpoch: number
  readonly model: string
  /** Names the fit: a hash of its parameters. */
  readonly modelHash: string
  readonly skill: ForecastSkill
}

/** What {@link rollingSource} is made of. */
export interface RollingSourceParts {
  readonly name: string
  /** Names the recipe: learner, windows, refit cadence, seed. */
  readonly id: string
  readonly target: Target
  readonly epochSeconds: number
  /** First epoch at whose end a model is in force. */
  readonly firstEpoch: number
  /** `undefined` where no model is in force or its lookback has a hole. */
  forecastAt(epoch: number): RealForecast | undefined
}

/**
 * Forecasts by whatever model is in force at the time. Real numbers become integers by rounding down at 2^-16;
 * what is not finite is no forecast.
 *
 * @throws InvariantError `E_FIT_FUTURE` on an answer by a fit that knew labels beyond the epoch it forecasts at
 *
 * @example
 * rollingSource({ name: 'walkforward', id, target: { kind: 'log-variance', horizonEpochs: 1 },
 *   epochSeconds: 3600, firstEpoch, forecastAt })
 */
export function rollingSource(parts: RollingSourceParts): ForecastSource {
  const { name, id, target, epochSeconds, firstEpoch, forecastAt } = parts
  return {
    name,
    id,
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    epochSeconds,
    firstEpoch,
    answerAt: (epoch) => {
      const real = forecastAt(epoch)
      if (real === undefined || !Number.isFinite(real.forecast)) return undefined
      if (real.trainedToEpoch > epoch) throw trainedOnFuture(real, epoch)
      return valueOf(target, real)
    },
  }
}

function valueOf(target: Target, real: RealForecast): ForecastValue {
  const { forecast, levelOffset, model, modelHash, skill } = real
  const valueX16 = Math.min(Math.max(x16Down(forecast), -(2 ** 31)), 2 ** 31 - 1)
  const level = forecastLevel(target.kind, valueX16, x16Down(levelOffset))
  return { valueX16, ...level, model, modelHash, skill }
}

function x16Down(real: number): number {
  return Math.floor(real * 65_536)
}

function trainedOnFuture({ model, modelHash, trainedToEpoch }: RealForecast, epoch: number): Error {
  return new InvariantError(
    'E_FIT_FUTURE',
    `a fit of ${model} forecasts at the end of epoch ${epoch} and was trained on later labels`,
    { facts: { epoch, trainedToEpoch, modelHash } },
  )
}
