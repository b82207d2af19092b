import type { KeyBinding } from '../shell/keys.ts'

/** The first line that is shown, so that no more is empty below than must be. */
export function scrolledTo(top: number, lines: number, rows: number): number {
  return Math.max(0, Math.min(top, lines - rows))
}

/** The keys that move through lines without a selection. */
export function scrollKeys({
  top,
  lines,
  rows,
  scroll,
}: {
  readonly top: number
  readonly lines: number
  /** Lines that are seen at once. */
  readonly rows: number
  readonly scroll: (top: number) => void
}): readonly KeyBinding[] {
  const at = scrolledTo(top, lines, rows)
  const disabled = lines <= rows ? 'all of it is on the screen' : undefined
  const to = (line: number) => () => scroll(scrolledTo(line, lines, rows))
  return [
    { keys: ['up', 'k'], help: 'a line up', disabled, run: to(at - 1) },
    { keys: ['down', 'j'], help: 'a line down', disabled, run: to(at + 1) },
    { keys: ['pageup', 'ctrl+b'], help: 'a page up', disabled, run: to(at - rows) },
    { keys: ['pagedown', 'ctrl+f'], help: 'a page down', disabled, run: to(at + rows) },
    { keys: ['home', 'g'], help: 'to the begin', disabled, run: to(0) },
    { keys: ['end', 'G'], help: 'to the end', disabled, run: to(lines) },
  ]
}
