import { UserError } from '@tickwise/amm'
import {
  features,
  featureMask,
  decodeModel,
  harFeatures,
  harNetFeatures,
  rawFeatures,
  sequenceFeatures,
  type EpochSeries,
  type Feature,
  type StandardisedFeature,
} from '@tickwise/forecast'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  formatTime,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'
import { findModel } from '../forecast/find-model.ts'
import { openSeries, type SeriesOptions } from '../forecast/open-series.ts'
import { exactness } from './train.ts'

interface FeaturesOptions extends CommonOptions, SeriesOptions {
  readonly spec: string
  readonly model?: string
  readonly models: string
  readonly fees?: boolean
  readonly csv?: boolean
}

/** Epochs that a table shows; JSON and CSV have them all. */
const shownEpochs = 24

const specs: Readonly<Record<string, readonly Feature[]>> = {
  har: harFeatures(),
  'har-net': harNetFeatures,
  mlp: harNetFeatures,
  gru: sequenceFeatures,
}

/** `tickwise features show` */
export async function featuresShow(
  context: CommandContext,
  options: FeaturesOptions,
): Promise<CommandResult> {
  const spec = await specOf(options)
  const { series, title } = await openSeries(context, options, options.fees === true)
  const epochs = epochsOf(series, spec)
  const names = spec.features.map(({ kind, window }) => `${kind}-${window}`)
  const { epochSeconds, cellsPerEpoch, source } = series
  return {
    data: {
      dataset: { root: source.root },
      exact: source.kind === 'events',
      epochSeconds,
      cellsPerEpoch,
      features: spec.features.map(({ kind, window }) => ({ kind, window })),
      epochs,
    },
    text:
      options.csv === true
        ? csv(epochs, names)
        : [
            renderFacts([
              ['data', `${title}, ${exactness(source.kind)}`],
              ['epochs', `${series.length} of ${epochSeconds} s in ${cellsPerEpoch} cells`],
              ['with features', `${epochs.filter(({ raw }) => raw !== null).length}`],
              ['root', source.root],
            ]),
            '',
            table(epochs.slice(-shownEpochs), names),
            ...(epochs.length > shownEpochs
              ? [
                  '',
                  `The last ${shownEpochs} of ${epochs.length} epochs; --json and --csv have all.`,
                ]
              : []),
          ].join('\n'),
  }
}

interface Spec {
  readonly features: readonly Feature[]
  readonly standardised?: readonly StandardisedFeature[]
}

async function specOf({ spec, model, models }: FeaturesOptions): Promise<Spec> {
  if (model !== undefined) {
    const { card, weights } = await findModel(models, model)
    if (card.weights !== 'qmlp/1') return { features: card.features }
    const file = decodeModel(weights)
    return { features: file.features, standardised: file.features }
  }
  const found = specs[spec]
  if (found !== undefined) return { features: found }
  throw new UserError('E_FEATURE_SPEC', `there is no feature list ${spec}`, {
    hint: `use ${Object.keys(specs).join(', ')}, or --model for that of a stored model`,
  })
}

interface EpochRow {
  readonly epoch: number
  /** Unix seconds at which it begins. */
  readonly from: number
  readonly valid: boolean
  readonly variance: number
  readonly logVarianceX16: number
  readonly meanTick: number
  readonly lastCellTick: number
  readonly logFeeGrowthX16?: number
  /** `null` where history is too short or has a hole. */
  readonly raw: readonly number[] | null
  readonly standardised?: readonly number[] | null
}

function epochsOf(series: EpochSeries, spec: Spec): readonly EpochRow[] {
  const mask = featureMask(spec.features, series)
  const { logFeeGrowthX16: fees } = series
  return Array.from({ length: series.length }, (_, i) => ({
    epoch: series.firstEpoch + i,
    from: (series.firstEpoch + i) * series.epochSeconds,
    valid: series.valid[i] === 1,
    variance: series.variance[i] ?? 0,
    logVarianceX16: series.logVarianceX16[i] ?? 0,
    meanTick: series.meanTick[i] ?? 0,
    lastCellTick: series.lastCellTick[i] ?? 0,
    ...(fees === undefined ? {} : { logFeeGrowthX16: fees[i] ?? 0 }),
    raw: mask[i] === 1 ? [...rawFeatures(spec.features, series, i)] : null,
    ...(spec.standardised === undefined
      ? {}
      : { standardised: mask[i] === 1 ? [...features(spec.standardised, series, i)] : null }),
  }))
}

function headOf(names: readonly string[], first: EpochRow | undefined): readonly string[] {
  return [
    ...['epoch', 'from', 'variance', 'logVarianceX16', 'meanTick', 'lastCellTick'],
    ...(first?.logFeeGrowthX16 === undefined ? [] : ['logFeeGrowthX16']),
    ...names,
    ...(first?.standardised === undefined ? [] : names.map((name) => `${name}-int16`)),
  ]
}

function cellsOf(row: EpochRow, names: readonly string[], none: string): readonly string[] {
  const values = [row.variance, row.logVarianceX16, row.meanTick, row.lastCellTick]
  const fees = row.logFeeGrowthX16 === undefined ? [] : [row.logFeeGrowthX16]
  const listed = (list: readonly number[] | null): readonly string[] =>
    list === null ? names.map(() => none) : list.map(String)
  return [
    String(row.epoch),
    formatTime(row.from),
    ...[...values, ...fees].map((value) => (row.valid ? String(value) : none)),
    ...listed(row.raw),
    ...(row.standardised === undefined ? [] : listed(row.standardised)),
  ]
}

function csv(rows: readonly EpochRow[], names: readonly string[]): string {
  const lines = rows.map((row) => cellsOf(row, names, ''))
  return [headOf(names, rows[0]), ...lines].map((cells) => cells.join(',')).join('\n')
}

function table(rows: readonly EpochRow[], names: readonly string[]): string {
  return renderTable(
    headOf(names, rows[0]).map((title) => ({ title, align: 'right' as const })),
    rows.map((row) => cellsOf(row, names, '–')),
  )
}
