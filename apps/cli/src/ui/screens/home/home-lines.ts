import type { UiLook } from '../../look.ts'
import { titleLine } from '../../parts/panel.tsx'
import { windowStart } from '../../parts/selection.ts'
import {
  layOutTable,
  tableRow,
  type TableColumn,
  type TableLayout,
} from '../../parts/table-layout.ts'
import type { Size } from '../../shell/size.ts'
import type { HomeSection } from './home-sections.ts'

const columns: readonly TableColumn[] = [
  { title: '' },
  { title: '', least: 26 },
  { title: '', leaves: 1 },
  { title: '', leaves: 2 },
]

/** The sections under each other, scrolled to where the selected item is seen. */
export function homeLines(
  sections: readonly HomeSection[],
  selected: number,
  { columns: width, rows }: Size,
  look: UiLook,
): readonly string[] {
  const { style, glyphs } = look
  const lines: string[] = []
  let chosenLine = 0
  let at = 0
  for (const { title, items: own, note } of sections) {
    lines.push(titleLine(title, width, look))
    if (note !== undefined) lines.push(style('dim', `  ${note}`))
    const layout = layoutOf(own, width - 2)
    for (const { cells } of own) {
      const isChosen = at === selected
      const text = cells.length === 1 ? (cells[0] ?? '') : tableRow(columns, layout, cells, look)
      if (isChosen) chosenLine = lines.length
      lines.push(
        isChosen ? style('cyan', style('bold', `${glyphs.selected} ${text}`)) : `  ${text}`,
      )
      at += 1
    }
  }
  // The title above the first item stays in sight.
  const target = selected <= 0 ? 0 : chosenLine
  return lines.slice(windowStart(lines.length, target, rows))
}

/** Things of one kind stand under each other; a line that says there are more counts for nothing. */
function layoutOf(items: HomeSection['items'], width: number): TableLayout {
  const rows = items.map(({ cells }) => cells).filter((cells) => cells.length > 1)
  return layOutTable(columns, rows, width)
}
