import type { RunDetail } from './ui-services.ts'

/** A run's small files and, where it was kept, its bounded result with the scores of its models. */
export async function openRunDetail(
  folders: { readonly runs: string; readonly models: string },
  idOrPrefix: string,
): Promise<RunDetail> {
  const { findRun, readResultFile } = await import('@tickwise/runs')
  const opened = await findRun(folders.runs, idOrPrefix)
  if (opened.run.parts === 'metrics') return { opened }
  const file = await readResultFile(opened)
  if (opened.run.modelHashes.length === 0) return { opened, file }
  const { provenanceOf } = await import('../../report/run-provenance.ts')
  const { datasetPath } = opened.made
  const { forecasts = [] } = await provenanceOf(file.result, {
    datasetPath,
    models: folders.models,
  })
  return { opened, file, scores: forecasts }
}
