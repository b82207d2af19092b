import type { FittedModel } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { contentHash } from '../store/content-hash.ts'
import { parameterBytes } from '../store/read-model.ts'
import { forecastAt, pieceInForce, type RollingModel } from '../walk-forward/rolling-model.ts'
import type { ForecastSkill, ForecastSource } from './forecast-source.ts'
import { rollingSource } from './rolling-source.ts'

/** How the fits of a walk-forward are asked. */
export interface RollingModelSourceOptions {
  /** By which a strategy asks for it; `walkforward` when left out. */
  readonly name?: string
  /** Whether the model had proven itself before an epoch; never when left out. */
  readonly skillAt?: (epoch: number) => ForecastSkill
}

/**
 * The fits of a walk-forward as a source of forecasts: at each epoch the one that was in force, on what a series
 * says up to then. The same object gave the scores.
 *
 * @example
 * forecasterOf([rollingModelSource(result.rolling[0], seriesOfMarket(market, grid, false))])
 */
export function rollingModelSource(
  rolling: RollingModel,
  series: EpochSeries,
  { name = 'walkforward', skillAt = () => 'unproven' }: RollingModelSourceOptions = {},
): ForecastSource {
  const hashes = new Map<FittedModel, string>()
  const hashOf = (model: FittedModel): string => {
    const known = hashes.get(model) ?? contentHash(parameterBytes(model.parameters))
    hashes.set(model, known)
    return known
  }
  return rollingSource({
    name,
    id: contentHash(
      parameterBytes({
        model: rolling.name,
        pieces: rolling.pieces.map(({ model, validFromEpoch, levelOffset }) => ({
          hash: hashOf(model),
          validFromEpoch,
          levelOffset,
        })),
      }),
    ),
    target: rolling.target,
    epochSeconds: series.epochSeconds,
    firstEpoch: rolling.pieces[0]?.validFromEpoch ?? Number.MAX_SAFE_INTEGER,
    forecastAt: (epoch) => {
      const index = epoch - series.firstEpoch
      if (index < 0 || index >= series.length) return undefined
      if (pieceInForce(rolling, epoch) === undefined) return undefined
      const answer = forecastAt(rolling, series, index)
      if (answer === undefined) return undefined
      const { piece, forecast } = answer
      return {
        forecast,
        levelOffset: piece.levelOffset,
        trainedToEpoch: piece.trainedToEpoch,
        model: rolling.name,
        modelHash: hashOf(piece.model),
        skill: skillAt(epoch),
      }
    },
  })
}
