import {
  decodeModel,
  defaultPlan,
  hasEarnedItsPlace,
  saveModel,
  seriesFromEvents,
  sliceSeries,
  trainModel,
  type TrainedModel,
} from '@tickwise/forecast'
import type { Dataset } from '@tickwise/market'
import type { NamedModel } from '@tickwise/parity'
import type { CommandContext } from '@tickwise/terminal'
import { stepBy } from '../forecast/find-model.ts'
import { walkForwardProgress } from '../forecast/model-options.ts'
import { version } from '../program.ts'

/** What was learned, and how the contracts and the keeper know it. */
export interface TaughtModel {
  readonly trained: TrainedModel
  readonly named: NamedModel
}

const GRID = { epochSeconds: 3600, cellsPerEpoch: 12 }
const HORIZON_EPOCHS = 4
const LOOKBACK_EPOCHS = 168

/**
 * HAR, walked forward and fitted on everything before a time, as int8 numbers that a contract runs. It knows nothing
 * of what comes after.
 *
 * @param until unix seconds
 */
export async function teachModel(
  context: CommandContext,
  dataset: Dataset,
  until: number,
  store: string,
): Promise<TaughtModel> {
  const { manifest, root, columns, startState } = dataset
  const { chainId, address } = manifest.pool
  const whole = seriesFromEvents({ chainId, pool: address, root, columns, startState }, GRID)
  const series = sliceSeries(whole, 0, until / GRID.epochSeconds - whole.firstEpoch)
  const trained = await trainModel({
    name: 'har',
    series,
    target: { kind: 'log-variance', horizonEpochs: HORIZON_EPOCHS },
    plan: defaultPlan(series.length, LOOKBACK_EPOCHS),
    seed: 1,
    onProgress: walkForwardProgress(context),
    signal: context.signal,
    title: 'the market of the demo, simulated',
    command: 'tickwise demo',
    versions: { node: process.versions.node, packages: { '@tickwise/forecast': version } },
  })
  const { card, hash } = await saveModel(store, trained.model, stepBy('trained by the demo'))
  const { weights } = trained.model
  if (weights.format !== 'qmlp/1') throw new TypeError('HAR has an integer form')
  const skill = hasEarnedItsPlace(card) ? 'proven' : 'unproven'
  const file = decodeModel(weights.bytes)
  return { trained, named: { name: card.name, hash: hash as NamedModel['hash'], file, skill } }
}
