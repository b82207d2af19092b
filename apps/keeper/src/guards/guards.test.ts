import { inferenceRegistryAbi } from '@tickwise/protocol'
import { encodeFunctionData, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../journal/open-journal.ts'
import type { Guard, GuardQuestion } from '../ports.ts'
import { anyTime, anyVault, blankInference } from '../testing/blank-inference.ts'
import { createBalanceFloor, createCostCap, createSpendLimit } from './cost.ts'
import { createLossLimit, lossesPpm } from './losses.ts'
import { roomIn } from './rolling-window.ts'
import {
  createCircuitBreaker,
  createClockGuard,
  createKillSwitch,
  createPauseGuard,
} from './stops.ts'

const now = anyTime
const vault = anyVault

const reveal = (execute: boolean): Hex =>
  encodeFunctionData({
    abi: inferenceRegistryAbi,
    functionName: 'reveal',
    args: [blankInference, { forecastX16: 1, trade: true }, execute, '0x'],
  })

const question = (changes: Partial<GuardQuestion> = {}): GuardQuestion => ({
  now,
  vault,
  epoch: 7,
  job: 'commit',
  to: vault,
  data: '0x',
  maxCostWei: 10n,
  balanceWei: 1_000n,
  ...changes,
})
const commit = question()
const trade = question({ job: 'reveal', data: reveal(true) })
const withheld = question({ job: 'reveal', data: reveal(false) })

/** Codes of the answers to commit, reveal with and without a trade; `ok` where it is allowed. */
const answers = async (guard: Guard): Promise<readonly string[]> =>
  Promise.all(
    [commit, trade, withheld].map(async (asked) => {
      const answer = await guard.ask(asked)
      return answer.allowed ? 'ok' : answer.code
    }),
  )
const reason = async (guard: Guard, asked = commit): Promise<string> => {
  const answer = await guard.ask(asked)
  return answer.allowed ? '' : answer.reason
}

describe('a rolling limit', () => {
  const usages = [
    { at: now - 50, amount: 4n },
    { at: now - 100, amount: 3n },
    { at: now - 101, amount: 90n },
  ]
  const room = (amount: bigint) => roomIn(usages, { now, windowSeconds: 100, limit: 10n, amount })

  it('counts what lies in the window, its first second included', () => {
    expect(room(3n)).toEqual({ used: 7n, fits: true, fitsAt: undefined })
  })

  it('says when enough has left the window, and that it never fits', () => {
    // 3 leave one second after they are 100 s old, the other 4 fifty seconds later.
    expect(room(5n).fitsAt).toBe(now + 1)
    expect(room(8n).fitsAt).toBe(now + 51)
    expect(room(11n).fitsAt).toBeUndefined()
    const later = { windowSeconds: 100, limit: 10n, amount: 5n }
    expect(roomIn(usages, { ...later, now }).fits).toBe(false)
    expect(roomIn(usages, { ...later, now: now + 1 }).fits).toBe(true)
  })
})

describe('costs', () => {
  it('never exceed the cap of a transaction', async () => {
    expect(await answers(createCostCap(10n))).toEqual(['ok', 'ok', 'ok'])
    expect(await answers(createCostCap(9n))).toEqual(Array(3).fill('E_GUARD_COST'))
  })

  it('stay within a day’s limit, of which a fifth is kept for reveals', async () => {
    const spent = [{ at: now - 10, amount: 75n }]
    // 80 of 100 are for what begins something: 75 + 10 is too much. 85 is within 100.
    expect(await answers(createSpendLimit(100n, () => spent))).toEqual([
      'E_GUARD_SPEND',
      'ok',
      'ok',
    ])
    expect(await answers(createSpendLimit(84n, () => spent))).toEqual(
      Array(3).fill('E_GUARD_SPEND'),
    )
    expect(await reason(createSpendLimit(100n, () => spent))).toContain(
      'until 2023-11-15 22:13:11 UTC',
    )
  })

  it('leave a balance to whatever is begun, and nothing to reveals', async () => {
    expect(await answers(createBalanceFloor(990n))).toEqual(['ok', 'ok', 'ok'])
    expect(await answers(createBalanceFloor(991n))).toEqual(['E_GUARD_BALANCE', 'ok', 'ok'])
    const poor = { ...trade, balanceWei: 9n }
    expect(await reason(createBalanceFloor(0n), poor)).toContain('topped up')
  })
})

describe('losses', () => {
  const change = (at: number, valueBefore: bigint, valueAfter: bigint) => ({
    at,
    valueBefore,
    valueAfter,
  })

  it('are rounded up, and gains do not make up for them', () => {
    const changes = [
      change(1, 3_000_000n, 2_999_999n),
      change(2, 100n, 200n),
      change(3, 1_000n, 999n),
    ]
    expect(lossesPpm(changes).map(({ amount }) => amount)).toEqual([1n, 1_000n])
  })

  it('stop commitments and trades, not reveals without a trade', async () => {
    const losses = [change(now - 10, 1_000n, 995n), change(now - 5, 1_000n, 994n)]
    const guard = createLossLimit(100, () => Promise.resolve(losses))
    expect(await answers(guard)).toEqual(['E_GUARD_LOSS', 'ok', 'ok'].with(1, 'E_GUARD_LOSS'))
    expect(await reason(guard)).toBe(
      'rebalances lost 110.0 basis points within 24 hours, limits allow 100; until 2023-11-15 22:13:11 UTC',
    )
    expect(await answers(createLossLimit(110, () => Promise.resolve(losses)))).toEqual([
      'ok',
      'ok',
      'ok',
    ])
  })
})

describe('what stops the keeper', () => {
  it('is a file or a signal, for everything', async () => {
    const stops = (file: boolean, since?: number) =>
      createKillSwitch(
        '/x/STOP',
        () => file,
        () => since,
      )
    expect(await answers(stops(false))).toEqual(['ok', 'ok', 'ok'])
    expect(await answers(stops(true))).toEqual(Array(3).fill('E_GUARD_STOPPED'))
    expect(await reason(stops(true))).toContain('/x/STOP')
    expect(await reason(stops(false, now))).toContain('SIGUSR1 at 2023-11-14 22:13:20 UTC')
  })

  it('is a paused vault, for commitments and trades', async () => {
    const guard = createPauseGuard(() => Promise.resolve(true))
    expect(await answers(guard)).toEqual(['E_GUARD_PAUSED', 'E_GUARD_PAUSED', 'ok'])
  })

  it('is a clock that is not the chain’s, for what begins', async () => {
    const limits = { maxClockSkewSeconds: 30, maxHeadAgeSeconds: 180 }
    const at = (timestamp: number) => createClockGuard(limits, () => ({ timestamp }))
    expect(await answers(at(now + 30))).toEqual(['ok', 'ok', 'ok'])
    expect(await answers(at(now + 31))).toEqual(['E_GUARD_CLOCK', 'ok', 'ok'])
    expect(await answers(at(now - 180))).toEqual(['ok', 'ok', 'ok'])
    expect(await reason(at(now - 181))).toContain('181 s old')
  })

  it('is a number of failures in a row, for a while', async () => {
    const breaker = createCircuitBreaker(2, 100)
    breaker.failed(now - 100)
    breaker.succeeded()
    breaker.failed(now - 90)
    expect(await answers(breaker)).toEqual(['ok', 'ok', 'ok'])
    breaker.failed(now - 80)
    expect(await answers(breaker)).toEqual(['E_GUARD_FAILURES', 'ok', 'ok'])
    expect(breaker.openUntil(now)).toBe(now + 20)
    // Half open: it may try, and one more failure opens it again.
    expect(breaker.openUntil(now + 20)).toBeUndefined()
    breaker.failed(now + 21)
    expect(breaker.openUntil(now + 22)).toBe(now + 121)
    breaker.succeeded()
    expect(breaker.openUntil(now + 23)).toBeUndefined()
  })

  it('stays so when the process is started again', () => {
    const journal = openJournal(':memory:')
    const first = createCircuitBreaker(2, 100, journal)
    first.failed(now)
    first.failed(now)
    const second = createCircuitBreaker(2, 100, journal)
    expect(second.openUntil(now + 1)).toBe(now + 100)
    second.succeeded()
    expect(createCircuitBreaker(2, 100, journal).openUntil(now + 2)).toBeUndefined()
    journal.close()
  })
})
