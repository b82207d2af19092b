import { UserError } from '@tickwise/amm'
import { overfitProbability, type OverfitProbability } from '@tickwise/backtest'
import { isBetter, rankedMetric, type RankedMetric } from '@tickwise/runs'
import {
  gridPoints,
  parseGrid,
  runPool,
  timeLeftEstimator,
  type GridAxis,
} from '@tickwise/runs/sweep'
import { parseInteger, type CommandContext, type CommandResult } from '@tickwise/terminal'
import { availableParallelism } from 'node:os'
import { loadStrategy } from '../load-strategy.ts'
import { loadRuns, openRunDataset, type RunCommandOptions } from '../run-inputs.ts'
import type { RecordOptions } from '../runs/recorded-run.ts'
import { runsFolder } from '../runs/runs-folder.ts'
import { shareDataset } from '../sweep/shared-dataset.ts'
import { renderSweep } from '../sweep/sweep-view.ts'
import type { SweepWork, Trial, TrialAnswer, TrialTask } from '../sweep/trial.ts'

/** Options of `tickwise sweep`. */
export interface SweepOptions extends RunCommandOptions, RecordOptions {
  readonly grid: readonly string[]
  readonly jobs?: string
  readonly metric: string
  readonly metricsOnly?: boolean
}

/** What a sweep was and what came of it. */
export interface SweepOutcome {
  readonly axes: readonly GridAxis[]
  readonly metric: RankedMetric
  readonly trials: readonly Trial[]
  readonly isStopped: boolean
  readonly isRecorded: boolean
  /** What the returns of all runs say of the choice among them; `null` where there is nothing to choose. */
  readonly overfitting: OverfitProbability | null
}

/** `tickwise sweep` */
export async function sweep(
  context: CommandContext,
  options: SweepOptions,
): Promise<CommandResult> {
  const metric = rankedMetric(options.metric)
  const jobs =
    options.jobs === undefined ? availableParallelism() : parseInteger(options.jobs, '--jobs')
  if (jobs < 1) {
    throw new UserError('E_JOBS', `--jobs ${jobs} is no number of worker threads`, {
      hint: 'give 1 or more; without it there are as many as the machine has cores',
    })
  }
  const strategy = await loadStrategy(options.strategy)
  const axes = parseGrid(options.grid, strategy)
  requireApart(axes, options.param ?? {})
  // Here only for what may be wrong with it, and to say once what is to be said of a model.
  const inputsFor = await loadRuns(context, options)
  const dataset = await openRunDataset(context, options)
  inputsFor(dataset, options.param ?? {})
  const work: SweepWork = {
    dataset: shareDataset(dataset, options.impact !== 'counterfactual'),
    options,
    ...(options.record ? { runs: runsFolder(options) } : {}),
    metricsOnly: options.metricsOnly ?? false,
    fresh: options.fresh ?? false,
  }
  const better = isBetter(metric, 1, 0) ? 'higher' : 'lower'
  context.emit({ type: 'grid', strategy: strategy.name, axes, metric, better })
  const trials = await runTrials(context, axes, metric, jobs, work)
  const outcome: SweepOutcome = {
    axes,
    metric,
    trials,
    isStopped: context.signal.aborted,
    isRecorded: options.record,
    overfitting: overfittingOf(trials),
  }
  return {
    data: dataOf(dataset, strategy.name, outcome),
    text: renderSweep(context, outcome),
    ...(outcome.isStopped ? { exitCode: 2 } : {}),
  }
}

