import { foldFolder, saveModel, trainModel, type TrainedModel } from '@tickwise/forecast'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  counted,
  parseInteger,
  renderFacts,
} from '@tickwise/terminal'
import { stepBy } from '../forecast/find-model.ts'
import {
  assertModelNames,
  backendFor,
  planOf,
  targetOf,
  walkForwardProgress,
  type FitOptions,
} from '../forecast/model-options.ts'
import { openSeries, type SeriesOptions } from '../forecast/open-series.ts'
import { renderTotal } from '../forecast/scores-view.ts'
import { version } from '../program.ts'
import { shownPath } from '../shown-path.ts'

interface TrainOptions extends CommonOptions, SeriesOptions, FitOptions {
  readonly model: string
  readonly models: string
}

/** `tickwise train` */
export async function train(
  context: CommandContext,
  options: TrainOptions,
): Promise<CommandResult> {
  const target = targetOf(options)
  const { series, title, simulated } = await openSeries(
    context,
    options,
    target.kind === 'log-fee-growth',
  )
  const plan = planOf(options, series)
  assertModelNames([options.model], target, plan)
  const backend = await backendFor(context, [options.model], options.backend)
  const trained = await trainModel({
    name: options.model,
    series,
    target,
    plan,
    seed: parseInteger(options.seed, '--seed'),
    ...(backend === undefined ? {} : { backend }),
    nets: { signal: context.signal },
    ...(typeof options.cache === 'string' ? { store: foldFolder(options.cache) } : {}),
    onProgress: walkForwardProgress(context),
    signal: context.signal,
    title: simulated ? `${title}, simulated` : title,
    command: typed(process.argv.slice(2)),
    versions: {
      node: process.versions.node,
      packages: {
        '@tickwise/forecast': version,
        ...(backend === undefined ? {} : { '@tensorflow/tfjs-core': backend.version }),
      },
    },
  })
  const stored = await saveModel(options.models, trained.model, stepBy('trained'))
  const { card, hash, folder, state } = stored
  return {
    data: {
      hash,
      folder,
      state,
      card,
      verdict: trained.choice,
      quantisation: trained.quantisation,
      report: trained.report,
    },
    text: [
      renderFacts([
        [
          'model',
          `${context.style('bold', card.name)} for ${target.kind}, ${counted(target.horizonEpochs, 'epoch')} ahead`,
        ],
        ['hash', hash],
        ['stored', `${shownPath(folder)} (${state})`],
        [
          'trained on',
          `${card.training.rows.toLocaleString('en-US')} rows of ${title}, ${exactness(series.source.kind)}`,
        ],
        ['integers', quantisationText(trained)],
        ...(card.training.backend === null
          ? []
          : [
              [
                'backend',
                `TensorFlow.js ${card.training.backend.name} ${card.training.backend.version}`,
              ] as const,
            ]),
      ]),
      '',
      renderTotal(trained.report),
      '',
      `Verdict: ${trained.choice.reason}`,
    ].join('\n'),
  }
}

/**
 * What was typed, without what changes only what is shown or where folds are kept: training again must not give
 * another card.
 */
function typed(words: readonly string[]): string {
  const kept = words.filter(
    (word, i) =>
      !/^(--json|-q|--quiet|--no-cache|--cache(=.*)?)$/.test(word) && words[i - 1] !== '--cache',
  )
  return ['tickwise', ...kept].join(' ')
}

/** Whether a series has the bits of the chain. */
export function exactness(kind: 'events' | 'candles'): string {
  return kind === 'events' ? 'exact (events)' : 'approximate (candles)'
}

function quantisationText({ quantisation, model }: TrainedModel): string {
  if (quantisation === null)
    return `none: ${model.card.name} has no integer form, so it can only be attested`
  const { before, after } = model.card.quantisation ?? { before: {}, after: {} }
  const loss = (quantisation.rmsDifference / 65_536).toPrecision(2)
  return `int8; forecasts move by ${loss} (rms), QLIKE out of sample ${number(before['qlike'])} → ${number(after['qlike'])}`
}

function number(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(4)
}
