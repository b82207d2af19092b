import { marketDataOf, prepareRun, runPrepared, type MarketData } from '@tickwise/backtest'
import { openDataset } from '@tickwise/market'
import { listDatasets } from '@tickwise/market/list'
import { listRuns, recordRun } from '@tickwise/runs'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { plainLook, toJson, type CommandContext, type CommandEvent } from '@tickwise/terminal'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataShow } from '../../commands/data-show.ts'
import { sampleDirectory } from '../../sample.ts'
import { openRunDetail } from '../services/open-run-detail.ts'
import { readBenchmarkCurves } from '../services/read-benchmark-curves.ts'
import type { UiServices } from '../services/ui-services.ts'

/** Runs that are made over the sample dataset: the last is the youngest. */
const runsToMake = [
  { strategy: 'full-range', parameters: {} },
  { strategy: 'recentre', parameters: { halfWidthTicks: '300', thresholdTicks: '150' } },
  { strategy: 'trend-skew', parameters: {} },
] as const

/** The parts of the services that read the sample dataset and runs over it. */
export interface SampleServices {
  readonly services: Partial<UiServices>
  /** In the order in which they were made. */
  readonly runIds: readonly string[]
  readonly remove: () => void
}

/**
 * Services on the sample dataset and on real runs over it, recorded in a folder that `remove` takes away. What they
 * tell is the same at any time and on any machine.
 */
export async function sampleServices(): Promise<SampleServices> {
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-ui-'))
  const market = marketDataOf(await openDataset(sampleDirectory()))
  const runIds: string[] = []
  for (const [i, wanted] of runsToMake.entries()) {
    runIds.push(await recordOne(folder, market, wanted, i))
  }
  return {
    services: {
      datasets: async () => {
        const found = await listDatasets(sampleDirectory())
        return found.map(({ manifest }) => ({ directory: 'data/sample', manifest }))
      },
      runs: () => listRuns(folder),
      run: (id) => openRunDetail({ runs: folder, models: join(folder, 'none') }, id),
      benchmarks: readBenchmarkCurves,
      events: showSample,
    },
    runIds,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function recordOne(
  folder: string,
  market: MarketData,
  { strategy: name, parameters }: (typeof runsToMake)[number],
  index: number,
): Promise<string> {
  const strategy = findStrategy(name)
  const prepared = prepareRun(market, strategy, parseParameters(strategy, parameters))
  await recordRun(folder, {
    command: 'backtest',
    inputs: prepared.inputs,
    result: runPrepared(prepared),
    made: {
      madeAt: `2026-01-02T0${index}:04:05.000Z`,
      seconds: 0.5,
      arguments: ['backtest', '--dataset', 'data/sample', '--strategy', name],
      datasetPath: 'data/sample',
      node: 'v20.19.0',
    },
  })
  return prepared.runId
}

/** What `data show` tells, from this process. */
async function* showSample(args: readonly string[]): AsyncGenerator<CommandEvent, void, void> {
  if (args.slice(0, 2).join(' ') !== 'data show') return
  yield { type: 'progress', t: 0, phase: 'opening', done: 1, total: 2 }
  const { data } = await dataShow(quietContext, {}, sampleDirectory())
  const printed = JSON.parse(toJson(data)) as object
  yield { type: 'result', t: 1, exitCode: 0, data: { ...printed, directory: 'data/sample' } }
}

const quietContext: CommandContext = {
  style: (_, text) => text,
  look: plainLook,
  width: 80,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  emit: () => undefined,
  hasEvents: false,
  blocking: (work) => work(),
  note: () => undefined,
}
