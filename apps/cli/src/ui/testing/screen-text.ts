import type { Terminal } from '@xterm/headless'

/** What a terminal shows, as lines without spaces at their ends and without empty ones at the end. */
export function screenText(terminal: Terminal): string {
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  )
  return lines.join('\n').trimEnd()
}
