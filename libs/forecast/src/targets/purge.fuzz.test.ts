import fc from 'fast-check'
import { expect, it } from 'vitest'
import { embargoRows, purgeRows } from './purge.ts'

const situations = fc.record({
  rows: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
  from: fc.integer({ min: 0, max: 150 }),
  length: fc.integer({ min: 1, max: 40 }),
  horizon: fc.integer({ min: 1, max: 30 }),
})

const span = (first: number, last: number) =>
  new Set(Array.from({ length: last - first + 1 }, (_, i) => first + i))

it('leaves no training row whose label or entry touches the block, and drops no other', () => {
  fc.assert(
    fc.property(situations, ({ rows, from, length, horizon }) => {
      const sorted = Int32Array.from(rows.sort((a, b) => a - b))
      const to = from + length
      const kept = new Set(purgeRows(sorted, { from, to }, horizon))
      // Entries of the block and of its labels, one by one.
      const block = span(from, to - 1 + horizon)
      for (const row of sorted) {
        const touches = [...span(row, row + horizon)].some((entry) => block.has(entry))
        expect(kept.has(row)).toBe(!touches)
      }
    }),
  )
})

it('leaves no training row in the block or within the embargo after it', () => {
  fc.assert(
    fc.property(situations, ({ rows, from, length, horizon }) => {
      const sorted = Int32Array.from(rows.sort((a, b) => a - b))
      const banned = span(from, from + length - 1 + horizon)
      const kept = embargoRows(sorted, { from, to: from + length }, horizon)
      expect([...kept]).toEqual([...sorted].filter((row) => !banned.has(row)))
    }),
  )
})
