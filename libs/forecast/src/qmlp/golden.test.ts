import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkLine, goldenLines } from './testing/vector-lines.ts'

const text = readFileSync(new URL('testing/golden-vectors.txt', import.meta.url), 'utf8')
const lines = text.trimEnd().split('\n')

it('answers and refuses what the committed vectors say', () => {
  const models = lines.filter((line) => line.startsWith('model '))
  const refused = lines.filter((line) => line.startsWith('refused '))
  expect(models.length).toBeGreaterThan(30)
  expect(refused.length).toBeGreaterThan(20)
  for (const line of [...models, ...refused]) expect(checkLine(line), line.slice(0, 80)).toBe(true)
})

it('has vectors that were not changed by hand', () => {
  expect(lines).toEqual(goldenLines())
})
