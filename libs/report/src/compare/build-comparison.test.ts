import type { BacktestResult } from '@tickwise/backtest'
import { beforeAll, expect, it } from 'vitest'
import { renderHtml } from '../html/render-html.ts'
import {
  elementsOf,
  readMarkup,
  tableRows,
  textOf,
  type ReadElement,
} from '../testing/read-markup.ts'
import { readNumber } from '../testing/read-number.ts'
import { sampleRuns } from '../testing/sample-runs.ts'
import { buildComparison } from './build-comparison.ts'
import { differingInputs } from './differences.ts'

let runs: readonly BacktestResult[] = []
beforeAll(async () => {
  runs = await sampleRuns([
    { strategy: 'recentre', parameters: { halfWidthTicks: '300' } },
    { strategy: 'recentre', parameters: { halfWidthTicks: '500' } },
    { strategy: 'passive', settings: { impact: 'taker' } },
  ])
})
const pageOf = (chosen: readonly BacktestResult[]): ReadElement =>
  readMarkup(
    renderHtml(buildComparison(chosen.map((result) => ({ result, provenance: { commands: [] } })))),
  )
const headlineOf = (page: ReadElement): string =>
  elementsOf(page, ({ attributes }) => attributes['class'] === 'headline')
    .map(textOf)
    .join(' ')

it('shows metrics as the runs have them, and their differences', () => {
  const page = pageOf(runs)
  const [head, ...rows] = tableRows(page, 'Metrics of every run')
  expect(head).toEqual(['metric', 'A recentre', 'B recentre', 'C passive'])
  const returns = runs.map(({ metrics }) => metrics.totalReturn! * 100)
  rows[0]!
    .slice(1)
    .forEach((cell, i) => expect(Math.abs(readNumber(cell) - returns[i]!)).toBeLessThan(0.0051))
  const [, first = []] = tableRows(page, 'Difference from A recentre')
  first.slice(1).forEach((cell, i) => {
    expect(Math.abs(readNumber(cell) - (returns[i + 1]! - returns[0]!))).toBeLessThan(0.0051)
  })
})

it('names what differs and nothing else, and warns where runs are not alike', () => {
  const [a, b, c] = runs as readonly [BacktestResult, BacktestResult, BacktestResult]
  expect(differingInputs([a, b])).toEqual([{ name: 'halfWidthTicks', values: ['300', '500'] }])
  expect(differingInputs([a, structuredClone(a)])).toEqual([])
  expect(headlineOf(pageOf([a, b]))).toContain('over the same data')
  expect(headlineOf(pageOf([a, c]))).toContain('different models of their own impact')
})

it('takes two to four runs', () => {
  const [a] = runs as readonly [BacktestResult]
  for (const count of [0, 1, 5]) {
    expect(() => pageOf(Array.from({ length: count }, () => a))).toThrow(/cannot be compared/)
  }
  expect(textOf(pageOf([a, a, a, a]))).toContain('D recentre')
})
