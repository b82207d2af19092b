import { benchmarkNames } from '@tickwise/report'
import { readBenchmarks, type OpenedRun } from '@tickwise/runs'
import { traceOf } from '../live/trace.ts'
import type { BenchmarkCurve } from './ui-services.ts'

/**
 * The curves that a run is held against, thinned to what a screen can show; every extreme is kept.
 *
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN
 */
export async function readBenchmarkCurves(opened: OpenedRun): Promise<readonly BenchmarkCurve[]> {
  const unit = 10 ** opened.figures.assetDecimals
  return (await readBenchmarks(opened)).map(({ name, equity }) => ({
    name: benchmarkNames[name],
    points: traceOf(equity.map(({ timestamp, nav }) => ({ x: timestamp, y: Number(nav) / unit }))),
  }))
}
