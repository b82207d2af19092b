import xterm from '@xterm/headless'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { uiLook } from '../look.ts'
import { screens as allScreens } from '../screens/index.ts'
import type { UiServices } from '../services/ui-services.ts'
import type { AnyScreen } from '../shell/screen.ts'
import { createShell, type Shell } from '../shell/shell.ts'
import { drawShell, type KeyStream } from '../terminal/draw-shell.tsx'
import { bytesOfKey } from './key-codes.ts'
import { screenSvg } from './screen-svg.ts'
import { screenText } from './screen-text.ts'
import { someServices } from './some-services.ts'

/** Columns and rows at which every screen is looked at. */
export const terminalSizes = [
  [80, 24],
  [120, 40],
  [40, 12],
] as const

/** A terminal of a size, with an environment, and what the screens get from outside. */
export interface TerminalOptions {
  readonly columns: number
  readonly rows: number
  /** Default: colours of a terminal that has them, Unicode. */
  readonly env?: Readonly<Record<string, string>>
  readonly screens?: readonly AnyScreen[]
  readonly services?: Partial<UiServices>
  /** Default `home`. */
  readonly start?: readonly [screen: string, ...args: string[]]
  /** Default: as fast as it can, so that tests wait for nothing. */
  readonly framesPerSecond?: number
}

/** The UI as a terminal shows it. */
export interface RenderedTerminal {
  readonly shell: Shell
  /** Presses keys one after another, each drawn before the next. */
  readonly press: (...keys: readonly string[]) => Promise<void>
  /** Types a text, all of it in one piece. */
  readonly type: (text: string) => Promise<void>
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** Waits until a text stands on the screen. */
  readonly see: (text: string | RegExp) => Promise<void>
  /** Waits until nothing is drawn any more. */
  readonly settle: () => Promise<void>
  /** The screen without colours, spaces at the ends of lines left out. */
  readonly text: () => string
  /** The screen as a picture with its colours: always the same bytes for the same screen. */
  readonly svg: () => string
  /** Everything that was written, piece by piece. */
  readonly writes: readonly string[]
  readonly close: () => void
}

/** Longest wait for a text, milliseconds. */
const patienceMs = 20_000

/**
 * Draws the UI into a terminal without a screen, which the end of the test closes.
 *
 * @example
 * const terminal = await renderInTerminal({ columns: 80, rows: 24 })
 * await terminal.press('down', 'enter')
 * expect(terminal.text()).toContain('runs')
 */
export async function renderInTerminal(options: TerminalOptions): Promise<RenderedTerminal> {
  const { columns, rows, env = { COLORTERM: 'truecolor', LANG: 'C.UTF-8' } } = options
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const writes: string[] = []
  const write = (text: string): void => {
    writes.push(text)
    terminal.write(text)
  }
  const shell = createShell({
    screens: options.screens ?? allScreens,
    services: { ...someServices, ...options.services },
    look: uiLook(env, { isTTY: true }),
    size: { columns, rows },
    start: options.start ?? ['home'],
  })
  const input = keyboard()
  const framesPerSecond = options.framesPerSecond ?? 1000
  const drawn = drawShell(shell, { input, write, framesPerSecond })

  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2;) {
      const before = writes.length
      await sleep(3)
      quiet = writes.length === before ? quiet + 1 : 0
    }
    await new Promise<void>((resolve) => terminal.write('', resolve))
  }
  const text = (): string => screenText(terminal)
  const see = async (wanted: string | RegExp): Promise<void> => {
    const end = Date.now() + patienceMs
    for (;;) {
      await settle()
      const shown = text()
      if (typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown)) return
      if (Date.now() > end) throw new Error(`not seen: ${String(wanted)}\n${shown}`)
    }
  }
  const close = (): void => {
    drawn.close()
    shell.leaveNow()
    terminal.dispose()
  }
  onTestFinished(close)
  await settle()
  return {
    shell,
    press: async (...keys) => {
      for (const key of keys) {
        input.write(bytesOfKey(key))
        await settle()
      }
    },
    type: async (typed) => {
      input.write(typed)
      await settle()
    },
    resize: async (newColumns, newRows) => {
      terminal.resize(newColumns, newRows)
      drawn.resize({ columns: newColumns, rows: newRows })
      await settle()
    },
    see,
    settle,
    text,
    svg: () => screenSvg(terminal),
    writes,
    close,
  }
}

/** What keys are pressed on. */
function keyboard(): PassThrough & KeyStream {
  return Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  })
}
