import { jsonlWriter, readEvents, type CommandEvent } from '@tickwise/terminal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runStream, sweepStream } from '../testing/run-stream.ts'
import { heldUntil, stretchLimit, type RangesHeld, type TickPair } from './ranges-held.ts'
import { newRun, runAfter, runEnded } from './run-state.ts'
import { mapOf, newSweep, sweepAfter, sweepEnded } from './sweep-state.ts'
import { extended, traceLimit, traceOf } from './trace.ts'

/** Writes events as a command does and reads them back. */
async function recordedAndRead(events: readonly CommandEvent[]): Promise<CommandEvent[]> {
  const lines: string[] = []
  events.forEach(jsonlWriter((line) => lines.push(line)))
  const read: CommandEvent[] = []
  for await (const event of readEvents(lines)) read.push(event)
  return read
}

describe('a run', () => {
  it('is the same live and when its recorded stream is replayed', async () => {
    for (const hours of [0, 1, 60, 201]) {
      const live = runStream(hours).reduce(runAfter, newRun)
      const replayed = (await recordedAndRead(runStream(hours))).reduce(runAfter, newRun)
      expect(replayed).toEqual(live)
    }
  })

  it('shows progress, curve, ranges and what it did before it has ended', () => {
    const state = runStream(60).reduce(runAfter, newRun)
    expect(state.job).toMatchObject({ status: 'running', progress: { rate: 50, secondsLeft: 2.8 } })
    expect(state.nav).toHaveLength(60)
    expect(state.latest).toMatchObject({ fees: 147.5, lvr: -88.5 })
    expect(state.actions.count).toBe(3)
    expect(state.gas).toBeCloseTo(0.45, 12)
    expect(state.held.map(({ from, to }) => (to - from) / 3600)).toEqual([25, 25, 9])
    expect(state.figures).toBeUndefined()
    // Tick 0 of a pool of 18 and 6 decimals.
    expect((state.priceOfTickZero ?? 0) / 1e12).toBeCloseTo(1, 3)
  })

  it('has its figures when it has ended', () => {
    const { job, figures } = runStream().reduce(runAfter, newRun)
    expect(job).toMatchObject({ status: 'done', exitCode: 0, warnings: { count: 1 } })
    expect(figures?.navEnd).toBe(11_180)
    const change = figures?.attribution.reduce((sum, { value }) => sum + value, 0)
    expect(change).toBeCloseTo(1180, 3)
    expect(figures?.benchmarks[0]?.curve).toHaveLength(3)
  })

  it('was stopped, failed, or was cut off', () => {
    const running = runStream(5).reduce(runAfter, newRun)
    const ended = (exitCode: number) =>
      runAfter(running, { type: 'error', t: 9, error: { code: 'E_X', message: 'so', exitCode } })
    expect(runEnded(ended(2)).job.status).toBe('stopped')
    expect(runEnded(ended(1)).job).toMatchObject({ status: 'failed', error: { message: 'so' } })
    expect(runEnded(running).job.status).toBe('cut')
  })

  it('stays small however long it is', () => {
    const [, , begin, , , point] = runStream(3)
    let state = runAfter(newRun, begin!)
    for (let i = 0; i < 6_000; i++) {
      const ranges = [[i, i + 100]] as const
      const event = { ...point!, timestamp: i, ranges } as CommandEvent
      state = runAfter(state, event)
      state = runAfter(state, { type: 'warning', t: 1, text: `${i}` })
    }
    expect(state.nav.length).toBeLessThanOrEqual(2 * traceLimit)
    expect(state.held.length).toBeLessThanOrEqual(stretchLimit)
    expect(state.job.warnings.items.length).toBeLessThanOrEqual(50)
    expect(state.job.warnings.count).toBe(6_000)
  })
})

