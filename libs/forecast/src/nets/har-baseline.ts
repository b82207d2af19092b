import { UserError } from '@tickwise/amm'
import { harFeatures } from '../models/har.ts'
import { fitLinear, linearForm } from '../models/linear-model.ts'
import type { LinearForm } from '../models/linear-model.ts'
import type { FittedModel, TrainingWindow } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { LinearBranch } from './linear-branch.ts'
import type { Standardisation } from './standardise.ts'

/**
 * HAR on rows of a fold: for variance what `createHar` fits, for other targets linear in the same features.
 *
 * @throws UserError E_FORECAST_FEATURES when HAR's features are not all among those of the net
 */
export function fitHar(
  window: TrainingWindow,
  features: readonly Feature[],
  rows: Int32Array,
): FittedModel {
  const missing = harFeatures().find((feature) => positionOf(features, feature) < 0)
  if (missing !== undefined)
    throw new UserError(
      'E_FORECAST_FEATURES',
      `har-net needs ${missing.kind} over ${missing.window} epochs, which HAR is linear in`,
      { hint: 'add features to those of harFeatures()', facts: { ...missing } },
    )
  return fitLinear('har', harFeatures(), window, rows)
}

/**
 * A linear model over raw features as a branch of a net: over its standardised features, in units of `scale`
 * beyond `mean`.
 */
export function harBranch(
  har: FittedModel,
  features: readonly Feature[],
  { means, scales }: Standardisation,
  output: { readonly mean: number; readonly scale: number },
): LinearBranch {
  const form: LinearForm = linearForm(har)
  const coefficients = new Float64Array(features.length)
  let atMeans = form.intercept
  form.features.forEach((feature, i) => {
    const column = positionOf(features, feature)
    const coefficient = form.coefficients[i] ?? 0
    atMeans += coefficient * (means[column] ?? 0)
    coefficients[column] = (coefficient * (scales[column] ?? 1)) / output.scale
  })
  return { intercept: (atMeans - output.mean) / output.scale, coefficients }
}

function positionOf(features: readonly Feature[], { kind, window }: Feature): number {
  return features.findIndex((feature) => feature.kind === kind && feature.window === window)
}
