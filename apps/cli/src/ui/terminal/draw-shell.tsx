import { render } from 'ink'
import type { Readable } from 'node:stream'
import { App } from '../shell/app.tsx'
import type { Shell } from '../shell/shell.ts'
import type { Size } from '../shell/size.ts'
import { createFrameWriter } from './frame-writer.ts'

/** What keys are read from: a terminal as far as ink asks for one. */
export interface KeyStream extends Readable {
  readonly isTTY: boolean
  setRawMode(isRaw: boolean): unknown
  ref(): unknown
  unref(): unknown
}

/** Where screens are drawn and keys come from. */
export interface TerminalPort {
  readonly input: KeyStream
  readonly write: (text: string) => void
  readonly framesPerSecond: number
}

/** A shell on a terminal. */
export interface DrawnShell {
  readonly resize: (size: Size) => void
  readonly repaint: () => void
  /** Rejects when drawing itself has failed. */
  readonly failed: Promise<never>
  readonly close: () => void
}

/** Draws a shell and hands it the keys, until it is closed. */
export function drawShell(
  shell: Shell,
  { input, write, framesPerSecond }: TerminalPort,
): DrawnShell {
  const writer = createFrameWriter(write, shell.getState().size, framesPerSecond)
  const context = { repaint: writer.repaint }
  const instance = render(<App shell={shell} context={context} />, {
    // Ink names whole sockets and uses of them what these have.
    stdin: input as NodeJS.ReadStream,
    stdout: writer.output as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
    // Gives every frame whole: what of it is written is the frame writer's affair.
    debug: true,
  })
  return {
    resize: (size) => {
      writer.resize(size)
      shell.dispatch({ type: 'resized', size })
      writer.repaint()
    },
    repaint: writer.repaint,
    failed: instance.waitUntilExit().then(() => new Promise<never>(() => undefined)),
    close: () => {
      writer.close()
      instance.unmount()
    },
  }
}
