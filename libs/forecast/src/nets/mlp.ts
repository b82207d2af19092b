import { seededRandom } from '@tickwise/amm'
import type { Learner, TrainingWindow } from '../models/model.ts'
import { backendRecord } from './backend/backend.ts'
import type { NetBackend } from './backend/backend.ts'
import { denseLayers, denseNet } from './dense-net.ts'
import { lookbackOfFeatures } from './feature-table.ts'
import { denseModel } from './fitted-net.ts'
import type { DenseNetModel, NetTraining } from './fitted-net.ts'
import { foldData, samplesOf } from './fold-data.ts'
import { loadDenseNet } from './load-net.ts'
import { mlpDefaults, settingsRecord } from './net-settings.ts'
import type { DenseNetSettings } from './net-settings.ts'
import { momentsOf } from './standardise.ts'
import { trainWeights } from './train-weights.ts'

/** Fits feed-forward nets, which the quantiser takes. */
export interface DenseNetLearner extends Learner {
  fit(window: TrainingWindow): Promise<DenseNetModel & { readonly training: NetTraining }>
}

/**
 * A feed-forward net of rectifiers on standardised features. It starts at the mean of the training labels.
 * The same seed, window and backend give the same parameters, in any process.
 *
 * `fit` throws UserError E_FORECAST_HISTORY, E_FORECAST_HORIZON, E_FORECAST_SERIES, E_FORECAST_GAP,
 * E_FORECAST_CONSTANT, E_FORECAST_FEES, E_FORECAST_FEATURES, E_BACKEND, E_TRAINING_DIVERGED, and
 * CancelledError.
 *
 * @example
 * const learner = mlp(await openBackend())
 * const model = await learner.fit(window)
 * model.predict(series, rows) // log2 of ticks²
 */
export function mlp(
  backend: NetBackend,
  overrides: Partial<DenseNetSettings> = {},
): DenseNetLearner {
  const settings = { ...mlpDefaults, ...overrides }
  const { features, hiddenUnits, minimumRows } = settings
  const needs = { name: 'mlp', features, steps: 1, minimumRows }
  return {
    name: needs.name,
    minimumRows,
    lookbackEpochs: lookbackOfFeatures(features, 1),
    settings: settingsRecord(settings, backend),
    restore: loadDenseNet,
    async fit(window) {
      const fold = foldData(window, needs)
      const output = momentsOf(fold.labels, `the ${window.target.kind} to learn`)
      const { training, validation } = samplesOf(fold, output)
      const random = seededRandom(window.seed)
      const net = denseNet(features.length, hiddenUnits, random)
      const trained = await trainWeights(backend, net, training, validation, settings, random)
      const model = denseModel(needs.name, {
        target: window.target,
        features,
        inputMeans: fold.standardisation.means,
        inputScales: fold.standardisation.scales,
        layers: denseLayers(net, trained.weights),
        outputMean: output.mean,
        outputScale: output.scale,
      })
      return { ...model, training: { backend: backendRecord(backend), log: trained.log } }
    },
  }
}
