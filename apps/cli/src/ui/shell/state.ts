import type { ErrorReport } from '@tickwise/terminal'
import { textAtEnd, type EditedText } from '../text/edit-text.ts'
import type { Loadable } from './loadable.ts'
import type { Size } from './size.ts'

/** A screen that is open: which, with what, and what it holds. */
export interface Entry {
  /** Its own, over the whole session. */
  readonly id: number
  readonly screen: string
  readonly args: readonly string[]
  /** What the screen remembers of what the user did: a selection, a tab. */
  readonly local: unknown
  readonly data: Loadable<unknown>
  readonly filter: string
}

/** Work that goes on whatever screen is shown. */
export interface Job {
  readonly id: number
  readonly title: string
  readonly status: 'running' | 'stopping' | 'done' | 'failed'
  /** What it has told of itself; a screen that shows the job knows its type. */
  readonly value: unknown
  /** A sentence about how it ended. */
  readonly outcome?: string
  readonly error?: ErrorReport
  /** The screen that shows it. */
  readonly screen?: { readonly name: string; readonly args: readonly string[] }
}

/** A line that is shown until the next key. */
export interface Notice {
  readonly kind: 'info' | 'error'
  readonly text: string
}

/** Who gets the keys: the screen, or what lies over it. */
export type Mode = 'screen' | 'help' | 'filter' | 'command'

/** All that is shown is made of this, and of nothing else. */
export interface UiState {
  readonly size: Size
  /** Never empty; the last is shown. */
  readonly stack: readonly Entry[]
  readonly mode: Mode
  /** What is typed in the modes `filter` and `command`. */
  readonly line: EditedText
  /** First line of the help that is shown. */
  readonly helpTop: number
  readonly notice?: Notice | undefined
  readonly jobs: readonly Job[]
  /** The user wants to go, and work is being ended. */
  readonly isLeaving: boolean
}

/** What changes the state. */
export type UiAction =
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'opened'; readonly entry: Entry }
  | { readonly type: 'replaced'; readonly entry: Entry }
  | { readonly type: 'closed' }
  | { readonly type: 'loaded'; readonly id: number; readonly data: Loadable<unknown> }
  | { readonly type: 'remembered'; readonly id: number; readonly local: unknown }
  | { readonly type: 'filtered'; readonly filter: string }
  | { readonly type: 'mode'; readonly mode: Mode; readonly text?: string }
  | { readonly type: 'typed'; readonly line: EditedText }
  | { readonly type: 'helpMoved'; readonly top: number }
  | { readonly type: 'noticed'; readonly notice?: Notice }
  | { readonly type: 'jobStarted'; readonly job: Job }
  | { readonly type: 'jobChanged'; readonly id: number; readonly change: Partial<Job> }
  | { readonly type: 'leaving' }

/** The state before anything has happened. */
export function firstState(size: Size, entry: Entry): UiState {
  return {
    size,
    stack: [entry],
    mode: 'screen',
    line: textAtEnd(''),
    helpTop: 0,
    jobs: [],
    isLeaving: false,
  }
}

/** The screen that is shown. */
export function topOf({ stack }: Pick<UiState, 'stack'>): Entry {
  return stack.at(-1) as Entry
}

/** The next state; what an action does not concern stays the same object. */
export function reduce(state: UiState, action: UiAction): UiState {
  switch (action.type) {
    case 'resized':
      return { ...state, size: action.size }
    case 'opened':
      return onScreen(state, [...state.stack, action.entry])
    case 'replaced':
      return onScreen(state, [...state.stack.slice(0, -1), action.entry])
    case 'closed':
      return state.stack.length === 1 ? state : onScreen(state, state.stack.slice(0, -1))
    case 'loaded':
      return withEntry(state, action.id, { data: action.data })
    case 'remembered':
      return withEntry(state, action.id, { local: action.local })
    case 'filtered':
      return withEntry(state, topOf(state).id, { filter: action.filter })
    case 'mode':
      return { ...state, mode: action.mode, line: textAtEnd(action.text ?? ''), helpTop: 0 }
    case 'typed':
      return { ...state, line: action.line }
    case 'helpMoved':
      return { ...state, helpTop: Math.max(0, action.top) }
    case 'noticed':
      return { ...state, notice: action.notice }
    case 'jobStarted':
      return { ...state, jobs: [...state.jobs, action.job] }
    case 'jobChanged':
      return {
        ...state,
        jobs: state.jobs.map((job) => (job.id === action.id ? { ...job, ...action.change } : job)),
      }
    case 'leaving':
      return { ...state, isLeaving: true, mode: 'screen' }
  }
}

function onScreen(state: UiState, stack: readonly Entry[]): UiState {
  return { ...state, stack, mode: 'screen', line: textAtEnd('') }
}

function withEntry(state: UiState, id: number, change: Partial<Entry>): UiState {
  const stack = state.stack.map((entry) => (entry.id === id ? { ...entry, ...change } : entry))
  return { ...state, stack }
}
