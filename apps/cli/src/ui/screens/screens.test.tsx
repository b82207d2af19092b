import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import {
  renderInTerminal,
  terminalSizes,
  type RenderedTerminal,
  type TerminalOptions,
} from '../testing/render-in-terminal.tsx'
import { sampleServices, type SampleServices } from '../testing/sample-services.ts'

/** The pictures of the documentation: drawn here, so they show what is there. */
const picture = (name: string): string =>
  fileURLToPath(new URL(`../../../../../docs/images/terminal-${name}.svg`, import.meta.url))

let sample: SampleServices
beforeAll(async () => {
  sample = await sampleServices()
})
afterAll(() => sample.remove())

async function open(
  start: TerminalOptions['start'],
  [columns, rows]: readonly [number, number] = [80, 24],
  env?: Readonly<Record<string, string>>,
): Promise<RenderedTerminal> {
  const terminal = await renderInTerminal({
    columns,
    rows,
    ...(start === undefined ? {} : { start }),
    ...(env === undefined ? {} : { env }),
    services: sample.services,
  })
  return terminal
}

/** Nothing is still to come. */
const loaded = /^(?!.*loading)/is
const noColour = { NO_COLOR: '1', LANG: 'C.UTF-8' }
const ascii = { TICKWISE_ASCII: '1' }

describe('home', () => {
  it.each(terminalSizes)('shows what there is in %i columns and %i rows', async (...size) => {
    const terminal = await open(['home'], size)
    await terminal.see(loaded)
    expect(terminal.text()).toMatchSnapshot()
  })

  it('leads to a dataset, to a run and back, the selection where it was', async () => {
    const terminal = await open(['home'])
    await terminal.see(loaded)
    await terminal.press('down', 'enter')
    await terminal.see('Net asset value')
    await terminal.press('escape')
    expect(terminal.text()).toMatch(new RegExp(`▸ ${sample.runIds[2]}`))
    await terminal.press('up', 'enter')
    await terminal.see('Volume per day')
    await terminal.press('escape', 'r')
    await terminal.see('Sharpe')
  })

  it('says what to do where there is nothing, and what cannot be read', async () => {
    const terminal = await renderInTerminal({
      columns: 80,
      rows: 24,
      services: { runs: () => Promise.reject(new Error('the disk is gone')) },
    })
    await terminal.see('the disk is gone')
    expect(terminal.text()).toContain(':data simulate')
  })
})

