import {
  canonicalDigest,
  jsonReady,
  returnBlocks,
  type BacktestResult,
  type RunInputs,
} from '@tickwise/backtest'
import { RECORD_SCHEMA, type MetricsFile, type RecordParts, type RunFile } from './record.ts'

/** `run.json` of a finished run, its files still to be named. */
export function describeRun(
  command: string,
  inputs: RunInputs,
  result: BacktestResult,
  parts: RecordParts,
): Omit<RunFile, 'files'> {
  const modelHashes = (result.forecasts?.requests ?? []).flatMap(({ models }) =>
    models.map(({ modelHash }) => modelHash),
  )
  return {
    schema: RECORD_SCHEMA,
    runId: result.runId,
    parts,
    command,
    inputs: jsonReady(inputs),
    strategy: result.strategy,
    dataset: result.dataset,
    modelHashes: [...new Set(modelHashes)],
    labels: [
      ...(result.dataset.simulated ? ['simulated'] : []),
      ...(result.forecasts === undefined ? [] : ['forecasts']),
    ],
    resultDigest: canonicalDigest(result),
  }
}

/** `metrics.json` of a finished run. */
export function figuresOf(result: BacktestResult): MetricsFile {
  const { settings, dataset, metrics, equity } = result
  const nav = equity.map((point) => ({ timestamp: point.timestamp, value: Number(point.nav) }))
  const blocks = returnBlocks(nav, metrics.intervalSeconds)
  return {
    runId: result.runId,
    from: settings.from,
    to: settings.to,
    epochSeconds: settings.epochSeconds,
    assetSymbol: settings.assetSymbol,
    assetDecimals: settings.asset === 0 ? dataset.decimals0 : dataset.decimals1,
    navStart: result.navStart,
    navEnd: result.navEnd,
    metrics,
    attribution: result.attribution,
    benchmarks: result.benchmarks.map(({ name, totalReturn }) => ({ name, totalReturn })),
    decisions: result.decisions.taken,
    actions: result.actions.length,
    warnings: result.warnings.length,
    ...(blocks === undefined ? {} : { returnBlocks: blocks }),
  }
}
