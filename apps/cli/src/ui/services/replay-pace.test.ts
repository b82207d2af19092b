import { describe, expect, it } from 'vitest'
import { createReplayPace } from './replay-pace.ts'

/** A clock that is turned by hand. */
function clockByHand() {
  let time = 0
  let timers: { readonly at: number; readonly work: () => void }[] = []
  const turn = async (milliseconds: number): Promise<void> => {
    time += milliseconds
    const due = timers.filter(({ at }) => at <= time)
    timers = timers.filter(({ at }) => at > time)
    for (const { work } of due) work()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const later = (milliseconds: number, work: () => void): (() => void) => {
    const timer = { at: time + milliseconds, work }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }
  return { now: () => time, later, turn, waiting: () => timers.length }
}

function begun() {
  const clock = clockByHand()
  const pace = createReplayPace(clock)
  const leave = new AbortController()
  const reached: number[] = []
  const wait = (at: number): void => void pace.until(at, leave.signal).then(() => reached.push(at))
  return { clock, pace, leave, reached, wait }
}

describe('the pace of a replay', () => {
  it('is that of the record at first, and what is near is told at once', async () => {
    const { clock, reached, wait } = begun()
    wait(2)
    wait(300)
    await clock.turn(0)
    expect(reached).toEqual([2])
    await clock.turn(299)
    expect(reached).toEqual([2])
    await clock.turn(1)
    expect(reached).toEqual([2, 300])
  })

  it('changes also what is being waited for', async () => {
    const { clock, pace, reached, wait } = begun()
    wait(400)
    await clock.turn(100)
    pace.slower()
    pace.slower()
    expect(pace.speedText()).toBe('1/4×')
    await clock.turn(400)
    // 100, and a quarter of 400.
    expect(reached).toEqual([])
    pace.faster()
    pace.faster()
    pace.faster()
    expect(pace.speedText()).toBe('2×')
    await clock.turn(100)
    expect(reached).toEqual([400])
  })

  it('shortens what is long, at any speed, and goes on from there', async () => {
    const { clock, pace, reached, wait } = begun()
    wait(60_000)
    await clock.turn(500)
    expect(reached).toEqual([60_000])
    for (let i = 0; i < 4; i++) pace.slower()
    wait(60_016)
    await clock.turn(255)
    expect(reached).toEqual([60_000])
    await clock.turn(1)
    expect(reached).toEqual([60_000, 60_016])
  })

  it('stands while it is paused, goes on where it was, and keeps no timer', async () => {
    const { clock, pace, reached, wait } = begun()
    wait(100)
    await clock.turn(60)
    pace.pause()
    await clock.turn(10_000)
    expect(clock.waiting()).toBe(0)
    pace.faster()
    expect([reached, pace.isPaused(), pace.speedText()]).toEqual([[], true, '2×'])
    pace.pause()
    await clock.turn(15)
    expect(reached).toEqual([])
    await clock.turn(5)
    expect(reached).toEqual([100])
  })

  it('has a fastest and a slowest, tells its changes, and ends with who listens', async () => {
    const { clock, pace, leave, reached, wait } = begun()
    const told: string[] = []
    pace.onChange(() => told.push(pace.speedText()))
    while (pace.can(1)) pace.faster()
    pace.faster()
    expect(told.slice(-2)).toEqual(['64×', '64×'])
    while (pace.can(-1)) pace.slower()
    expect(pace.speedText()).toBe('1/64×')
    pace.pause()
    wait(1_000)
    leave.abort()
    await clock.turn(0)
    expect(reached).toEqual([1_000])
  })
})
