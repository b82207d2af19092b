import { seededRandom } from '@tickwise/amm'
import type { Learner, TrainingWindow } from '../models/model.ts'
import { backendRecord } from './backend/backend.ts'
import type { NetBackend } from './backend/backend.ts'
import { lookbackOfFeatures } from './feature-table.ts'
import { gruModel } from './fitted-net.ts'
import type { GruModel, NetTraining } from './fitted-net.ts'
import { foldData, samplesOf } from './fold-data.ts'
import { gruNet, gruWeights } from './gru-net.ts'
import { loadNet } from './load-net.ts'
import { gruDefaults, settingsRecord } from './net-settings.ts'
import type { GruSettings } from './net-settings.ts'
import { momentsOf } from './standardise.ts'
import { trainWeights } from './train-weights.ts'

/** Fits recurrent nets. */
export interface GruLearner extends Learner {
  fit(window: TrainingWindow): Promise<GruModel & { readonly training: NetTraining }>
}

/**
 * A gated recurrent unit over the features of the last epochs. It starts at the mean of the training labels.
 * It cannot be quantised: its forecasts can only be attested.
 *
 * `fit` throws what that of {@link mlp} throws.
 *
 * @example
 * const model = await gru(await openBackend(), { steps: 32 }).fit(window)
 */
export function gru(backend: NetBackend, overrides: Partial<GruSettings> = {}): GruLearner {
  const settings = { ...gruDefaults, ...overrides }
  const { features, steps, units, minimumRows } = settings
  const needs = { name: 'gru', features, steps, minimumRows }
  return {
    name: needs.name,
    minimumRows,
    lookbackEpochs: lookbackOfFeatures(features, steps),
    settings: settingsRecord(settings, backend),
    restore: loadNet,
    async fit(window) {
      const fold = foldData(window, needs)
      const output = momentsOf(fold.labels, `the ${window.target.kind} to learn`)
      const { training, validation } = samplesOf(fold, output)
      const random = seededRandom(window.seed)
      const size = { width: features.length, units }
      const net = gruNet(size, random)
      const trained = await trainWeights(backend, net, training, validation, settings, random)
      const model = gruModel(needs.name, {
        target: window.target,
        features,
        steps,
        units,
        inputMeans: fold.standardisation.means,
        inputScales: fold.standardisation.scales,
        ...gruWeights(size, trained.weights),
        outputMean: output.mean,
        outputScale: output.scale,
      })
      return { ...model, training: { backend: backendRecord(backend), log: trained.log } }
    },
  }
}
