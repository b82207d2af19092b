/** Escape codes of terminals that are used here. */
export const codes = {
  enterAlternateScreen: '\u001b[?1049h',
  leaveAlternateScreen: '\u001b[?1049l',
  hideCursor: '\u001b[?25l',
  showCursor: '\u001b[?25h',
  /** What comes between these two is shown at once by terminals that know it. */
  beginFrame: '\u001b[?2026h',
  endFrame: '\u001b[?2026l',
  eraseScreen: '\u001b[2J',
  eraseLineEnd: '\u001b[K',
  toRow: (row: number) => `\u001b[${row};1H`,
} as const
