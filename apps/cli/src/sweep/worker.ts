import { prepareRun, runPrepared, type PreparedRun } from '@tickwise/backtest'
import { openRun, recordRun, type MetricsFile } from '@tickwise/runs'
import { figuresOf } from '@tickwise/runs/sweep'
import { describeError } from '@tickwise/terminal'
import { parentPort, workerData } from 'node:worker_threads'
import { loadRuns } from '../run-inputs.ts'
import { backtestArguments } from '../runs/backtest-arguments.ts'
import { madeNow } from '../runs/recorded-run.ts'
import { datasetOf } from './shared-dataset.ts'
import type { SweepWork, TrialAnswer, TrialTask } from './trial.ts'

// A worker thread of a sweep: says that it is ready, then answers every task.
const work = workerData as SweepWork
const dataset = datasetOf(work.dataset)
const quiet = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  note: () => undefined,
}
const inputsFor = await loadRuns(quiet, work.options)

parentPort?.on('message', (task: TrialTask) => {
  void answerTo(task).then((answer) => parentPort?.postMessage(answer))
})
parentPort?.postMessage('ready')

async function answerTo({ point }: TrialTask): Promise<TrialAnswer> {
  try {
    const param = { ...work.options.param, ...texts(point) }
    const { market, strategy, params, settings, options } = inputsFor(dataset, param)
    const prepared = prepareRun(market, strategy, params, settings, options)
    const { runId } = prepared
    const known = work.fresh ? undefined : await knownFigures(runId)
    if (known !== undefined) return { outcome: 'recorded', runId, ...told(known) }
    return { outcome: 'done', runId, ...told(await compute(prepared, param)) }
  } catch (error) {
    const { code, message } = describeError(error)
    return { outcome: 'failed', error: { code, message } }
  }
}

async function compute(prepared: PreparedRun, param: Readonly<Record<string, string>>) {
  const start = performance.now()
  const result = runPrepared(prepared)
  const seconds = Math.round(performance.now() - start) / 1000
  if (work.runs !== undefined) {
    const options = { ...work.options, param }
    await recordRun(work.runs, {
      command: 'backtest',
      inputs: prepared.inputs,
      result,
      made: madeNow(options, backtestArguments(options), seconds),
      parts: work.metricsOnly ? 'metrics' : 'full',
    })
  }
  return figuresOf(result)
}

/** What the sweep is told of a run. */
function told({ metrics, returnBlocks }: Pick<MetricsFile, 'metrics' | 'returnBlocks'>) {
  return { metrics, returnBlocks }
}

/** The figures of a run that is on record as completely as it would be now. */
async function knownFigures(runId: string) {
  if (work.runs === undefined) return undefined
  const known = await openRun(work.runs, runId).catch(() => undefined)
  const isEnough = known !== undefined && (work.metricsOnly || known.run.parts === 'full')
  return isEnough ? known.figures : undefined
}

function texts(point: TrialTask['point']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(point).map(([name, value]) => [name, String(value)]))
}
