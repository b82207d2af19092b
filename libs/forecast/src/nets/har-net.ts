import { seededRandom } from '@tickwise/amm'
import { backendRecord } from './backend/backend.ts'
import type { NetBackend } from './backend/backend.ts'
import { denseLayers, denseNet } from './dense-net.ts'
import { lookbackOfFeatures } from './feature-table.ts'
import { denseModel } from './fitted-net.ts'
import { foldData, samplesOf } from './fold-data.ts'
import { baselineAt, harBaseline } from './har-baseline.ts'
import { withLinearBranch } from './linear-branch.ts'
import type { LinearBranch } from './linear-branch.ts'
import type { DenseNetLearner } from './mlp.ts'
import { harNetDefaults } from './net-settings.ts'
import type { DenseNetSettings } from './net-settings.ts'
import { momentsOf } from './standardise.ts'
import { trainWeights } from './train-weights.ts'

/**
 * HAR plus a small net that learns what HAR leaves over. The last layer of the net starts at zero, so an
 * untrained one is the HAR of its fold; if nothing it learns lowers the validation loss, it stays that HAR.
 * `denseForm` holds both in one net of rectifiers.
 *
 * `fit` throws what that of {@link mlp} throws, and UserError E_COLLINEAR, E_FEATURES.
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
  return {
    name: 'har-net',
    minimumRows,
    lookbackEpochs: lookbackOfFeatures(features, 1),
    async fit(window) {
      const fold = foldData(window, features, 1, minimumRows)
      const label = momentsOf(fold.labels, `the ${window.target.kind} to learn`)
      const baseline = harBaseline(fold, features)
      const forecastAt = (row: number): number => baselineAt(fold, baseline, row)
      const residuals = fold.labels.map((value, i) => value - forecastAt(fold.rows[i] ?? 0))
      const { scale } = momentsOf(residuals, 'what HAR leaves over')
      const { training, validation } = samplesOf(fold, { mean: 0, scale }, forecastAt)
      const random = seededRandom(window.seed)
      const net = denseNet(features.length, hiddenUnits, random)
      const trained = await trainWeights(backend, net, training, validation, settings, random)
      const model = denseModel('har-net', {
        target: window.target,
        features,
        inputMeans: fold.standardisation.means,
        inputScales: fold.standardisation.scales,
        layers: withLinearBranch(
          denseLayers(net, trained.weights),
          inUnitsOf(baseline, label.mean, scale),
        ),
        outputMean: label.mean,
        outputScale: scale,
      })
      return { ...model, training: { backend: backendRecord(backend), log: trained.log } }
    },
  }
}

/** The branch as a multiple of `scale` beyond `mean`, which the form adds and multiplies again. */
function inUnitsOf(branch: LinearBranch, mean: number, scale: number): LinearBranch {
  return {
    intercept: (branch.intercept - mean) / scale,
    coefficients: branch.coefficients.map((coefficient) => coefficient / scale),
  }
}
