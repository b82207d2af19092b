import { findStrategy } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gridPoints, parseGrid, runPool, shared, timeLeftEstimator } from '../sweep.ts'

const recentre = findStrategy('recentre')
const valuesOf = (text: string) =>
  Object.fromEntries(parseGrid([text], recentre).map(({ name, values }) => [name, values]))

describe('parseGrid', () => {
  it('reads values, ranges with and without a step, and whole ranges', () => {
    expect(valuesOf('halfWidthTicks=1000..4000:500,thresholdTicks=100,200, 300,swap=*')).toEqual({
      halfWidthTicks: [1000, 1500, 2000, 2500, 3000, 3500, 4000],
      thresholdTicks: [100, 200, 300],
      swap: [false, true],
    })
    expect(valuesOf('halfWidthTicks=100..500')).toEqual({
      halfWidthTicks: [100, 200, 300, 400, 500],
    })
    expect(valuesOf('halfWidthTicks=1..3,5,2')).toEqual({ halfWidthTicks: [1, 2, 3, 5] })
    expect(valuesOf('halfWidthTicks=*')['halfWidthTicks']).toHaveLength(5)
  })

  it('steps through decimals without their dust', () => {
    const parameters = z.object({ epochSeconds: z.number().default(3600), share: z.number() })
    const [axis] = parseGrid(['share=0.1..0.5:0.1'], { name: 'a test', parameters })
    expect(axis?.values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
  })

  it.each([
    ['width=400', 'E_PARAMETER_UNKNOWN', 'halfWidthTicks? it may be an integer from'],
    ['halfWidthTicks=0..100:50', 'E_PARAMETER_VALUE', 'an integer from 1'],
    ['halfWidthTicks=1.5', 'E_PARAMETER_VALUE', 'an integer'],
    ['halfWidthTicks=many', 'E_PARAMETER_VALUE', 'an integer'],
    ['swap=perhaps', 'E_PARAMETER_VALUE', 'true or false'],
    ['halfWidthTicks=500..100:100', 'E_GRID', 'such as'],
    ['halfWidthTicks=1..5:0', 'E_GRID', 'such as'],
    ['halfWidthTicks=1,halfWidthTicks=2', 'E_GRID', 'such as'],
    ['500,halfWidthTicks=2', 'E_GRID', 'such as'],
    ['halfWidthTicks=1..800000:1', 'E_GRID', 'such as'],
    ['halfWidthTicks=1..1000:1,thresholdTicks=1..1000:1', 'E_GRID', 'such as'],
  ])('refuses %s with %s', (text, code, hint) => {
    expect(() => parseGrid([text], recentre)).toThrow(
      expect.objectContaining({ code, hint: expect.stringContaining(hint) as string }),
    )
  })
})

describe('gridPoints', () => {
  it('has every combination once, the last parameter fastest', () => {
    const points = gridPoints([
      { name: 'a', values: [1, 2] },
      { name: 'b', values: [true, false] },
    ])
    expect(points).toEqual([
      { a: 1, b: true },
      { a: 1, b: false },
      { a: 2, b: true },
      { a: 2, b: false },
    ])
  })
})

describe('shared', () => {
  it('copies an array once, and takes one that is shared as it is', () => {
    const inside = new Uint32Array(new SharedArrayBuffer(8))
    const data = {
      a: new BigUint64Array([1n, 2n ** 63n]).subarray(1),
      b: [{ inside }],
      c: 5n,
      d: 'x',
    }
    const copy = shared(data)
    expect(copy).toEqual(data)
    expect(copy.a.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(copy.a.byteLength).toBe(8)
    expect(copy.b[0]?.inside.buffer).toBe(inside.buffer)
  })
})

/** A worker that doubles numbers, writes into shared memory, and dies of 13. */
const doubling = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort, workerData } from 'node:worker_threads'
  parentPort.on('message', (n) => {
    if (n === 13) throw new Error('unlucky')
    if (n === 14) process.exit(9)
    Atomics.add(workerData.seen, 0, 1)
    parentPort.postMessage(2 * n)
  })
  parentPort.postMessage('ready')`)}`,
)

describe('runPool', () => {
  const run = async (tasks: readonly number[], stopAfter = Infinity) => {
    const controller = new AbortController()
    const answers = new Map<number, number>()
    const crashes = new Map<number, string>()
    const seen = new Int32Array(new SharedArrayBuffer(4))
    await runPool<number, number>({
      module: doubling,
      workerData: { seen },
      jobs: 2,
      tasks,
      signal: controller.signal,
      onAnswer: (index, answer) => {
        answers.set(index, answer)
        if (answers.size >= stopAfter) controller.abort()
      },
      onCrash: (index, { message }) => crashes.set(index, message),
    })
    return { answers, crashes, seen: seen[0] }
  }

  it('answers every task, also after one that kills its worker', async () => {
    const { answers, crashes, seen } = await run([1, 13, 3, 14, 5, 6])
    expect([...answers].sort()).toEqual([
      [0, 2],
      [2, 6],
      [4, 10],
      [5, 12],
    ])
    expect(crashes.get(1)).toContain('unlucky')
    expect(crashes.get(3)).toContain('code 9')
    expect(seen).toBe(4)
  })

  it('gives nothing out once it is stopped, and keeps what is at work', async () => {
    const { answers, seen } = await run(
      Array.from({ length: 50 }, (_, i) => 100 + i),
      3,
    )
    expect(answers.size).toBe(seen)
    expect(answers.size).toBeLessThan(50)
  })

  it('says when a worker cannot start', async () => {
    const module = new URL('data:text/javascript,throw new Error("no way")')
    const nothing = (): void => undefined
    const { signal } = new AbortController()
    await expect(
      runPool({
        module,
        workerData: {},
        jobs: 1,
        tasks: [1],
        signal,
        onAnswer: nothing,
        onCrash: nothing,
      }),
    ).rejects.toMatchObject({ code: 'E_WORKER' })
  })
})

describe('timeLeftEstimator', () => {
  it('takes the median of the last tasks, so that one slow task means little', () => {
    const { took, secondsLeft } = timeLeftEstimator(4)
    expect(secondsLeft(10)).toBeUndefined()
    for (const seconds of [2, 2, 2, 300, 2]) took(seconds)
    expect(secondsLeft(8)).toBe(4)
  })
})
