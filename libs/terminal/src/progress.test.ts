import { describe, expect, it } from 'vitest'
import { createProgress, describeProgress } from './progress.ts'

function recorder(interactive: boolean) {
  const written: string[] = []
  const clock = { time: 0 }
  const progress = createProgress({
    write: (text) => written.push(text),
    interactive,
    now: () => clock.time,
  })
  return { written, clock, progress }
}

describe('createProgress', () => {
  it('is silent for jobs under two seconds', () => {
    const { written, clock, progress } = recorder(true)
    clock.time = 1900
    progress.report({ phase: 'reading', done: 1, total: 2 })
    progress.finish()
    expect(written).toEqual([])
  })

  it('redraws one line on a terminal and clears it at the end', () => {
    const { written, clock, progress } = recorder(true)
    progress.report({ phase: 'reading', done: 0, total: 100 })
    clock.time = 4000
    progress.report({ phase: 'reading', done: 50, total: 100 })
    progress.finish()
    expect(written).toEqual(['\r\u001b[2Kreading  50 % (50 of 100, 4.0s left)', '\r\u001b[2K'])
  })

  it('writes a plain line now and then where nobody looks', () => {
    const { written, clock, progress } = recorder(false)
    for (clock.time = 0; clock.time <= 12_000; clock.time += 500) {
      progress.report({ phase: 'reading', done: clock.time, total: 24_000 })
    }
    progress.finish()
    expect(written.length).toBe(3)
    expect(written.join('')).not.toContain('\u001b')
  })
})

describe('describeProgress', () => {
  it('counts where the end is not known', () => {
    expect(describeProgress({ phase: 'fetching', done: 1234 }, 3)).toBe('fetching 1,234')
  })
})
