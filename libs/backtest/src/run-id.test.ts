import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { runId } from './run-id.ts'

it('is the head of the SHA-256 of the canonical text', () => {
  expect(runId({})).toBe('44136fa355b3')
  const text = '{"capital":"36893488147419103232","delay":60,"name":"hold"}'
  expect(runId({ name: 'hold', delay: 60, capital: 2n ** 65n })).toBe(
    createHash('sha256').update(text).digest('hex').slice(0, 12),
  )
})

it('changes with any input and not with the order they are named in', () => {
  const id = runId({ dataset: '0x01', seed: 1 })
  expect(runId({ seed: 1, dataset: '0x01' })).toBe(id)
  expect(runId({ dataset: '0x01', seed: 2 })).not.toBe(id)
})
