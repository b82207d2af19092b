import type { ReactNode } from 'react'
import type { UiLook } from '../look.ts'
import type { UiServices } from '../services/ui-services.ts'
import type { EditedText } from '../text/edit-text.ts'
import type { KeyBinding } from './keys.ts'
import type { Loadable } from './loadable.ts'
import type { Job } from './state.ts'
import type { Size } from './size.ts'

/** What a screen is drawn from, and what its keys can do. */
export interface ScreenProps<Data, Local> {
  readonly args: readonly string[]
  readonly data: Loadable<Data>
  readonly local: Local
  /** Room for the screen. */
  readonly size: Size
  readonly look: UiLook
  /** Words that the user is looking for; empty for everything. */
  readonly filter: string
  readonly jobs: readonly Job[]
  /** Remembers something until the screen is closed. */
  remember(this: void, local: Local): void
  readonly shell: ShellActions
}

/** What screens may ask of the shell. */
export interface ShellActions {
  readonly services: UiServices
  readonly open: (screen: string, ...args: readonly string[]) => void
  readonly replace: (screen: string, ...args: readonly string[]) => void
  readonly back: () => void
  /** Loads what the screen shows once more. */
  readonly reload: () => void
  readonly notify: (text: string, kind?: 'info' | 'error') => void
  /** Runs a tickwise command beside the screens and shows what it prints. */
  readonly runCommand: (...args: readonly string[]) => void
  /** Starts work that outlives the screen. @returns its number */
  readonly startJob: (job: JobToDo) => number
  /** Ends work as one Ctrl-C would. */
  readonly stopJob: (id: number) => void
  readonly quit: () => void
}

/** Work to be done beside the screens. */
export interface JobToDo {
  readonly title: string
  /** Which screen shows it, with which arguments; gets the job's number. */
  readonly screen?: (id: number) => { readonly name: string; readonly args: readonly string[] }
  /** Does it. @returns a sentence about how it ended, told when the user leaves */
  readonly run: (context: JobContext) => Promise<string>
}

/** What work is given. */
export interface JobContext {
  readonly services: UiServices
  /** Aborted when the user stops the work or leaves. */
  readonly signal: AbortSignal
  /** Tells how things stand; shown ten times a second at most, the last always. */
  readonly show: (value: unknown) => void
}

/** What a screen's data come from. */
export interface SourceContext<Data> {
  readonly services: UiServices
  readonly args: readonly string[]
  /** What was shown until it is loaded again. */
  readonly before: Data | undefined
  /** Aborted when the screen is closed or loaded again. */
  readonly signal: AbortSignal
  /** Shows data; once, or as often as they change. At most ten times a second they are drawn. */
  show(this: void, data: Data): void
  /** What is being done, as long as nothing is shown yet. */
  readonly progress: (note: string) => void
}

/** A line of text that a screen is having typed: it gets the keys before anything else does. */
export interface TextField {
  readonly value: EditedText
  readonly onChange: (value: EditedText) => void
  readonly onSubmit: () => void
  readonly onCancel: () => void
}

/**
 * A screen as data. Its view and its keys are functions of what it is given; what it has to wait for comes
 * through its source.
 */
export interface Screen<Data, Local> {
  /** As the command bar knows it. */
  readonly name: string
  /** A few words for the command bar and the help. */
  readonly summary: string
  /** Names of what it is opened with; those in brackets may be left out, dots mean several. */
  readonly usage?: readonly string[]
  /** Words that its next argument may be, for completion. */
  readonly choices?: (services: UiServices, before: readonly string[]) => Promise<readonly string[]>
  title(this: void, props: ScreenProps<Data, Local>): string
  readonly start: (args: readonly string[]) => Local
  /** A failure that it throws is shown with its hint. Without a source a screen shows nothing that is loaded. */
  source?(this: void, context: SourceContext<Data>): Promise<void>
  keys(this: void, props: ScreenProps<Data, Local>): readonly KeyBinding[]
  field?(this: void, props: ScreenProps<Data, Local>): TextField | undefined
  /** Whether `/` narrows what it shows. */
  readonly isFilterable?: boolean
  view(this: void, props: ScreenProps<Data, Local>): ReactNode
}

/**
 * A screen whose types are its own affair. What takes its data or what it remembers is declared as a method, which
 * the types do not hold against it: the shell gives a screen back nothing but what the screen itself has made.
 */
export type AnyScreen = Screen<unknown, unknown>

/** Puts a screen among the others. */
export function defineScreen<Data, Local>(screen: Screen<Data, Local>): AnyScreen {
  return screen
}

/** Least and most arguments of a screen. */
export function argumentCounts({ usage = [] }: Pick<AnyScreen, 'usage'>): {
  readonly least: number
  readonly most: number
} {
  const least = usage.filter((name) => !name.startsWith('[')).length
  return { least, most: usage.some((name) => name.includes('…')) ? Infinity : usage.length }
}
