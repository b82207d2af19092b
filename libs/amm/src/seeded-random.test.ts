import { expect, it } from 'vitest'
import { seededRandom } from './seeded-random.ts'

it('gives the same numbers for the same seed, others for another, all in [0, 1), 1/2 on average', () => {
  const draw = (seed: number): number[] => Array.from({ length: 10_000 }, seededRandom(seed))
  const first = draw(1)
  expect(draw(1)).toEqual(first)
  expect(draw(2)).not.toEqual(first)
  expect(first.every((value) => value >= 0 && value < 1)).toBe(true)
  const mean = first.reduce((sum, value) => sum + value, 0) / first.length
  // Six standard errors of the mean of uniform numbers.
  expect(Math.abs(mean - 0.5)).toBeLessThan(6 / Math.sqrt(12 * first.length))
})
