import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { Lines } from './lines.tsx'
import { layOutTable, tableRow, type TableColumn } from './table-layout.ts'
import { windowStart } from './selection.ts'

/** A table with a selected row, scrolled to where that row is seen. */
export function Table({
  columns,
  rows,
  selected,
  marked = [],
  size,
  look,
}: {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
  /** Place of the selected row; none where the table is only to be read. */
  readonly selected?: number | undefined
  /** Places of rows that were picked out. */
  readonly marked?: readonly number[]
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const lines = tableLines({ columns, rows, selected, marked, size, look })
  return <Lines lines={lines} size={size} look={look} />
}

/** A table as lines: titles, then the rows around the selected one. */
export function tableLines({
  columns,
  rows,
  selected,
  marked = [],
  size,
  look,
}: Parameters<typeof Table>[0]): readonly string[] {
  const { style, glyphs } = look
  const gutter = selected === undefined && marked.length === 0 ? 0 : 2
  const layout = layOutTable(columns, rows, size.columns - gutter)
  const titles = columns.map(({ title }) => title)
  const height = Math.max(1, size.rows - 1)
  const first = windowStart(rows.length, selected ?? 0, height)
  const body = rows.slice(first, first + height).map((cells, i) => {
    const at = first + i
    const sign = at === selected ? glyphs.selected : marked.includes(at) ? glyphs.marked : ' '
    const text = (gutter === 0 ? '' : `${sign} `) + tableRow(columns, layout, cells, look)
    return at === selected ? style('cyan', style('bold', text)) : text
  })
  const head = ' '.repeat(gutter) + tableRow(columns, layout, titles, look)
  return size.rows > 1 ? [style('dim', head), ...body] : body
}
