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

/**
 * Shows the screens until the user leaves.
 *
 * @returns sentences about what became of work that was going on
 * @throws UserError E_SCREEN, E_SCREEN_ARGUMENTS
 */
export async function runUi(options: UiOptions): Promise<readonly string[]> {
  const { stdin, stdout, env } = process
  const size = () => ({ columns: stdout.columns, rows: stdout.rows })
  const services = createUiServices(options)
  const look = uiLook(env, stdout)
  const shell = createShell({ screens, services, look, size: size(), start: options.start })
  const write = (text: string): void => void stdout.write(text)
  const drawn = drawShell(shell, { input: stdin, write, framesPerSecond })
  const onResize = (): void => drawn.resize(size())
  const onSignal = (): void =>
    shell.getState().isLeaving ? shell.leaveNow() : shell.actions.quit()
  stdout.on('resize', onResize)
  process.on('SIGCONT', drawn.repaint)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  try {
    return await Promise.race([shell.left, drawn.failed])
  } finally {
    stdout.off('resize', onResize)
    process.off('SIGCONT', drawn.repaint)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, onSignal)
    drawn.close()
    services.close()
  }
}
