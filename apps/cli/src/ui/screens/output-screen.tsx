import { Lines } from '../parts/lines.tsx'
import { outputScreenName } from '../shell/command-bar.ts'
import { defineScreen, type ScreenProps } from '../shell/screen.ts'
import type { Job } from '../shell/state.ts'
import { visibleOutput } from '../text/visible-output.ts'

/** What a command has printed so far. */
export interface CommandOutput {
  readonly text: string
  /** Once it has ended. */
  readonly exitCode?: number
}

/** First line that is shown; the end is followed until the user goes elsewhere. */
interface Local {
  readonly top?: number
}

type Props = ScreenProps<never, Local>

/** What a command prints, as it prints it. The command goes on when the screen is left. */
export const outputScreen = defineScreen<never, Local>({
  name: outputScreenName,
  summary: 'what a command prints',
  usage: ['<job>'],
  title: (props) => {
    const job = jobOf(props)
    return job === undefined ? 'output' : `${job.title}${stateOf(job)}`
  },
  start: () => ({}),
  keys: (props) => {
    const { size, remember, shell } = props
    const job = jobOf(props)
    const lines = linesOf(props)
    const last = Math.max(0, lines.length - size.rows)
    const top = Math.min(props.local.top ?? last, last)
    const disabled = last === 0 ? 'all of it is on the screen' : undefined
    const to = (line: number) => () => remember({ top: Math.max(0, Math.min(last, line)) })
    return [
      { keys: ['up', 'k'], label: 'scroll', help: 'a line up', disabled, run: to(top - 1) },
      { keys: ['down', 'j'], help: 'a line down', disabled, run: to(top + 1) },
      { keys: ['pageup', 'ctrl+b'], help: 'a page up', disabled, run: to(top - size.rows) },
      {
        keys: ['pagedown', 'ctrl+f', 'space'],
        help: 'a page down',
        disabled,
        run: to(top + size.rows),
      },
      { keys: ['home', 'g'], help: 'to the begin', disabled, run: to(0) },
      { keys: ['end', 'G'], help: 'to the end, and stay there', disabled, run: () => remember({}) },
      {
        keys: ['x'],
        label: 'stop',
        help: 'stops the command as Ctrl-C would: what is finished is kept',
        disabled: job?.status === 'running' ? undefined : 'it does not run',
        run: () => {
          if (job !== undefined) shell.stopJob(job.id)
        },
      },
    ]
  },
  view: (props) => {
    const { size, look, local } = props
    const lines = linesOf(props)
    const last = Math.max(0, lines.length - size.rows)
    return <Lines lines={lines.slice(Math.min(local.top ?? last, last))} size={size} look={look} />
  },
})

function jobOf({ jobs, args }: Props): Job | undefined {
  return jobs.find(({ id }) => String(id) === args[0])
}

function stateOf({ status, value }: Job): string {
  if (status === 'running') return ' (runs)'
  if (status === 'stopping') return ' (is being stopped)'
  const { exitCode = 0 } = (value ?? {}) as Partial<CommandOutput>
  return exitCode === 0 ? '' : ` (ended with ${exitCode})`
}

function linesOf(props: Props): readonly string[] {
  const job = jobOf(props)
  if (job === undefined) return ['There is no such job in this session.']
  const { text = '' } = (job.value ?? {}) as Partial<CommandOutput>
  return visibleOutput(job.error === undefined ? text : job.error.message, props.size.columns)
}
