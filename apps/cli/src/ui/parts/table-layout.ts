import type { UiLook } from '../look.ts'
import { fitText, visibleLength } from '../text/cut.ts'

/** How a column of a table is laid out. */
export interface TableColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Columns with the highest number go first when there is no room. Default 0: stays. */
  readonly leaves?: number
  /** Gets narrower, down to this, before others leave. */
  readonly least?: number
}

/** Between columns. */
const gap = 2

/** Which columns are shown, and how wide. */
export interface TableLayout {
  readonly shown: readonly { readonly index: number; readonly width: number }[]
}

/**
 * Fits columns into a width: first those narrow that may, then columns leave, those first that matter least.
 */
export function layOutTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): TableLayout {
  const natural = columns.map(({ title }, i) =>
    rows.reduce((most, row) => Math.max(most, visibleLength(row[i] ?? '')), title.length),
  )
  let shown = columns.map((column, index) => ({ column, index, width: natural[index] as number }))
  for (;;) {
    const narrowed = narrow(shown, width)
    const last = shown.reduce((most, { column }) => Math.max(most, column.leaves ?? 0), 0)
    if (totalOf(narrowed) <= width || last === 0 || shown.length === 1) {
      return { shown: narrowed.map(({ index, width: own }) => ({ index, width: own })) }
    }
    shown = shown.filter(({ column }) => (column.leaves ?? 0) < last)
  }
}

interface Sized {
  readonly column: TableColumn
  readonly index: number
  readonly width: number
}

function narrow(shown: readonly Sized[], width: number): readonly Sized[] {
  let excess = totalOf(shown) - width
  return shown.map((sized) => {
    const { least } = sized.column
    if (least === undefined || excess <= 0) return sized
    const given = Math.min(excess, Math.max(0, sized.width - least))
    excess -= given
    return { ...sized, width: sized.width - given }
  })
}

function totalOf(shown: readonly { readonly width: number }[]): number {
  return shown.reduce((sum, { width }) => sum + width + gap, -gap)
}

/** A row of cells under the layout. */
export function tableRow(
  columns: readonly TableColumn[],
  { shown }: TableLayout,
  cells: readonly string[],
  { glyphs }: UiLook,
): string {
  return shown
    .map(({ index, width }) =>
      fitText(cells[index] ?? '', width, columns[index]?.align, glyphs.more),
    )
    .join(' '.repeat(gap))
    .trimEnd()
}
