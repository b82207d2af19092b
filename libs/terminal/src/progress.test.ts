import { describe, expect, it } from 'vitest'
import { createEventStream } from './events/event-stream.ts'
import { createProgress, describeProgress } from './progress.ts'

function recorder(interactive: boolean) {
  const written: string[] = []
  const clock = { time: 0 }
  const progress = createProgress({ write: (text) => written.push(text), interactive })
  const stream = createEventStream(
    (event) => {
      if (event.type === 'progress') progress.show(event)
    },
    () => clock.time,
  )
  return { written, clock, report: stream.progress, finish: progress.clear }
}

describe('createProgress', () => {
  it('is silent for jobs under two seconds', () => {
    const { written, clock, report, finish } = recorder(true)
    clock.time = 1900
    report({ phase: 'reading', done: 1, total: 2 })
    finish()
    expect(written).toEqual([])
  })

  it('redraws one line on a terminal and clears it at the end', () => {
    const { written, clock, report, finish } = recorder(true)
    report({ phase: 'reading', done: 0, total: 100 })
    clock.time = 4000
    report({ phase: 'reading', done: 50, total: 100 })
    finish()
    expect(written).toEqual(['\r\u001b[2Kreading  50 % (50 of 100, 4.0s left)', '\r\u001b[2K'])
  })

  it('counts the time left from what was done since the phase began', () => {
    const { written, clock, report } = recorder(true)
    report({ phase: 'sweeping', done: 80, total: 100 })
    clock.time = 4000
    report({ phase: 'sweeping', done: 90, total: 100 })
    report({ phase: 'sweeping', done: 91, total: 100 })
    expect(written).toEqual(['\r\u001b[2Ksweeping  90 % (90 of 100, 4.0s left)'])
  })

  it('writes a plain line now and then where nobody looks', () => {
    const { written, clock, report, finish } = recorder(false)
    for (clock.time = 0; clock.time <= 12_000; clock.time += 500) {
      report({ phase: 'reading', done: clock.time, total: 24_000 })
    }
    finish()
    expect(written.length).toBe(3)
    expect(written.join('')).not.toContain('\u001b')
  })
})

describe('describeProgress', () => {
  it('counts where the end is not known', () => {
    expect(describeProgress({ phase: 'fetching', done: 1234 })).toBe('fetching 1,234')
  })

  it('believes a job that knows how long it takes', () => {
    expect(describeProgress({ phase: 'sweeping', done: 1, total: 4, secondsLeft: 61 })).toBe(
      'sweeping  25 % (1 of 4, 1m 01s left)',
    )
  })
})
