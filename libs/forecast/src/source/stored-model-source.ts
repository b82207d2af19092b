import { UserError } from '@tickwise/amm'
import { builtInLearners } from '../models/built-in-learners.ts'
import type { FittedModel } from '../models/model.ts'
import { loadNet } from '../nets/load-net.ts'
import { epochsNeeded, featureMask } from '../oracle/feature-history.ts'
import { features } from '../oracle/features.ts'
import { decodeModel } from '../qmlp/codec.ts'
import { infer } from '../qmlp/infer.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { hasEarnedItsPlace, type ModelCard } from '../store/card.ts'
import { parametersOf, type StoredModel } from '../store/read-model.ts'
import { netNames } from '../workbench/named-entries.ts'
import { trainingEndOf } from '../workbench/training-end.ts'
import type { ForecastSkill, ForecastSource } from './forecast-source.ts'
import { modelFileSource } from './model-file-source.ts'
import { rollingModelSource } from './rolling-model-source.ts'

/** What a model meets where it is used. */
export interface ModelUse {
  readonly chainId: number
  /** Address. */
  readonly pool: string
}

/**
 * Refuses a model that was trained for another pool.
 *
 * @throws UserError E_MODEL_POOL
 *
 * @example
 * assertSamePool(stored.card, { chainId: 42161, pool: '0x…' })
 */
export function assertSamePool(card: ModelCard, use: ModelUse): void {
  if (isSamePool(card, use)) return
  const { name, market } = card
  const { chainId, pool } = use
  const trainedOn =
    market.pool === undefined
      ? `candles${market.title === undefined ? '' : ` of ${market.title}`}`
      : `the pool ${market.pool} on chain ${market.chainId ?? '?'}`
  throw new UserError(
    'E_MODEL_POOL',
    `${name} was trained on ${trainedOn}, not on the pool ${pool} on chain ${chainId}`,
    {
      hint: 'train a model on this pool, or allow another pool where you know that it carries over',
      facts: { chainId, pool },
    },
  )
}

/**
 * Whether a model was trained for this pool.
 *
 * @example
 * isSamePool(stored.card, { chainId: 42161, pool: '0x…' })
 */
export function isSamePool({ market }: ModelCard, { chainId, pool }: ModelUse): boolean {
  return market.chainId === chainId && market.pool?.toLowerCase() === pool.toLowerCase()
}

/** How a stored model is used. */
export interface StoredModelSourceOptions {
  /** Its skill was proven on another pool, which proves nothing here; false when left out. */
  readonly onOtherPool?: boolean
}

/**
 * A stored model as a source of forecasts: with a `qmlp/1` file the integers that a contract says, else its
 * float64 forecasts. It answers only after the data that it was trained on, where there is something to learn
 * from its answers.
 *
 * @throws UserError E_MODEL_GRID for a series of other epochs or cells; E_FORECAST_PARAMETERS
 *
 * @example
 * const source = storedModelSource(await verifyModel(folder), seriesOfMarket(market, grid, false))
 */
export function storedModelSource(
  stored: StoredModel,
  series: EpochSeries,
  { onOtherPool = false }: StoredModelSourceOptions = {},
): ForecastSource {
  const { card, hash, weights } = stored
  assertGrid(card, series)
  const skill: ForecastSkill = hasEarnedItsPlace(card) && !onOtherPool ? 'proven' : 'unproven'
  const firstEpoch = Math.max(trainingEndOf(card) + 1, series.firstEpoch)
  if (card.weights === 'parameters/1') {
    const model = restoreModel(stored)
    const piece = {
      model,
      validFromEpoch: firstEpoch,
      trainedToEpoch: trainingEndOf(card),
      levelOffset: Number(card.training.settings['levelOffset'] ?? 0),
    }
    const lookbackEpochs = Number(card.training.settings['lookbackEpochs'] ?? 1)
    const rolling = { name: card.name, target: card.target, lookbackEpochs, pieces: [piece] }
    const source = rollingModelSource(rolling, series, { name: card.name, skillAt: () => skill })
    return { ...source, id: hash }
  }
  const file = decodeModel(weights)
  const mask = featureMask(file.features, series)
  return modelFileSource({
    name: card.name,
    modelHash: hash,
    file,
    skill,
    firstEpoch: Math.max(firstEpoch, series.firstEpoch + epochsNeeded(file.features) - 1),
    inputsAt: (epoch) => {
      const index = epoch - series.firstEpoch
      return mask[index] === 1 ? features(file.features, series, index) : undefined
    },
    infer,
  })
}

/**
 * The model that stored parameters describe.
 *
 * @throws UserError E_MODEL_FORMAT for a `qmlp/1` file, E_FORECAST_PARAMETERS
 *
 * @example
 * restoreModel(stored).predict(series, rows)
 */
export function restoreModel(stored: StoredModel): FittedModel {
  const parameters = parametersOf(stored)
  const { name, target } = stored.card
  if (netNames.some((net) => net === name)) return loadNet(parameters)
  const learner = builtInLearners(target).find((known) => known.name === name)
  const model = learner?.restore?.(parameters)
  if (model === undefined || model instanceof Promise)
    throw new UserError('E_FORECAST_PARAMETERS', `there is no model ${name} to restore`, {
      hint: 'it was stored by another version of Tickwise',
      facts: { name },
    })
  return model
}

function assertGrid(card: ModelCard, { epochSeconds, cellsPerEpoch }: EpochSeries): void {
  if (card.epochSeconds === epochSeconds && card.cellsPerEpoch === cellsPerEpoch) return
  throw new UserError(
    'E_MODEL_GRID',
    `${card.name} takes epochs of ${card.epochSeconds} s in ${card.cellsPerEpoch} cells, not of ${epochSeconds} s in ${cellsPerEpoch}`,
    { hint: 'use the epoch and the cells that the model was trained with' },
  )
}
