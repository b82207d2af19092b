import type { BacktestResult } from '@tickwise/backtest'
import type { ForecastScores, Provenance } from '@tickwise/report'
import { readManifest } from '@tickwise/market'
import { counted } from '@tickwise/terminal'
import { shownPath } from '../shown-path.ts'
import { reproduceCommand } from './reproduce.ts'

/** What the command line and the record know of how a run was made. */
export interface RunOrigin {
  /** The dataset's folder; it may be gone. */
  readonly datasetPath: string
  /** The strategy's file, where it is not built in. */
  readonly strategyFile?: string
  /** A stored model forecast for it, as it was named. */
  readonly model?: string
  /** The model store. */
  readonly models: string
}

/**
 * Where a run comes from, for its report. The same run and the same folders give the same words, whether the
 * run has just been made or was on record.
 */
export async function provenanceOf(
  result: BacktestResult,
  { datasetPath, strategyFile, model, models }: RunOrigin,
): Promise<Provenance> {
  const dataset = await datasetFacts(datasetPath, result.dataset.root)
  const scores = await forecastScores(result, models)
  const command = reproduceCommand(result, {
    dataset: shownPath(datasetPath),
    strategy: strategyFile === undefined ? result.strategy.name : shownPath(strategyFile),
    ...(model === undefined ? {} : { models: shownPath(models) }),
    ...(dataset === undefined ? {} : { whole: dataset }),
  })
  return {
    commands: [command, `npx tickwise report ${result.runId}`],
    ...(dataset === undefined ? {} : { dataset }),
    ...(scores.length === 0 ? {} : { forecasts: scores }),
  }
}

/** What the manifest says, as long as it is still that of the run's data. */
async function datasetFacts(path: string, root: string): Promise<Provenance['dataset']> {
  const manifest = await readManifest(path).catch(() => undefined)
  if (manifest?.kind !== 'events' || manifest.root !== root) return undefined
  return {
    path: shownPath(path),
    source: manifest.source.text,
    pool: manifest.pool.address,
    from: manifest.timeRange.from,
    to: manifest.timeRange.to,
    events: Object.values(manifest.rows).reduce((sum, rows) => sum + rows, 0),
  }
}

/** Cards of the stored models that answered; fits that no store has are left out. */
async function forecastScores(
  { forecasts }: BacktestResult,
  models: string,
): Promise<readonly ForecastScores[]> {
  const hashes = new Set(
    (forecasts?.requests ?? []).flatMap((use) => use.models.map(({ modelHash }) => modelHash)),
  )
  if (hashes.size === 0) return []
  const { cardVerdict, listModels, trainingEndOf } = await import('@tickwise/forecast')
  const stored = await listModels(models).catch(() => ({ models: [] }))
  return stored.models
    .filter(({ hash }) => hashes.has(hash))
    .map(({ hash, card }) => ({
      model: card.name,
      modelHash: hash,
      target: `${card.target.kind} over ${counted(card.target.horizonEpochs, 'epoch')}`,
      trainedUntil: (trainingEndOf(card) + 1) * card.epochSeconds,
      scores: card.scores,
      comparison: cardVerdict(card),
    }))
}
