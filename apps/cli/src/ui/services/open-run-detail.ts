import type { RunDetail } from './ui-services.ts'

/** A run's small files and, where it was kept, its bounded result. */
export async function openRunDetail(root: string, idOrPrefix: string): Promise<RunDetail> {
  const { findRun, readResultFile } = await import('@tickwise/runs')
  const opened = await findRun(root, idOrPrefix)
  return opened.run.parts === 'full' ? { opened, file: await readResultFile(opened) } : { opened }
}
