import { Box } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { KeyBinding } from '../shell/keys.ts'
import type { Size } from '../shell/size.ts'
import { Line } from './lines.tsx'

/** A part of a screen that is shown instead of the others. */
export interface Page {
  readonly name: string
  readonly view: (size: Size) => ReactElement
}

/** The names of all pages in a line, and the one that is shown below it. */
export function Pages({
  pages,
  current,
  size,
  look,
}: {
  readonly pages: readonly Page[]
  readonly current: number
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const shown = pages[pageWithin(current, pages.length)]
  const inner = { columns: size.columns, rows: size.rows - 1 }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Line
        text={pageLine(
          pages.map(({ name }) => name),
          pageWithin(current, pages.length),
          size.columns,
          look,
        )}
        columns={size.columns}
        look={look}
      />
      {shown === undefined || inner.rows < 1 ? null : shown.view(inner)}
    </Box>
  )
}

/** The names of pages, the one that is shown in brackets; from it on where there is no room for all. */
export function pageLine(
  names: readonly string[],
  current: number,
  columns: number,
  { style }: UiLook,
): string {
  const shown = names.map((name, i) => (i === current ? `[${name}]` : ` ${name} `))
  const lengthFrom = (first: number): number =>
    shown.slice(first).reduce((sum, text) => sum + text.length + 1, -1)
  let first = 0
  while (first < current && lengthFrom(first) > columns) first += 1
  return shown
    .slice(first)
    .map((text, i) => (first + i === current ? style('cyan', text) : style('dim', text)))
    .join(' ')
}

/** A page that is there, going round at both ends. */
export function pageWithin(current: number, count: number): number {
  return count === 0 ? 0 : ((current % count) + count) % count
}

/** The keys that turn pages. */
export function pageKeys(
  current: number,
  count: number,
  turn: (page: number) => void,
): readonly KeyBinding[] {
  const at = pageWithin(current, count)
  const to = (page: number) => () => turn(pageWithin(page, count))
  return [
    { keys: ['tab', 'right', 'l'], label: 'next page', help: 'the next page', run: to(at + 1) },
    { keys: ['backtab', 'left', 'h'], help: 'the page before', run: to(at - 1) },
  ]
}
