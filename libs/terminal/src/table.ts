/** How one column of a table looks. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/**
 * Lays out rows under titles with two spaces between columns; widths count characters, so styled
 * text must be styled after layout.
 *
 * @example
 * renderTable([{ title: 'name' }, { title: 'fee', align: 'right' }], [['a', '1']])
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => {
        const cell = cells[i] ?? ''
        const width = widths[i] ?? 0
        return column.align === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map((column) => column.title)), ...rows.map(line)].join('\n')
}

/** Pairs of a label and a value, values aligned under each other. */
export function renderFacts(facts: readonly (readonly [string, string])[]): string {
  const width = Math.max(...facts.map(([label]) => label.length))
  return facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n')
}