describe('a thinned line', () => {
  it('keeps its first, last, lowest and highest point, told one by one or at once', () => {
    const values = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(values, fc.integer({ min: 4, max: 30 }), (ys, limit) => {
        const all = ys.map((y, x) => ({ x, y }))
        const told = all.reduce<readonly { x: number; y: number }[]>(
          (trace, point) => extended(trace, point, limit),
          [],
        )
        for (const trace of [told, traceOf(all, limit)]) {
          expect(trace.length).toBeLessThanOrEqual(2 * limit)
          const kept = trace.map(({ y }) => y)
          expect([trace[0], trace.at(-1)]).toEqual([all[0], all.at(-1)])
          expect(Math.min(...kept)).toBe(Math.min(...ys))
          expect(Math.max(...kept)).toBe(Math.max(...ys))
          expect(trace.map(({ x }) => x)).toEqual(trace.map(({ x }) => x).toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('ranges held', () => {
  it('cover every range that was held, whenever it was, however many there were', () => {
    const ticks = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(ticks, (lowers) => {
        const told = lowers.map((lower): readonly TickPair[] => [[lower, lower + 5]])
        const held = told.reduce<readonly RangesHeld[]>(
          (all, ranges, time) => heldUntil(all, time, ranges, 8),
          [],
        )
        expect(held.length).toBeLessThanOrEqual(8)
        lowers.forEach((lower, time) => {
          const at = held.findLast(({ from }) => from <= time)
          const covers = at?.ranges.some(([low, high]) => low <= lower && high >= lower + 5)
          expect(covers, `at ${time}`).toBe(true)
        })
      }),
      { numRuns: 60 },
    )
  })
})

describe('a sweep', () => {
  it('is the same live and when its recorded stream is replayed', async () => {
    for (const trials of [0, 5, 12]) {
      const live = sweepStream(trials).reduce(sweepAfter, newSweep)
      const replayed = (await recordedAndRead(sweepStream(trials))).reduce(sweepAfter, newSweep)
      expect(replayed).toEqual(live)
    }
  })

  it('ranks its trials, maps two parameters, and counts what failed', () => {
    const state = sweepStream().reduce(sweepAfter, newSweep)
    expect(state.counts).toEqual({ done: 11, recorded: 0, failed: 1 })
    expect(state.best.map(({ index }) => index).slice(0, 5)).toEqual([4, 3, 5, 2, 6])
    expect(mapOf(state, 'halfWidthTicks', 'thresholdTicks')).toEqual([
      [1, 1.5, 2],
      [2.5, 3, 2.5],
      [2, null, 1],
      [0.5, 0, -0.5],
    ])
    expect(mapOf(state, 'thresholdTicks', 'halfWidthTicks')[2]).toEqual([2, 2.5, 1, -0.5])
    expect(state.failures.items[0]?.error?.code).toBe('E_STRATEGY')
    expect(sweepEnded(state).job.status).toBe('done')
  })

  it('has the same best and the same map in whatever order its trials end', () => {
    const [started, grid, ...rest] = sweepStream()
    const trials = rest.filter(({ type }) => type === 'trial')
    const stateOf = (order: readonly CommandEvent[]) =>
      [started!, grid!, ...order].reduce(sweepAfter, newSweep)
    const expected = stateOf(trials)
    fc.assert(
      fc.property(fc.shuffledSubarray(trials, { minLength: trials.length }), (order) => {
        const { best, values } = stateOf(order)
        expect({ best, values }).toEqual({ best: expected.best, values: expected.values })
      }),
      { numRuns: 30 },
    )
  })

  it('takes the lower value as better where the metric says so', () => {
    const events = sweepStream().map((event) =>
      event.type === 'grid' ? { ...event, better: 'lower' as const } : event,
    )
    const state = events.reduce(sweepAfter, newSweep)
    expect(state.best[0]?.index).toBe(11)
    const [started, grid, ...rest] = events
    const threeAxes = {
      ...(grid as CommandEvent & { type: 'grid' }),
      axes: [
        { name: 'a', values: [1, 2] },
        { name: 'b', values: [1, 2] },
        { name: 'c', values: [1, 2, 3] },
      ],
    }
    const other = [started!, threeAxes, ...rest].reduce(sweepAfter, newSweep)
    expect(mapOf(other, 'a', 'c')).toEqual([
      [1, 1.5, 2],
      [0.5, 0, -0.5],
    ])
  })
})
