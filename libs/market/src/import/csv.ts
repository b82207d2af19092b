import { UserError } from '@tickwise/amm'
import { rowError } from './source-row.ts'
import type { SourcePlace } from './source-row.ts'
import { streamText } from './text-file.ts'

/** One data row of a CSV file: cells by column name. */
export interface CsvRow extends SourcePlace {
  cell(column: string): string | undefined
}

/** Lines that a quoted cell may stretch over are joined; `closed` is false for a last line without end. */
async function* records(
  file: string,
): AsyncGenerator<{ readonly text: string; readonly closed: boolean }> {
  let rest = ''
  let open = ''
  for await (const piece of streamText(file)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const text = open === '' ? line : `${open}\n${line}`
      const balanced = !text.includes('"') || (text.split('"').length - 1) % 2 === 0
      open = balanced ? '' : text
      if (balanced) yield { text: text.endsWith('\r') ? text.slice(0, -1) : text, closed: true }
    }
  }
  const last = open === '' ? rest : `${open}\n${rest}`
  if (last !== '') yield { text: last, closed: false }
}

const quotedCell = /"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g

/** Cells of one record; quotes are doubled inside quoted cells (RFC 4180). */
export const splitRecord = (text: string): string[] => {
  if (!text.includes('"')) return text.split(',')
  const cells: string[] = []
  quotedCell.lastIndex = 0
  for (;;) {
    const match = quotedCell.exec(text)
    if (match === null) break
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (!match[0].endsWith(',')) break
  }
  return cells
}

const truncated = (place: SourcePlace, wanted: number, found: number): UserError =>
  rowError(
    'E_CSV_ROW',
    place,
    `there are ${found} cells, the header has ${wanted}`,
    'the file is cut short or the row is damaged: download or export it again',
  )

/** Names of the columns in the first line. */
export const csvHeader = async (file: string): Promise<readonly string[]> => {
  for await (const { text } of records(file)) return splitRecord(text.replace(/^\uFEFF/, ''))
  throw new UserError('E_EMPTY', `${file} is empty`, { hint: 'check the file', facts: { file } })
}

/**
 * Rows of a CSV file (plain or gzip), one at a time.
 *
 * @throws UserError E_MISSING_COLUMN, E_CSV_ROW, E_FILE_BROKEN
 */
export async function* csvRows(file: string, required: readonly string[]): AsyncGenerator<CsvRow> {
  let columns: ReadonlyMap<string, number> | undefined
  let row = 0
  for await (const { text, closed } of records(file)) {
    if (columns === undefined) {
      const names = splitRecord(text.replace(/^\uFEFF/, '')).map((name) => name.trim())
      columns = new Map(names.map((name, i) => [name, i]))
      requireColumns(file, names, required)
      continue
    }
    if (text === '') continue
    row++
    const cells = splitRecord(text)
    if (cells.length !== columns.size) throw truncated({ file, row }, columns.size, cells.length)
    if (!closed && text.split('"').length % 2 === 0) throw truncated({ file, row }, columns.size, 0)
    const positions = columns
    yield { file, row, cell: (name) => cells[positions.get(name) ?? -1] }
  }
}

/**
 * Refuses a file without the columns it needs.
 * @throws UserError E_MISSING_COLUMN naming the columns that are missing and those that are there
 */
export const requireColumns = (
  file: string,
  present: readonly string[],
  required: readonly string[],
): void => {
  const missing = required.filter((name) => !present.includes(name))
  if (missing.length === 0) return
  throw new UserError('E_MISSING_COLUMN', `${file} has no column ${missing.join(', ')}`, {
    hint: `its columns are ${present.join(', ')}; say which stand for which with a column mapping`,
    facts: { file, missing: missing.join(', ') },
  })
}
