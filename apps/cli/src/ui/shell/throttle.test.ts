import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { throttle } from './throttle.ts'

describe('throttle', () => {
  it('passes the first value on at once, of the others the last, and no more often than it should', async () => {
    const passed: number[] = []
    const { push } = throttle<number>((value) => passed.push(value), 30)
    for (let i = 0; i < 20; i++) push(i)
    expect(passed).toEqual([0])
    await expect.poll(() => passed).toEqual([0, 19])
    push(20)
    expect(passed).toEqual([0, 19])
    await expect.poll(() => passed).toEqual([0, 19, 20])
  })

  it('passes on what waits when it is flushed, once', async () => {
    const passed: string[] = []
    const { push, flush } = throttle<string>((value) => passed.push(value), 20)
    push('a')
    push('b')
    flush()
    flush()
    expect(passed).toEqual(['a', 'b'])
    await sleep(60)
    expect(passed).toEqual(['a', 'b'])
    push('c')
    expect(passed).toEqual(['a', 'b', 'c'])
  })

  it('does less often what is dear, with what follows from it at once', async () => {
    let passes = 0
    const { push } = throttle<number>(
      () => {
        passes += 1
        queueMicrotask(() => {
          const end = performance.now() + 20
          while (performance.now() < end);
        })
      },
      1,
      0.1,
    )
    const end = performance.now() + 500
    while (performance.now() < end) {
      push(0)
      await sleep(2)
    }
    // Twenty milliseconds of work want two hundred of time.
    expect(passes).toBeGreaterThan(0)
    expect(passes).toBeLessThanOrEqual(3)
  })
})
