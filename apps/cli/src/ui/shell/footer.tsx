import { Text } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import { cutText } from '../text/cut.ts'
import { shownText } from '../text/edit-text.ts'
import { hintsOf } from './hints.ts'
import type { KeyBinding } from './keys.ts'
import { topOf, type UiState } from './state.ts'

/** What can be done, what is being typed, or what has just been told. */
export function Footer({
  state,
  bindings,
  look,
}: {
  readonly state: UiState
  readonly bindings: readonly KeyBinding[]
  readonly look: UiLook
}): ReactElement {
  const { columns } = state.size
  return <Text wrap="truncate">{footerLine(state, bindings, look, columns)}</Text>
}

function footerLine(
  state: UiState,
  bindings: readonly KeyBinding[],
  look: UiLook,
  columns: number,
): string {
  const { style, glyphs } = look
  const { mode, line, notice, isLeaving } = state
  if (isLeaving) {
    const text = 'Stopping: what is finished is kept. Ctrl-C again leaves at once.'
    return style('yellow', cutText(text, columns, glyphs.more))
  }
  if (notice !== undefined) {
    const colour = notice.kind === 'error' ? 'red' : 'cyan'
    return style(colour, cutText(notice.text, columns, glyphs.more))
  }
  if (mode === 'command') return `:${shownText(line, columns - 1, glyphs.cursor)}`
  if (mode === 'filter') return `/${shownText(line, columns - 1, glyphs.cursor)}`
  const { filter } = topOf(state)
  const begin = filter === '' ? '' : `${style('cyan', `/${cutText(filter, 16, glyphs.more)}`)}  `
  const taken = filter === '' ? 0 : Math.min(16, filter.length) + 3
  return begin + hintsOf(bindings, columns - taken, look)
}
