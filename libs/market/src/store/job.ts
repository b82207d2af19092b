import { CancelledError } from '@tickwise/amm'
import type { JobOptions } from '../dataset.ts'

/**
 * Reports progress and stops the job when it was cancelled.
 *
 * @throws CancelledError E_CANCELLED
 */
export const step = (job: JobOptions, phase: string, done: number, total: number): void => {
  if (job.signal?.aborted)
    throw new CancelledError('E_CANCELLED', `cancelled while ${phase}`, {
      hint: 'nothing half-written was left',
    })
  job.onProgress?.({ phase, done, total })
}

/** Lets timers and signals run between parts of a long computation. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
