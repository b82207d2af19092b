import { describeError } from '@tickwise/terminal'
import type { UiServices } from '../services/ui-services.ts'
import type { Loadable } from './loadable.ts'
import type { AnyScreen, SourceContext } from './screen.ts'
import type { Entry } from './state.ts'
import { throttle } from './throttle.ts'

/** Data are drawn no more often than this, milliseconds. */
export const drawPauseMs = 100

/** Part of a processor's time that drawing data may take: the work that they tell of has better use for it. */
export const drawShare = 0.02

/** The sources of the screens that are open. */
export interface Sources {
  readonly start: (entry: Entry, screen: AnyScreen, before?: unknown) => void
  readonly stop: (entryId: number) => void
  readonly stopAll: () => void
}

/** Loads what screens show, and stops when they are closed. */
export function createSources(
  services: UiServices,
  onData: (entryId: number, data: Loadable<unknown>) => void,
): Sources {
  const running = new Map<number, AbortController>()
  const stop = (id: number): void => {
    running.get(id)?.abort()
    running.delete(id)
  }
  const start = ({ id, args }: Entry, { source }: AnyScreen, before?: unknown): void => {
    stop(id)
    if (source === undefined) return
    const controller = new AbortController()
    running.set(id, controller)
    const { signal } = controller
    const shown = throttle<Loadable<unknown>>(
      (data) => {
        if (!signal.aborted) onData(id, data)
      },
      drawPauseMs,
      drawShare,
    )
    const context = {
      services,
      args,
      before,
      signal,
      show: (value: unknown) => shown.push({ status: 'ready', value }),
      progress: (note: string) => shown.push({ status: 'loading', note }),
    }
    void load(source, context).then((failure) => {
      if (failure !== undefined) shown.push(failure)
      shown.flush()
    })
  }
  return {
    start,
    stop,
    stopAll: () => [...running.keys()].forEach(stop),
  }
}

/** Runs a source. @returns how it failed, if it did */
async function load(
  source: NonNullable<AnyScreen['source']>,
  context: SourceContext<unknown>,
): Promise<Loadable<unknown> | undefined> {
  try {
    await source(context)
    return undefined
  } catch (error) {
    return { status: 'failed', error: describeError(error) }
  }
}
