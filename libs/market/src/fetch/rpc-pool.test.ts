import { expect, it } from 'vitest'
import type { FetchIo } from './fetch-io.ts'
import { RpcFailure } from './rpc-failure.ts'
import { askAny, createRpcPool } from './rpc-pool.ts'
import type { RpcPool } from './rpc-pool.ts'

/** A clock that stands still but for sleeps, which it notes. */
function virtualTime(random: number): { io: FetchIo; sleeps: number[] } {
  const sleeps: number[] = []
  let now = 0
  const io: FetchIo = {
    fetch: () => Promise.reject(new Error('no network in this test')),
    now: () => now,
    random: () => random,
    sleep: (milliseconds) => {
      sleeps.push(milliseconds)
      now += milliseconds
      return Promise.resolve()
    },
  }
  return { io, sleeps }
}

function poolOf(io: FetchIo, urls: readonly string[], notices: string[] = []): RpcPool {
  return createRpcPool(urls, {
    io,
    timeoutMs: 1000,
    maxFailures: 6,
    backOffMs: { first: 100, longest: 1000 },
    onNotice: (text) => notices.push(text),
  })
}

it('waits twice as long after each failure, up to the longest wait, then leaves the endpoint', async () => {
  for (const [random, share] of [
    [0, 0.5],
    [0.9999999, 1],
  ] as const) {
    const { io, sleeps } = virtualTime(random)
    const pool = poolOf(io, ['https://one.example/secret-key'])
    const asked = askAny(pool, () => Promise.reject(new RpcFailure('unavailable', 'HTTP 503')))
    await expect(asked).rejects.toMatchObject({ code: 'E_RPC_ALL_DEAD', exitCode: 75 })
    const doubled = [100, 200, 400, 800, 1000]
    expect(sleeps.map(Math.round)).toEqual(doubled.map((ms) => ms * share))
  }
})

it('obeys Retry-After when it is longer than the back-off', async () => {
  const { io, sleeps } = virtualTime(0)
  const pool = poolOf(io, ['https://one.example'])
  let attempts = 0
  const answer = await askAny(pool, () =>
    attempts++ === 0
      ? Promise.reject(new RpcFailure('rate', 'HTTP 429', 7000))
      : Promise.resolve('answered'),
  )
  expect([answer, sleeps]).toEqual(['answered', [7000]])
})

it('asks the next endpoint instead of waiting for the first', async () => {
  const { io, sleeps } = virtualTime(0)
  const pool = poolOf(io, ['https://one.example', 'https://two.example'])
  const answer = await askAny(pool, (endpoint) =>
    endpoint.label === 'one.example'
      ? Promise.reject(new RpcFailure('rate', 'HTTP 429'))
      : Promise.resolve(endpoint.label),
  )
  expect([answer, sleeps]).toEqual(['two.example', []])
})

it('leaves an endpoint that refuses us at once, and never shows keys of URLs', async () => {
  const notices: string[] = []
  const { io, sleeps } = virtualTime(0)
  const pool = poolOf(io, ['https://one.example/v2/secret-key'], notices)
  const asked = askAny(pool, () => Promise.reject(new RpcFailure('refused', 'invalid key')))
  const error = await asked.catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'E_RPC_ALL_DEAD', facts: { 'one.example': 'invalid key' } })
  expect(sleeps).toEqual([])
  expect(notices.join() + JSON.stringify(error) + String(error)).not.toContain('secret')
})
