import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDay } from '../format/time.ts'
import { periodLength, periodsOf } from './periods.ts'

const start = Date.UTC(2023, 11, 30, 5) / 1000

it('cuts at the edges of the UTC calendar and says what is whole', () => {
  const months = periodsOf(start, Date.UTC(2024, 2, 1) / 1000, 'month', 3600)
  expect(months.map(({ from, to, whole }) => [formatDay(from), formatDay(to - 1), whole])).toEqual([
    ['30 Dec 2023', '31 Dec 2023', false],
    ['1 Jan 2024', '31 Jan 2024', true],
    ['1 Feb 2024', '29 Feb 2024', true],
  ])
  const weeks = periodsOf(Date.UTC(2024, 0, 1) / 1000, Date.UTC(2024, 0, 15) / 1000, 'week', 3600)
  expect(weeks.map(({ from, whole }) => [formatDay(from), whole])).toEqual([
    ['1 Jan 2024', true],
    ['8 Jan 2024', true],
  ])
})

it('covers a run without gaps in at most 120 pieces, months of ten years excepted', () => {
  const seconds = fc.integer({ min: 60, max: 9 * 365 * 86_400 })
  fc.assert(
    fc.property(seconds, fc.constantFrom(300, 3600, 14_400, 86_400), (length, epochSeconds) => {
      const to = start + length
      const name = periodLength(start, to, epochSeconds)
      fc.pre(name !== 'epoch' || length / epochSeconds <= 400)
      const periods = periodsOf(start, to, name, epochSeconds)
      expect(periods[0]?.from).toBe(start)
      expect(periods.at(-1)?.to).toBe(to)
      periods.forEach(({ from }, i) => {
        if (i > 0) expect(from).toBe(periods[i - 1]?.to)
      })
      if (epochSeconds < 86_400) expect(periods.length).toBeLessThanOrEqual(122)
    }),
  )
})