describe('a dataset', () => {
  it.each(terminalSizes)('is charts in %i columns and %i rows', async (...size) => {
    const terminal = await open(['dataset', 'data/sample'], size)
    await terminal.see('Price, sUSDC per sWETH')
    expect(terminal.text()).toMatchSnapshot()
  })

  it('tells where it comes from, without colours', async () => {
    const terminal = await open(['dataset', 'data/sample'], [80, 24], noColour)
    await terminal.see('Volume per day')
    await terminal.press('tab')
    expect(terminal.text()).toMatchSnapshot()
    expect(terminal.writes.join('')).not.toMatch(/\u001b\[[\d;]*m/)
  })

  it('is a picture of the documentation', async () => {
    const terminal = await open(['dataset', 'data/sample'], [100, 30])
    await terminal.see('Volume per day')
    await expect(terminal.svg()).toMatchFileSnapshot(picture('dataset'))
  })
})

describe('the list of runs', () => {
  it.each(terminalSizes)('fits %i columns and %i rows', async (...size) => {
    const terminal = await open(['runs'], size)
    await terminal.see('1 of 3')
    expect(terminal.text()).toMatchSnapshot()
  })

  it('is narrowed by words and by conditions, and tells which it cannot read', async () => {
    const terminal = await open(['runs'])
    await terminal.press('/')
    await terminal.type('totalReturn>-0.01 weth')
    expect(terminal.text()).toContain('1 of 2 that match')
    expect(terminal.text()).not.toContain('full-range')
    await terminal.press('ctrl+u')
    await terminal.type('sharp>1')
    expect(terminal.text()).toContain('runs have no column sharp')
  })

  it('marks runs and compares them, the first marked is the measure', async () => {
    const terminal = await open(['runs'])
    await terminal.press('c')
    expect(terminal.text()).toContain('mark two to four runs')
    await terminal.press('down', 'space', 'up', 'space', 'c')
    await terminal.see('Return since the start')
    expect(terminal.text()).toContain(`1 ${sample.runIds[1]?.slice(0, 6)}`)
  })
})

/** The name of a curve beside its sample, once the benchmarks are read. */
const benchmarksRead = /(──|⠒|\+\+) HODL/

describe('a run', () => {
  it.each(terminalSizes)('is curves and figures in %i columns and %i rows', async (...size) => {
    const terminal = await open(['run', sample.runIds[2] ?? ''], size)
    await terminal.see(benchmarksRead)
    expect(terminal.text()).toMatchSnapshot()
    await expect(terminal.svg()).toMatchFileSnapshot(`__snapshots__/run-${size.join('x')}.svg`)
  })

  it('has a page for each question', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''])
    await terminal.see('Net asset value')
    for (const name of ['ranges', 'attribution', 'metrics', 'costs', 'origin']) {
      await terminal.press('tab')
      expect(terminal.text()).toContain(`[${name}]`)
      expect(terminal.text()).toMatchSnapshot(name)
    }
  })

  it('is held against what the report holds it against, all of it or as little as one wants', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''], [100, 30], noColour)
    await terminal.see(benchmarksRead)
    const names = (): readonly string[] =>
      ['HODL', '50/50', 'full range', 'static range'].filter((name) =>
        new RegExp(`[⠂⠒⠐] {1,2}${name}(?! +[+-])`).test(terminal.text()),
      )
    expect(names()).toHaveLength(4)
    expect(terminal.text()).toMatchSnapshot()
    await terminal.press('b')
    expect(names()).toEqual(['HODL'])
    await terminal.press('b')
    expect(names()).toEqual([])
    await terminal.press('b')
    expect(names()).toHaveLength(4)
  })

  it('says what of its benchmarks cannot be read, and shows the rest', async () => {
    const terminal = await renderInTerminal({
      columns: 120,
      rows: 40,
      start: ['run', sample.runIds[2] ?? ''],
      services: {
        ...sample.services,
        benchmarks: () => Promise.reject(new Error('the disk is gone')),
      },
    })
    await terminal.see('(no benchmarks: the disk is gone)')
    expect(terminal.text()).toContain('Below the peak')
  })

  it('scrolls what is longer than the screen', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''], [40, 12])
    await terminal.see('Net asset value')
    await terminal.press('backtab', 'backtab', 'backtab')
    expect(terminal.text()).toContain('[metrics]')
    await terminal.press('G')
    expect(terminal.text()).toContain('5.35 %')
    await terminal.press('g')
    expect(terminal.text()).not.toContain('5.35 %')
  })

  it('is drawn in ASCII where there is nothing else', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''], [80, 24], ascii)
    await terminal.see(benchmarksRead)
    expect(terminal.text()).toMatchSnapshot()
    expect(terminal.text()).toMatch(/^[\n\u0020-\u007e]*$/)
  })

  it('is told when it is not there', async () => {
    const terminal = await open(['run', 'abcdef'])
    await terminal.see('E_RUN_NOT_FOUND')
    expect(terminal.text()).toContain('what to do:')
  })

  it('is a picture of the documentation', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''], [120, 40])
    await terminal.see(benchmarksRead)
    await expect(terminal.svg()).toMatchFileSnapshot(picture('run'))
  })
})

describe('a comparison', () => {
  it.each(terminalSizes)('fits %i columns and %i rows', async (...size) => {
    const terminal = await open(['compare', ...sample.runIds], size)
    await terminal.see('Return since the start')
    expect(terminal.text()).toMatchSnapshot()
  })

  it('tells lines apart without colours, tells the inputs that differ, and opens a run', async () => {
    const terminal = await open(['compare', ...sample.runIds], [80, 24], noColour)
    await terminal.see('Return since the start')
    expect(terminal.text()).toMatchSnapshot()
    await terminal.press('tab')
    expect(terminal.text()).toContain('halfWidthTicks')
    await terminal.press('2')
    await terminal.see(`recentre ${sample.runIds[1]}`)
  })

  it('wants two to four runs', async () => {
    const terminal = await open(['home'])
    await terminal.press(':')
    await terminal.type('compare a')
    await terminal.press('enter')
    expect(terminal.text()).toContain('needs other arguments: compare <run> <run>')
  })
})

/** Smaller, larger, too small for anything, and back. */
const resizes = [
  [40, 12],
  [120, 40],
  [20, 5],
  [10, 3],
  [80, 24],
] as const

describe('a terminal that is resized', () => {
  it('shows the same as one that always had that size', async () => {
    const terminal = await open(['run', sample.runIds[2] ?? ''])
    await terminal.see(benchmarksRead)
    for (const [columns, rows] of resizes) {
      await terminal.resize(columns, rows)
      const fresh = await open(['run', sample.runIds[2] ?? ''], [columns, rows])
      await fresh.see(loaded)
      expect(terminal.text()).toBe(fresh.text())
    }
  })
})
