import { createTask } from 'node-cron'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWaker, periodOfCron } from '../program/waker.ts'
import { createTurnedClock } from '../testing/turned-clock.ts'
import { assessHealth, type HealthFacts } from './assess-health.ts'
import { serveHealth } from './serve-health.ts'
import { createWatchdog } from './watchdog.ts'

const now = 1_700_000_000
const fine: HealthFacts = {
  now,
  startedAt: now - 1_000,
  periodSeconds: 60,
  headAt: now - 10,
  lastSuccessAt: now - 120,
  oldestInFlightAt: now - 900,
  balanceWei: 10n,
  minBalanceWei: 10n,
  maxHeadAgeSeconds: 180,
  standby: [],
  stops: [],
}
const codes = (changes: Partial<HealthFacts>) =>
  assessHealth({ ...fine, ...changes }).reasons.map(({ code }) => code)

describe('health', () => {
  it('is good at every limit and bad one beyond it', () => {
    expect(assessHealth(fine)).toEqual({ healthy: true, ready: true, reasons: [] })
    expect(codes({ lastSuccessAt: now - 121 })).toEqual(['tick'])
    expect(codes({ oldestInFlightAt: now - 901 })).toEqual(['pending'])
    expect(codes({ balanceWei: 9n })).toEqual(['balance'])
    expect(codes({ headAt: now - 180 })).toEqual([])
    expect(codes({ headAt: now - 181 })).toEqual(['head'])
    expect(codes({ stops: ['the file STOP exists'] })).toEqual(['stopped'])
  })

  it('gives a process that has just started two periods', () => {
    const young = { headAt: undefined, lastSuccessAt: undefined, balanceWei: undefined }
    expect(assessHealth({ ...fine, ...young, startedAt: now - 120 })).toMatchObject({
      healthy: true,
      ready: false,
    })
    expect(codes({ ...young, startedAt: now - 121 })).toEqual(['head', 'tick'])
  })

  it('lets one that stands by be healthy and not ready', () => {
    const standby = assessHealth({ ...fine, standby: ['0x12'] })
    expect(standby).toMatchObject({ healthy: true, ready: false, reasons: [{ code: 'lease' }] })
  })

  it('is served with 200 or 503 and its reasons, and metrics beside it, without secrets', async () => {
    let facts = fine
    const metrics = new Registry()
    const server = await serveHealth(
      { host: '127.0.0.1', port: 0 },
      {
        metrics,
        health: () => assessHealth(facts),
        clean: (text) => text.replaceAll('hunter22', '(hidden)'),
      },
    )
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
      return { status: response.status, text: await response.text() }
    }
    expect(await get('/healthz')).toMatchObject({ status: 200 })
    facts = { ...fine, stops: ['hunter22'], standby: ['0x12'] }
    const bad = await get('/healthz')
    expect(bad.status).toBe(503)
    expect(JSON.parse(bad.text)).toMatchObject({
      healthy: false,
      reasons: [{ code: 'stopped', message: '(hidden)' }, { code: 'lease' }],
    })
    expect((await get('/readyz')).status).toBe(503)
    expect((await get('/metrics?x')).status).toBe(200)
    expect((await get('/')).status).toBe(404)
    const taken = { host: '127.0.0.1', port: server.port }
    const sources = { metrics, health: () => assessHealth(fine), clean: String }
    await expect(serveHealth(taken, sources)).rejects.toMatchObject({ code: 'E_SERVER_PORT' })
    await server.close()
  })
})

it('a watchdog speaks up once after two periods without a tick, and once when it is over', async () => {
  const clock = createTurnedClock(now)
  const said: string[] = []
  const watchdog = createWatchdog({
    clock,
    periodSeconds: 60,
    stalled: (seconds) => said.push(`stalled ${seconds}`),
    recovered: () => said.push('recovered'),
  })
  const stop = new AbortController()
  const running = watchdog.run(stop.signal)
  await clock.turn(60)
  watchdog.ticked()
  await clock.turn(120)
  expect(said).toEqual([])
  await clock.turn(60)
  expect(said).toEqual(['stalled 135'])
  expect(watchdog.stalled).toBe(true)
  watchdog.ticked()
  expect(said).toEqual(['stalled 135', 'recovered'])
  // A machine that was suspended for an hour has not ticked for an hour.
  await clock.jump(3_600)
  expect(said.at(-1)).toBe('stalled 3600')
  stop.abort()
  await running
})

describe('wake-ups', () => {
  it('that are late are skipped, and so are those that come while a look goes on', async () => {
    const clock = createTurnedClock(now)
    const skipped: string[] = []
    let ticks = 0
    let release = (): void => undefined
    const waker = createWaker({
      clock,
      periodSeconds: 60,
      tick: () => {
        ticks += 1
        return new Promise((resolve) => (release = resolve))
      },
      skipped: (reason, late) => skipped.push(`${reason} ${late}`),
    })
    const first = waker.wake(now - 30)
    await waker.wake(now)
    release()
    await first
    expect([ticks, skipped]).toEqual([1, ['busy 0']])

    // Suspended for five minutes: what was missed comes in a burst.
    await clock.jump(300)
    for (const due of [60, 120, 180, 240]) await waker.wake(now + due)
    const last = waker.wake(now + 300)
    release()
    await last
    expect(ticks).toBe(2)
    expect(skipped.slice(1)).toEqual(['stale 240', 'stale 180', 'stale 120', 'stale 60'])
  })

  it('have the longest pause of their expression as period', async () => {
    expect(await periodOfCron('* * * * *')).toBe(60)
    expect(await periodOfCron('*/10 * * * * *')).toBe(10)
    expect(await periodOfCron('0,10 * * * *')).toBe(50 * 60)
  })

  describe('of node-cron', () => {
    afterEach(() => vi.useRealTimers())

    it('come once, not many times, after a suspension, and go on', async () => {
      vi.useFakeTimers({ now: now * 1_000 })
      const clock = { now: () => Math.floor(Date.now() / 1_000), sleep: () => Promise.resolve() }
      const ticks: number[] = []
      const tick = (): Promise<void> => {
        ticks.push(clock.now() - now)
        return Promise.resolve()
      }
      const waker = createWaker({ clock, periodSeconds: 60, tick, skipped: () => undefined })
      const options = { timezone: 'Etc/UTC', noOverlap: true, suppressMissedWarning: true }
      const task = createTask(
        '* * * * *',
        ({ date }) => waker.wake(Math.floor(date.getTime() / 1_000)),
        options,
      )
      await task.start()
      await vi.advanceTimersByTimeAsync(125_000)
      expect(ticks.length).toBe(2)
      // The clock goes on by two hours, the timers do not.
      vi.setSystemTime(Date.now() + 7_200_000)
      await vi.advanceTimersByTimeAsync(61_000)
      expect(ticks.length).toBeLessThanOrEqual(4)
      const before = ticks.length
      await vi.advanceTimersByTimeAsync(180_000)
      expect(ticks.length - before).toBe(3)
      await task.destroy()
    })
  })
})
