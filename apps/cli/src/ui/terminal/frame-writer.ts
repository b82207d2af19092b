import { Writable } from 'node:stream'
import type { Size } from '../shell/size.ts'
import { throttle } from '../shell/throttle.ts'
import { frameDiff } from './frame-diff.ts'
import { withTexts } from './line-tokens.ts'

/** What ink draws to: a terminal as far as ink asks for one. */
export interface FrameStream extends Writable {
  readonly isTTY: boolean
  readonly columns: number
  readonly rows: number
}

class Frames extends Writable implements FrameStream {
  readonly isTTY = true
  readonly #take: (frame: string) => void
  readonly #size: () => Size

  constructor(take: (frame: string) => void, size: () => Size) {
    super({ decodeStrings: false })
    this.#take = take
    this.#size = size
  }

  get columns(): number {
    return this.#size().columns
  }

  get rows(): number {
    return this.#size().rows
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.#take(chunk)
    done()
  }
}

/** Takes whole frames and writes what differs. */
export interface FrameWriter {
  /** What ink draws to instead of the terminal. */
  readonly output: FrameStream
  /** Draws the next frame on an empty screen: after the terminal has got another size. */
  readonly resize: (size: Size) => void
  /** Draws the last frame once more on an empty screen. */
  readonly repaint: () => void
  /** Writes nothing any more. */
  readonly close: () => void
}

/**
 * Stands between ink and the terminal. Ink gives every frame whole (its option `debug`); written are the lines
 * that have changed, at most `framesPerSecond` times a second, each by its place on the screen: so a resize, a
 * frame that grows and output of others leave nothing behind, and no frame erases the screen.
 */
export function createFrameWriter(
  write: (text: string) => void,
  first: Size,
  framesPerSecond: number,
): FrameWriter {
  let size = first
  let shown: readonly string[] | undefined
  let frame: readonly string[] = []
  let isClosed = false
  const draw = (): void => {
    if (isClosed) return
    const lines = frame.slice(0, size.rows)
    const text = frameDiff(shown, lines, size.columns)
    shown = lines
    if (text !== '') write(text)
  }
  const paced = throttle<void>(draw, 1000 / framesPerSecond)
  const output = new Frames(
    (text) => {
      if (text === '') return
      frame = text.split('\n').map(withTexts)
      paced.push()
    },
    () => size,
  )
  return {
    output,
    resize: (next) => {
      size = next
      shown = undefined
    },
    repaint: () => {
      shown = undefined
      paced.push()
    },
    close: () => {
      isClosed = true
    },
  }
}
