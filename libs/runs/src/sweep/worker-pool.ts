import { InvariantError } from '@tickwise/amm'
import { Worker } from 'node:worker_threads'

/** What workers are started with, and what they are given to do. */
export interface PoolOptions<Task, Answer> {
  /** The module that each worker runs: it answers every message with one. */
  readonly module: URL
  readonly workerData: unknown
  readonly jobs: number
  readonly tasks: readonly Task[]
  /** Once aborted, nothing more is given out; what is at work is finished. */
  readonly signal: AbortSignal
  /** In the order in which they are done. */
  readonly onAnswer: (index: number, answer: Answer, seconds: number) => void
  /** A worker that died at a task; another takes its place. */
  readonly onCrash: (index: number, error: Error) => void
}

/**
 * Gives tasks to worker threads, one at a time each, until all are done or the signal is aborted. A task
 * whose worker dies is told and not tried again.
 *
 * @throws InvariantError E_WORKER when a worker cannot even start
 */
export async function runPool<Task, Answer>(options: PoolOptions<Task, Answer>): Promise<void> {
  let next = 0
  const take = (): number | undefined =>
    options.signal.aborted || next >= options.tasks.length ? undefined : next++
  const jobs = Math.max(1, Math.min(options.jobs, options.tasks.length))
  await Promise.all(Array.from({ length: jobs }, () => workThrough(take, options)))
}

async function workThrough<Task, Answer>(
  take: () => number | undefined,
  options: PoolOptions<Task, Answer>,
): Promise<void> {
  let worker: Worker | undefined
  try {
    for (let index = take(); index !== undefined; index = take()) {
      worker ??= await startWorker(options)
      const start = performance.now()
      try {
        const answer = (await ask(worker, options.tasks[index])) as Answer
        options.onAnswer(index, answer, (performance.now() - start) / 1000)
      } catch (error) {
        await worker.terminate()
        worker = undefined
        options.onCrash(index, error instanceof Error ? error : new Error(String(error)))
      }
    }
  } finally {
    await worker?.terminate()
  }
}

/** A worker says `ready` when it has loaded what it needs. */
async function startWorker({
  module,
  workerData,
}: Pick<PoolOptions<unknown, unknown>, 'module' | 'workerData'>): Promise<Worker> {
  const worker = new Worker(module, { workerData })
  try {
    await answerOf(worker)
    return worker
  } catch (cause) {
    await worker.terminate()
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new InvariantError('E_WORKER', `a worker thread did not start: ${message}`, {
      hint: 'report the command, this message and the output of `tickwise doctor`',
      cause,
    })
  }
}

function ask(worker: Worker, task: unknown): Promise<unknown> {
  const answer = answerOf(worker)
  worker.postMessage(task)
  return answer
}

function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      finish()
    }
    const onMessage = (message: unknown): void => settle(() => resolve(message))
    const onError = (error: Error): void => settle(() => reject(error))
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`the worker thread ended with code ${code}`)))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}