async function runTrials(
  context: CommandContext,
  axes: readonly GridAxis[],
  metric: RankedMetric,
  jobs: number,
  work: SweepWork,
): Promise<readonly Trial[]> {
  const points = gridPoints(axes)
  const answers = new Array<TrialAnswer | undefined>(points.length).fill(undefined)
  const workers = Math.min(jobs, points.length)
  const estimate = timeLeftEstimator(workers)
  let done = 0
  const settle = (index: number, answer: TrialAnswer, seconds?: number): void => {
    answers[index] = answer
    done += 1
    if (seconds !== undefined && answer.outcome !== 'recorded') estimate.took(seconds)
    const left = estimate.secondsLeft(points.length - done)
    tellTrial(context, index, points[index] ?? {}, answer, metric)
    context.onProgress({
      phase: 'sweeping',
      done,
      total: points.length,
      detail: `${workers} at work, ${failures(answers)} failed`,
      ...(left === undefined ? {} : { secondsLeft: left }),
    })
  }
  const isSource = import.meta.url.endsWith('.ts')
  await runPool<TrialTask, TrialAnswer>({
    module: new URL(`../sweep/worker.${isSource ? 'ts' : 'js'}`, import.meta.url),
    workerData: work,
    jobs: workers,
    tasks: points.map((point) => ({ point })),
    signal: context.signal,
    onAnswer: settle,
    onCrash: (index, { message }) =>
      settle(index, { outcome: 'failed', error: { code: 'E_WORKER', message } }),
  })
  return points.map((parameters, index) => {
    const answer = answers[index]
    return { index, parameters, ...(answer === undefined ? {} : { answer }) }
  })
}

const failures = (answers: readonly (TrialAnswer | undefined)[]): number =>
  answers.filter((answer) => answer?.outcome === 'failed').length

function tellTrial(
  { emit, hasEvents }: CommandContext,
  index: number,
  parameters: Trial['parameters'],
  answer: TrialAnswer,
  metric: RankedMetric,
): void {
  if (!hasEvents) return
  const { outcome } = answer
  if (outcome === 'failed') {
    emit({ type: 'trial', index, parameters, outcome, error: answer.error })
    return
  }
  const { runId, metrics } = answer
  emit({
    type: 'trial',
    index,
    parameters,
    outcome,
    runId,
    value: metrics[metric],
    metrics: { ...metrics },
  })
}

/** A parameter cannot be fixed and varied. */
function requireApart(axes: readonly GridAxis[], param: Readonly<Record<string, string>>): void {
  const both = axes.find(({ name }) => name in param)
  if (both === undefined) return
  throw new UserError('E_GRID', `${both.name} is in --grid and in --param`, {
    hint: 'give it in one of them',
  })
}

function overfittingOf(trials: readonly Trial[]): OverfitProbability | null {
  return overfitProbability(
    trials.flatMap(({ answer }) =>
      answer === undefined || answer.outcome === 'failed' ? [] : (answer.returnBlocks ?? []),
    ),
  )
}

/** The best of the trials that came to an end. */
export function bestTrial({ trials, metric }: Pick<SweepOutcome, 'trials' | 'metric'>) {
  const valueOf = ({ answer }: Trial): number | null =>
    answer === undefined || answer.outcome === 'failed' ? null : answer.metrics[metric]
  return trials.reduce<Trial | undefined>(
    (best, trial) =>
      isBetter(metric, valueOf(trial), best === undefined ? null : valueOf(best)) ? trial : best,
    undefined,
  )
}

function dataOf(
  { root, simulated }: { readonly root: string; readonly simulated: boolean },
  strategy: string,
  outcome: SweepOutcome,
) {
  const { axes, metric, trials, isStopped, overfitting } = outcome
  const ended = trials.filter(({ answer }) => answer !== undefined)
  const count = (what: TrialAnswer['outcome']): number =>
    ended.filter(({ answer }) => answer?.outcome === what).length
  const shownTrial = ({ index, parameters, answer }: Trial) => ({
    index,
    parameters,
    ...answer,
    returnBlocks: undefined,
  })
  const best = bestTrial(outcome)
  return {
    dataset: { root, simulated },
    strategy,
    metric,
    grid: axes,
    total: trials.length,
    done: count('done'),
    recorded: count('recorded'),
    failed: count('failed'),
    stopped: isStopped,
    overfitting,
    ...(best === undefined ? {} : { best: shownTrial(best) }),
    trials: ended.map(shownTrial),
  }
}
