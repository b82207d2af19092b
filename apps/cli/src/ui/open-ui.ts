import { UserError } from '@tickwise/amm'
import { constants } from 'node:os'
import { enterAlternateScreen } from './terminal/alternate-screen.ts'
import { codes } from './terminal/codes.ts'
import type { runUi as RunUi, UiEnd, UiOptions } from './run-ui.tsx'

/** Whether this process has a terminal that screens can be drawn on and keys read from. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY) && process.env['TERM'] !== 'dumb'
}

/**
 * Opens the UI: takes the screen, then loads what draws it. Nothing of ink or React is loaded before.
 *
 * @throws UserError E_NO_TERMINAL, E_SCREEN, E_SCREEN_ARGUMENTS
 */
export async function openUi(options: UiOptions): Promise<void> {
  if (!hasTerminal()) {
    throw new UserError('E_NO_TERMINAL', 'the screens need a terminal to be drawn on', {
      hint: 'run a command instead: tickwise --help has them all, and each takes --json',
    })
  }
  const { sentences, signal } = await onOwnScreen(options)
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`)
  // What still listens (a terminal's input, a command that does not end) does not keep the process.
  process.exit(signal === undefined ? 0 : exitCodeOf(signal))
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ends as a signal would, and gives the terminal back, which the signal alone would not. */
function endNow(name: NodeJS.Signals): void {
  process.exit(exitCodeOf(name))
}

const exitCodeOf = (name: NodeJS.Signals): number => 128 + constants.signals[name]

/** Whoever starts the UI sees that it does before React is there; what is typed meanwhile waits for it. */
async function onOwnScreen(options: UiOptions): Promise<UiEnd> {
  const { stdin, stdout } = process
  const screen = enterAlternateScreen((text) => void stdout.write(text))
  stdin.setRawMode(true)
  for (const name of endings) process.on(name, endNow)
  try {
    stdout.write(`${codes.toRow(1)}tickwise`)
    const { runUi } = await loadUi()
    // It hears signals itself from here on.
    for (const name of endings) process.off(name, endNow)
    return await runUi(options)
  } finally {
    for (const name of endings) process.off(name, endNow)
    stdin.setRawMode(false)
    screen.leave()
  }
}

/**
 * Loads React as it is meant to be used: what it has for developers is slower and keeps a note of every frame for
 * as long as the process lives.
 */
async function loadUi(): Promise<{ readonly runUi: typeof RunUi }> {
  const mode = process.env['NODE_ENV']
  process.env['NODE_ENV'] = mode ?? 'production'
  const ui = await import('./run-ui.tsx')
  if (mode === undefined) delete process.env['NODE_ENV']
  return ui
}
