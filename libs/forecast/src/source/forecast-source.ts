import { exp2X32Down } from '../fixed-point/exp2.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'

/**
 * Whether a model has beaten the simple one on this pool, out of sample and beyond chance; whoever makes the
 * source says so, and until then a model is unproven.
 */
export type ForecastSkill = 'proven' | 'unproven'

/** A forecast made at the end of an epoch. */
export interface ForecastValue {
  /** In the unit of the target, see `ForecastTarget`; int32. */
  readonly valueX16: number
  /**
   * 2^(value + level offset), 32 fractional bits, for the targets that are logarithms: the forecast of the
   * quantity itself. Absent for drift.
   */
  readonly levelX32?: bigint
  /** Kind of the model that made it: `har`. */
  readonly model: string
  /** Names the fitted model. */
  readonly modelHash: string
  readonly skill: ForecastSkill
}

/**
 * Where forecasts of one target come from: a fitted model, or a schedule of them over time. Pure: the answer
 * for an epoch depends on what happened up to its end and on nothing else.
 */
export interface ForecastSource {
  /** By which a strategy asks for it: `har`, `walkforward`. */
  readonly name: string
  /** Names everything its answers depend on beside the market: hash of the model, or of how it is fitted. */
  readonly id: string
  readonly target: ForecastTarget
  readonly epochSeconds: number
  readonly horizonEpochs: number
  /** First epoch at whose end it has an answer. */
  readonly firstEpoch: number
  /** The forecast at the end of `epoch`, for the horizon after it; `undefined` where there is none. */
  answerAt(epoch: number): ForecastValue | undefined
}

/**
 * The quantity behind a forecast of its logarithm, 32 fractional bits; nothing for drift.
 * @example forecastLevel('log-variance', 3 * 65536, 0) // { levelX32: 8n << 32n }
 */
export function forecastLevel(
  target: ForecastTarget,
  valueX16: number,
  levelOffsetX16: number,
): Pick<ForecastValue, 'levelX32'> {
  return target === 'drift' ? {} : { levelX32: exp2X32Down(valueX16 + levelOffsetX16) }
}
