import { UserError } from '@tickwise/amm'
import type { UiOptions } from './run-ui.tsx'

/** Whether this process has a terminal that screens can be drawn on and keys read from. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY) && process.env['TERM'] !== 'dumb'
}

/**
 * Opens the UI. Nothing of ink or React is loaded before.
 *
 * @throws UserError E_NO_TERMINAL
 */
export async function openUi(options: UiOptions): Promise<void> {
  if (!hasTerminal()) {
    throw new UserError('E_NO_TERMINAL', 'the screens need a terminal to be drawn on', {
      hint: 'run a command instead: tickwise --help has them all, and each takes --json',
    })
  }
  const { runUi } = await import('./run-ui.tsx')
  const outcomes = await runUi(options)
  for (const sentence of outcomes) process.stderr.write(`${sentence}\n`)
  // What still listens (a terminal's input, a command that does not end) does not keep the process.
  process.exit(0)
}
