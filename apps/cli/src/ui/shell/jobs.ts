import { describeError } from '@tickwise/terminal'
import type { UiServices } from '../services/ui-services.ts'
import type { JobToDo } from './screen.ts'
import { drawPauseMs, drawShare } from './sources.ts'
import type { Job, UiAction } from './state.ts'
import { throttle } from './throttle.ts'
import { cutText } from '../text/cut.ts'

/** Characters of a job's title in the sentence about how it ended. */
const longestTitle = 60

/** Work beside the screens. */
export interface Jobs {
  readonly start: (job: JobToDo) => number
  readonly stop: (id: number) => void
  readonly running: () => readonly Job[]
  /** Stops everything and waits until it has ended. */
  readonly stopAll: () => Promise<void>
  /** What became of each, in sentences. */
  readonly outcomes: () => readonly string[]
}

/** Runs work and keeps the state informed. */
export function createJobs(
  services: UiServices,
  dispatch: (action: UiAction) => void,
  all: () => readonly Job[],
): Jobs {
  const controllers = new Map<number, AbortController>()
  const ends: Promise<void>[] = []
  const change = (id: number, part: Partial<Job>): void =>
    dispatch({ type: 'jobChanged', id, change: part })

  const start = ({ title, screen, run }: JobToDo): number => {
    const id = controllers.size + 1
    const controller = new AbortController()
    controllers.set(id, controller)
    const shown = throttle((value: unknown) => change(id, { value }), drawPauseMs, drawShare)
    const place = screen === undefined ? {} : { screen: screen(id) }
    dispatch({
      type: 'jobStarted',
      job: { id, title, status: 'running', value: undefined, ...place },
    })
    const end = run({ services, signal: controller.signal, show: shown.push }).then(
      (outcome) => {
        shown.flush()
        change(id, { status: 'done', outcome })
      },
      (error: unknown) => {
        shown.flush()
        const report = describeError(error)
        change(id, { status: 'failed', error: report, outcome: report.message })
      },
    )
    ends.push(end)
    return id
  }
  const running = (): readonly Job[] =>
    all().filter(({ status }) => status === 'running' || status === 'stopping')
  const stop = (id: number): void => {
    if (!running().some((job) => job.id === id)) return
    change(id, { status: 'stopping' })
    controllers.get(id)?.abort()
  }
  return {
    start,
    stop,
    running,
    stopAll: async () => {
      for (const { id } of running()) stop(id)
      await Promise.all(ends)
    },
    outcomes: () =>
      all().map(({ title, status, outcome }) => {
        const isCut = status === 'running' || status === 'stopping'
        const end = isCut ? 'stopped before it had ended' : (outcome ?? 'done')
        return `${cutText(title, longestTitle)}: ${end}`
      }),
  }
}
