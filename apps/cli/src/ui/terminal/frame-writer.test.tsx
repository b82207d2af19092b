import { describe, expect, it } from 'vitest'
import { Chart } from '../parts/chart.tsx'
import { defineScreen } from '../shell/screen.ts'
import { renderInTerminal } from '../testing/render-in-terminal.tsx'
import { codes } from './codes.ts'
import { frameDiff } from './frame-diff.ts'

describe('what is written between two frames', () => {
  it('is nothing where nothing differs', () => {
    expect(frameDiff(['a', 'b'], ['a', 'b'], 10)).toBe('')
  })

  it('is the lines that differ, each in its place, the rest of the line erased after it', () => {
    const text = frameDiff(['a', 'bb', 'c'], ['a', 'b'], 10)
    expect(text).toBe(`${codes.beginFrame}\u001b[2;1Hb\u001b[K\u001b[3;1H\u001b[K${codes.endFrame}`)
  })

  it('erases nothing behind a line that fills its row: the cursor still stands on its last character', () => {
    expect(frameDiff([''], ['abc'], 3)).not.toContain(codes.eraseLineEnd)
  })
})

/** A curve that grows with every number it is told. */
const growing = (updates: (show: (length: number) => void) => Promise<void>) =>
  defineScreen<number, undefined>({
    name: 'growing',
    summary: 'a curve',
    title: ({ data }) => `growing ${data.status === 'ready' ? data.value : ''}`,
    start: () => undefined,
    source: ({ show }) => updates(show),
    keys: () => [],
    view: ({ data, size, look }) => {
      const length = data.status === 'ready' ? data.value : 1
      const points = Array.from({ length }, (_, x) => ({ x, y: Math.sin(x / 7) }))
      return <Chart series={[{ name: 'curve', points }]} size={size} look={look} />
    },
  })

describe('a screen that changes all the time', () => {
  it('does not flicker: a hundred frames erase no screen, and each writes less than the screen', async () => {
    const terminal = await renderInTerminal({
      columns: 80,
      rows: 24,
      screens: [growing(() => Promise.resolve())],
      start: ['growing'],
    })
    await terminal.see('growing')
    const before = terminal.writes.length
    for (let value = 2; value < 102; value++) {
      terminal.shell.dispatch({ type: 'loaded', id: 0, data: { status: 'ready', value } })
      const drawn = before + value - 1
      while (terminal.writes.length < drawn) await new Promise((resolve) => setImmediate(resolve))
    }
    await terminal.settle()
    const frames = terminal.writes.slice(before)
    expect(frames.length).toBeGreaterThanOrEqual(100)
    const written = frames.join('')
    // Erase in display (J), the alternate screen, and line feeds that would scroll.
    expect(written).not.toMatch(/\u001b\[\d*J|\u001b\[\?1049|\n/)
    const bytes = frames.map((frame) => Buffer.byteLength(frame))
    // 80 × 24 characters of three bytes, with their colours and places.
    expect(Math.max(...bytes)).toBeLessThan(80 * 24 * 3)
    expect(terminal.text()).toContain('growing 101')
  })

  it('draws no more often than it should, and the last state in any case', async () => {
    const terminal = await renderInTerminal({
      columns: 60,
      rows: 12,
      framesPerSecond: 12,
      screens: [
        growing(async (show) => {
          for (let value = 1; value <= 2000; value++) {
            show(value)
            if (value % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
          }
        }),
      ],
      start: ['growing'],
    })
    const start = performance.now()
    await terminal.see('growing 2000')
    const seconds = (performance.now() - start) / 1000
    expect(terminal.writes.length).toBeLessThanOrEqual(Math.ceil(seconds * 12) + 4)
  })
})
