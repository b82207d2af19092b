import type { JobToDo } from '../shell/screen.ts'
import { liveAfter, liveEnded, newLive, outcomeOf, type LiveState } from './live-state.ts'

/** What a job that runs a command tells of itself. */
export interface LiveJob {
  readonly live: LiveState
  /** Ends it at once, where a first wish to stop is not enough. */
  readonly stopNow: () => void
}

/** The name of the screen that shows it. */
export const liveScreenName = 'live'

/**
 * A command as work beside the screens: its events become a state that the live screen shows.
 *
 * @example
 * shell.startJob(commandJob(['backtest', '--dataset', 'data/sample', '--strategy', 'recentre']))
 */
export function commandJob(args: readonly string[]): JobToDo {
  return {
    title: args.join(' '),
    screen: (id) => ({ name: liveScreenName, args: [String(id)] }),
    run: async ({ services, signal, show }) => {
      const atOnce = new AbortController()
      const tell = (live: LiveState): void => show({ live, stopNow: () => atOnce.abort() })
      let live = newLive
      tell(live)
      for await (const event of services.events(args, signal, atOnce.signal)) {
        live = liveAfter(live, event)
        tell(live)
      }
      live = liveEnded(live)
      tell(live)
      return outcomeOf(live)
    },
  }
}
