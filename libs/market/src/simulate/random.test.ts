import { expect, it } from 'vitest'
import { excessKurtosis, mean, standardDeviation } from './moments.ts'
import {
  exponential,
  nextUint32,
  normal,
  poisson,
  seededRandom,
  studentT5,
  type XoshiroState,
} from './random.ts'

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)

it('is xoshiro128** 1.1: the outputs of its authors’ C code for the state 1, 2, 3, 4', () => {
  const state: XoshiroState = [1, 2, 3, 4]
  expect(draws(10, () => nextUint32(state))).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
    4258142804,
  ])
})

it('gives each seed and label a stream of its own, the same every time', () => {
  const first = (seed: string, label: string) => draws(5, seededRandom(seed, label))
  expect(first('1', 'a')).toEqual(first('1', 'a'))
  const others = [first('2', 'a'), first('1', 'b'), first('1a', ''), first('', '1a')]
  for (const other of others) expect(other).not.toEqual(first('1', 'a'))
  expect(new Set(others.map(String)).size).toBe(others.length)
})

it('fills the unit interval evenly (chi-square over 100 cells, 1 in 10,000 beyond 161)', () => {
  const random = seededRandom('uniform', 'test')
  const cells = new Array<number>(100).fill(0)
  for (const value of draws(100_000, random)) cells[Math.floor(value * 100)]! += 1
  const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  expect(chiSquare).toBeLessThan(161)
  expect(chiSquare).toBeGreaterThan(50)
})

it('draws from the distributions that the names say', () => {
  const random = seededRandom('distributions', 'test')
  const normals = draws(50_000, () => normal(random))
  expect(mean(normals)).toBeCloseTo(0, 1)
  expect(standardDeviation(normals)).toBeCloseTo(1, 1)
  expect(Math.abs(excessKurtosis(normals))).toBeLessThan(0.15)
  // P(|Z| > 1.96) = 5 %
  expect(normals.filter((z) => Math.abs(z) > 1.959964).length / 50_000).toBeCloseTo(0.05, 2)
  const exponentials = draws(50_000, () => exponential(random, 3))
  expect(mean(exponentials)).toBeCloseTo(3, 0)
  // The 95 % quantile of an exponential with mean 3 is 3 ln 20.
  expect(exponentials.filter((x) => x > 3 * Math.log(20)).length / 50_000).toBeCloseTo(0.05, 2)
  const counts = draws(50_000, () => poisson(random, 2.5))
  expect(mean(counts)).toBeCloseTo(2.5, 1)
  expect(standardDeviation(counts) ** 2).toBeCloseTo(2.5, 0)
  expect(counts.filter((n) => n === 0).length / 50_000).toBeCloseTo(Math.exp(-2.5), 2)
  const fat = draws(50_000, () => studentT5(random))
  expect(standardDeviation(fat)).toBeCloseTo(1, 1)
  // t with 5 degrees of freedom has excess kurtosis 6; samples scatter widely around it.
  expect(excessKurtosis(fat)).toBeGreaterThan(2)
})
