import { writeFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { csvRows, splitRecord } from './csv.ts'

/** RFC 4180, the other way. */
const quote = (cell: string): string =>
  /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

describe('csv', () => {
  const folder = useTemporaryFolder()

  it('splits a record into the cells that were joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const plain = cells.map((cell) => cell.replaceAll(/[\r\n]/g, ' '))
        expect(splitRecord(plain.map(quote).join(','))).toEqual(plain)
      }),
    )
  })

  it('reads rows with quoted commas, quotes and line breaks', async () => {
    const cells = ['plain', 'a,b', 'say "hi"', 'two\nlines', '["0x1", "0x2"]']
    const names = cells.map((_, i) => `c${i}`)
    const text = `${names.join(',')}\r\n${cells.map(quote).join(',')}\r\n\r\n${cells.map(quote).join(',')}`
    await writeFile(folder.path('a.csv'), text)
    const read: (string | undefined)[][] = []
    for await (const row of csvRows(folder.path('a.csv'), names)) {
      expect(row.row).toBe(read.length + 1)
      read.push(names.map((name) => row.cell(name)))
    }
    expect(read).toEqual([cells, cells])
  })
})
