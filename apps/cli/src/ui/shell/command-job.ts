import type { JobToDo } from './screen.ts'

/** The screen that shows what a command prints. */
export const outputScreenName = 'output'

/** What a command has printed so far. */
export interface CommandOutput {
  readonly text: string
  /** Once it has ended. */
  readonly exitCode?: number
}

/** A command as work beside the screens: it goes on whatever is shown, and is stopped when the user leaves. */
export function commandJob(args: readonly string[]): JobToDo {
  return {
    title: args.join(' '),
    screen: (id) => ({ name: outputScreenName, args: [String(id)] }),
    run: async ({ services, signal, show }) => {
      let text = ''
      const { exitCode } = await services.output(args, signal, (more) => {
        text += more
        show({ text } satisfies CommandOutput)
      })
      show({ text, exitCode } satisfies CommandOutput)
      if (signal.aborted) return 'stopped; what was finished is kept'
      return exitCode === 0 ? 'done' : `ended with exit code ${exitCode}`
    },
  }
}
