import { seededRandom } from '@tickwise/amm'
import { fitRows } from '../models/fit-window.ts'
import { backendRecord } from './backend/backend.ts'
import type { NetBackend } from './backend/backend.ts'
import { denseLayers, denseNet } from './dense-net.ts'
import { lookbackOfFeatures } from './feature-table.ts'
import { denseModel } from './fitted-net.ts'
import { foldData, samplesOf } from './fold-data.ts'
import { fitHar, harBranch } from './har-baseline.ts'
import { withLinearBranch } from './linear-branch.ts'
import { loadDenseNet } from './load-net.ts'
import type { DenseNetLearner } from './mlp.ts'
import { harNetDefaults, settingsRecord } from './net-settings.ts'
import type { DenseNetSettings } from './net-settings.ts'
import { momentsOf } from './standardise.ts'
import { trainWeights } from './train-weights.ts'

/**
 * HAR plus a small net that learns what HAR leaves over. The last layer of the net starts at zero, so an
 * untrained one is the HAR of its fold; if nothing it learns lowers the validation loss, it stays that HAR.
 * `denseForm` holds both in one net of rectifiers.
 *
 * The net learns beside a HAR fitted on the training rows, so that the validation loss is out of sample; what
 * comes out has the HAR of all rows of the window, which is the one it will be measured against.
 *
 * `fit` throws what that of {@link mlp} throws.
 *
 * @example
 * const model = await harNet(await openBackend()).fit(window)
 * model.training.log.bestPass // 0: HAR could not be improved
 */
export function harNet(
  backend: NetBackend,
  overrides: Partial<DenseNetSettings> = {},
): DenseNetLearner {
  const settings = { ...harNetDefaults, ...overrides }
  const { features, hiddenUnits, minimumRows } = settings
  const needs = { name: 'har-net', features, steps: 1, minimumRows }
  return {
    name: needs.name,
    minimumRows,
    lookbackEpochs: lookbackOfFeatures(features, 1),
    settings: settingsRecord(settings, backend),
    restore: loadDenseNet,
    async fit(window) {
      const { series, target, rows, seed } = window
      const fold = foldData(window, needs)
      const { mean } = momentsOf(fold.labels, `the ${target.kind} to learn`)
      const trainingHar = fitHar(window, features, rows)
      const baseline = (at: Int32Array): Float64Array => trainingHar.predict(series, at)
      const forecasts = baseline(rows)
      const residuals = fold.labels.map((label, i) => label - (forecasts[i] ?? 0))
      const { scale } = momentsOf(residuals, 'what HAR leaves over')
      const { training, validation } = samplesOf(fold, { mean: 0, scale, baseline })
      const random = seededRandom(seed)
      const net = denseNet(features.length, hiddenUnits, random)
      const trained = await trainWeights(backend, net, training, validation, settings, random)
      const har = fitHar(window, features, fitRows(window))
      const branch = harBranch(har, features, fold.standardisation, { mean, scale })
      const model = denseModel(needs.name, {
        target,
        features,
        inputMeans: fold.standardisation.means,
        inputScales: fold.standardisation.scales,
        layers: withLinearBranch(denseLayers(net, trained.weights), branch),
        outputMean: mean,
        outputScale: scale,
      })
      return { ...model, training: { backend: backendRecord(backend), log: trained.log } }
    },
  }
}
