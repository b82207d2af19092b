import { UserError } from '@tickwise/amm'
import { describeError } from '@tickwise/terminal'
import type { UiLook } from '../look.ts'
import type { UiServices } from '../services/ui-services.ts'
import { commandJob, outputScreenName } from './command-job.ts'
import { createJobs } from './jobs.ts'
import { valueOf } from './loadable.ts'
import { argumentCounts, type AnyScreen, type ScreenProps, type ShellActions } from './screen.ts'
import { bodySize, type Size } from './size.ts'
import { createSources } from './sources.ts'
import { firstState, reduce, topOf, type Entry, type UiAction, type UiState } from './state.ts'
import { screenNamed } from './screen-named.ts'

/** What a shell is made with. */
export interface ShellOptions {
  readonly screens: readonly AnyScreen[]
  readonly services: UiServices
  readonly look: UiLook
  readonly size: Size
  /** The first screen and what it is opened with. */
  readonly start: readonly [screen: string, ...args: string[]]
}

/** Holds the state and everything that runs beside the screens. It knows nothing of how they are drawn. */
export interface Shell {
  readonly screens: readonly AnyScreen[]
  readonly look: UiLook
  readonly actions: ShellActions
  readonly getState: () => UiState
  readonly subscribe: (listener: () => void) => () => void
  readonly dispatch: (action: UiAction) => void
  /** Ends at once, also when work is still being ended. */
  readonly leaveNow: () => void
  /** Resolves when the user has left: sentences about what became of running work. */
  readonly left: Promise<readonly string[]>
}

/**
 * Opens the first screen.
 *
 * @throws UserError E_SCREEN, E_SCREEN_ARGUMENTS
 */
export function createShell({ screens, services, look, size, start }: ShellOptions): Shell {
  let entries = 0
  let state: UiState
  const listeners = new Set<() => void>()
  const dispatch = (action: UiAction): void => {
    state = reduce(state, action)
    for (const listener of listeners) listener()
  }
  const entryOf = (name: string, args: readonly string[]): Entry => {
    const screen = screenNamed(screens, name)
    requireArguments(screen, args)
    const data = { status: 'loading' } as const
    return { id: entries++, screen: name, args, local: screen.start(args), data, filter: '' }
  }
  state = firstState(size, entryOf(start[0], start.slice(1)))
  const sources = createSources(services, (id, data) => dispatch({ type: 'loaded', id, data }))
  const startSource = (entry: Entry, before?: unknown): void =>
    sources.start(entry, screenNamed(screens, entry.screen), before)
  const notify: ShellActions['notify'] = (text, kind = 'info') =>
    dispatch({ type: 'noticed', notice: { kind, text } })
  /** What cannot be opened is told, and the screen stays. */
  const opening = (type: 'opened' | 'replaced', name: string, args: readonly string[]): void => {
    try {
      const entry = entryOf(name, args)
      if (type === 'replaced') sources.stop(topOf(state).id)
      dispatch({ type, entry })
      startSource(entry)
    } catch (error) {
      const { message, hint } = describeError(error)
      notify(hint === undefined ? message : `${message}: ${hint}`, 'error')
    }
  }
  const jobs = createJobs(services, dispatch, () => state.jobs)
  let leave: (outcomes: readonly string[]) => void = () => undefined
  const left = new Promise<readonly string[]>((resolve) => (leave = resolve))
  const leaveNow = (): void => {
    sources.stopAll()
    leave(jobs.outcomes())
  }
  const actions: ShellActions = {
    services,
    open: (name, ...args) => opening('opened', name, args),
    replace: (name, ...args) => opening('replaced', name, args),
    back: () => {
      if (state.stack.length > 1) sources.stop(topOf(state).id)
      dispatch({ type: 'closed' })
    },
    reload: () => {
      const before = valueOf(topOf(state).data)
      dispatch({ type: 'loaded', id: topOf(state).id, data: { status: 'loading' } })
      startSource(topOf(state), before)
    },
    notify,
    runCommand: (...args) =>
      opening('opened', outputScreenName, [String(jobs.start(commandJob(args)))]),
    startJob: jobs.start,
    stopJob: jobs.stop,
    quit: () => {
      if (jobs.running().length === 0) return leaveNow()
      dispatch({ type: 'leaving' })
      void jobs.stopAll().then(leaveNow)
    },
  }
  startSource(topOf(state))
  return {
    screens,
    look,
    actions,
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispatch,
    leaveNow,
    left,
  }
}

function requireArguments(screen: AnyScreen, args: readonly string[]): void {
  const { least, most } = argumentCounts(screen)
  if (args.length >= least && args.length <= most) return
  throw new UserError(
    'E_SCREEN_ARGUMENTS',
    `the screen ${screen.name} ${most === 0 ? 'takes no arguments' : 'needs other arguments'}`,
    { hint: [screen.name, ...(screen.usage ?? [])].join(' ') },
  )
}

/** What the screen on top is drawn from. */
export function propsOf(shell: Shell): {
  readonly screen: AnyScreen
  readonly entry: Entry
  readonly props: ScreenProps<unknown, unknown>
} {
  const state = shell.getState()
  const entry = topOf(state)
  const props = {
    args: entry.args,
    data: entry.data,
    local: entry.local,
    size: bodySize(state.size),
    look: shell.look,
    filter: entry.filter,
    jobs: state.jobs,
    remember: (local: unknown) => shell.dispatch({ type: 'remembered', id: entry.id, local }),
    shell: shell.actions,
  }
  return { screen: screenNamed(shell.screens, entry.screen), entry, props }
}
