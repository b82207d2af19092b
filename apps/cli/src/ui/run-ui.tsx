import { uiLook } from './look.ts'
import { screens } from './screens/index.ts'
import { createUiServices, type ServiceOptions } from './services/create-services.ts'
import { createShell } from './shell/shell.ts'
import { drawShell } from './terminal/draw-shell.tsx'

/** Frames a second that people and slow lines can follow. */
const framesPerSecond = 12

/** What the UI is opened with. */
export interface UiOptions extends ServiceOptions {
  /** The first screen and its arguments. */
  readonly start: readonly [screen: string, ...args: string[]]
}

/** How the user left. */
export interface UiEnd {
  /** What became of work that was going on. */
  readonly sentences: readonly string[]
  /** The signal that asked for it, where it was no key. */
  readonly signal: NodeJS.Signals | undefined
}

/**
 * Shows the screens until the user leaves.
 *
 * @throws UserError E_SCREEN, E_SCREEN_ARGUMENTS
 */
export async function runUi(options: UiOptions): Promise<UiEnd> {
  const { stdin, stdout, env } = process
  const size = () => ({ columns: stdout.columns, rows: stdout.rows })
  const services = createUiServices(options)
  const look = uiLook(env, stdout)
  const shell = createShell({ screens, services, look, size: size(), start: options.start })
  const write = (text: string): void => void stdout.write(text)
  const drawn = drawShell(shell, { input: stdin, write, framesPerSecond })
  const onResize = (): void => drawn.resize(size())
  let signal: NodeJS.Signals | undefined
  const onSignal = (name: NodeJS.Signals): void => {
    signal = name
    if (shell.getState().isLeaving) shell.leaveNow()
    else shell.actions.quit()
  }
  stdout.on('resize', onResize)
  process.on('SIGCONT', drawn.repaint)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  try {
    const sentences = await Promise.race([shell.left, drawn.failed])
    return { sentences, signal }
  } finally {
    stdout.off('resize', onResize)
    process.off('SIGCONT', drawn.repaint)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, onSignal)
    drawn.close()
    services.close()
  }
}
