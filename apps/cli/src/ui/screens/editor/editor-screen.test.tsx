import { listDatasets } from '@tickwise/market/list'
import { describe, expect, it } from 'vitest'
import { sampleDirectory } from '../../../sample.ts'
import { formOf } from '../../services/strategy-forms.ts'
import type { FormState } from '../../services/strategy-forms.ts'
import type { ListedDataset } from '../../services/ui-services.ts'
import { runStream } from '../../testing/run-stream.ts'
import {
  renderInTerminal,
  terminalSizes,
  type RenderedTerminal,
  type TerminalOptions,
} from '../../testing/render-in-terminal.tsx'

const sample = await eventDataset()
const other = { ...sample, directory: 'data/other' }

/** The sample that comes with Tickwise, as a pool of WETH and USDC. */
async function eventDataset(): Promise<ListedDataset> {
  const [found] = await listDatasets(sampleDirectory())
  if (found?.manifest.kind !== 'events') throw new Error('the sample dataset is not there')
  const { manifest } = found
  const { pool } = manifest
  return {
    directory: 'data/sample',
    manifest: {
      ...manifest,
      timeRange: { from: 1_704_067_200, to: 1_705_276_800 },
      pool: {
        ...pool,
        token0: { ...pool.token0, symbol: 'WETH' },
        token1: { ...pool.token1, symbol: 'USDC' },
      },
    },
  }
}

/** The editor, and the commands that it starts. */
async function open(options: Partial<TerminalOptions> = {}) {
  const commands: string[] = []
  const terminal = await renderInTerminal({
    columns: 80,
    rows: 24,
    start: ['strategy', 'recentre'],
    ...options,
    services: {
      datasets: () => Promise.resolve([sample, other]),
      events: async function* (args) {
        commands.push(args.join(' '))
        yield* runStream()
      },
      ...options.services,
    },
  })
  await terminal.see('dataset')
  return { terminal, commands }
}

describe('the strategy editor', () => {
  it.each(terminalSizes)('is shown at %i × %i, with and without colours', async (columns, rows) => {
    const { terminal } = await open({ columns, rows })
    expect(terminal.text()).toMatchSnapshot('first')
    const plain = await open({ columns, rows, env: { NO_COLOR: '1' } })
    expect(plain.terminal.text()).toBe(terminal.text())
    await select(terminal, 'halfWidthTicks')
    await terminal.press('enter')
    await terminal.type('0')
    expect(terminal.text()).toMatchSnapshot('wrong')
  })

  it('says what is allowed while one types, and starts nothing that is wrong', async () => {
    const { terminal, commands } = await open()
    await select(terminal, 'halfWidthTicks')
    await terminal.press('enter')
    await terminal.type('1.5')
    expect(terminal.text()).toContain('it must be an integer from 1 to')
    await terminal.press('enter', 'r')
    expect(terminal.text()).toContain('halfWidthTicks: it must be an integer')
    await terminal.press('down')
    expect(terminal.text()).toContain('halfWidthTicks: it must be an integer')
    await terminal.press('up')
    expect(commands).toEqual([])
    await terminal.press('enter', 'ctrl+u')
    await terminal.type('500')
    expect(terminal.text()).toMatch(/--param\s+halfWidthTicks=500/)
    await terminal.press('escape')
    expect(terminal.text()).toContain('1.5')
  })

  it('runs what is typed, and what is shown is what is started', async () => {
    const { terminal, commands } = await open()
    await terminal.press('right', 'down', 'enter')
    await terminal.type('2024-01-03')
    await terminal.press('enter')
    await select(terminal, 'halfWidthTicks')
    await terminal.press('enter')
    await terminal.type('500')
    await terminal.press('enter')
    await select(terminal, 'swap')
    await terminal.press('space')
    const shown = terminal.text().replaceAll('\n', ' ')
    await terminal.press('r')
    await terminal.see('done in')
    expect(commands).toEqual([
      'backtest --dataset data/other --strategy recentre --from 2024-01-03 --param halfWidthTicks=500 swap=false',
    ])
    expect(shown).toContain(`tickwise ${commands[0]}`)
    await terminal.press('escape')
    expect(terminal.text()).toContain('halfWidthTicks=500')
  })

  it('sweeps where parameters have several values', async () => {
    const { terminal, commands } = await open()
    await terminal.press('s')
    expect(terminal.text()).toContain('give a parameter several values first')
    await select(terminal, 'halfWidthTicks')
    await terminal.press('enter')
    await terminal.type('400..2000:400')
    await terminal.press('enter')
    await select(terminal, 'swap')
    await terminal.press('enter')
    await terminal.type('*')
    await terminal.press('enter')
    expect(terminal.text()).toContain('5 values')
    expect(terminal.text()).toContain('10 runs: tickwise sweep')
    await terminal.press('r')
    expect(terminal.text()).toContain('has several values: sweep instead')
    await terminal.press('s')
    expect(commands).toEqual([
      'sweep --dataset data/sample --strategy recentre --grid halfWidthTicks=400..2000:400 --grid swap=*',
    ])
  })

  it('checks times against the data and against each other', async () => {
    const { terminal } = await open()
    const typeInto = async (field: string, text: string): Promise<void> => {
      await select(terminal, field)
      await terminal.press('enter', 'ctrl+u')
      await terminal.type(text)
      await terminal.press('enter')
    }
    await typeInto('from', '2030-01-01')
    expect(terminal.text()).toContain('there are no data then')
    await typeInto('from', '2024-01-05')
    await typeInto('to', '2024-01-04')
    expect(terminal.text()).toContain('it must come after from')
    await typeInto('to', 'soon')
    expect(terminal.text()).toContain('use 2025-07-01')
    await terminal.press('d')
    expect(terminal.text()).toContain('tickwise backtest')
  })

  it('takes a file again when it changes, and keeps the last form while it is broken', async () => {
    let tell: (state: FormState) => void = () => undefined
    const { terminal } = await open({
      start: ['strategy', './mine.ts', 'data/other'],
      services: {
        datasets: () => Promise.resolve([sample, other]),
        strategy: async (_name, _signal, told) => {
          tell = told
          told({ form: await formWith('width'), reloads: 0 })
          return new Promise(() => undefined)
        },
      },
    })
    expect(terminal.text()).toContain('--dataset data/other --strategy ./mine.ts')
    const form = await formWith('width')
    const facts = { at: './mine.ts:3:9', code: '> 3 | an errror' }
    const error = { code: 'E_STRATEGY_FILE', message: 'an error', facts, exitCode: 1 }
    tell({ form, error, reloads: 1 })
    await terminal.see('as it was before, because an error at ./mine.ts:3:9')
    expect(terminal.text()).toContain('> 3 | an errror')
    await terminal.press('r')
    expect(terminal.text().split('\n').at(-1)).toContain('an error')
    tell({ form: await formWith('breadth'), reloads: 2 })
    await terminal.see('loaded again, 2 times')
    expect(terminal.text()).toContain('breadth')
  })

  it('shows what is wrong with a file that never was right, with what to do', async () => {
    const error = {
      code: 'E_STRATEGY_FILE',
      message: 'there is no file x.ts',
      hint: 'give one',
      exitCode: 1,
    }
    const terminal = await renderInTerminal({
      columns: 80,
      rows: 24,
      start: ['strategy', './x.ts'],
      services: {
        strategy: async (_name, _signal, tell) => tell({ error, reloads: 0 }),
      },
    })
    await terminal.see('what to do: give one')
  })
})

describe('the list of strategies', () => {
  it('opens the one that is selected, with the dataset it was opened with', async () => {
    const terminal = await renderInTerminal({
      columns: 80,
      rows: 24,
      start: ['strategies', 'data/other'],
      services: { datasets: () => Promise.resolve([sample, other]) },
    })
    await terminal.see('recentre')
    await terminal.press('enter')
    await terminal.see('--dataset data/other --strategy recentre')
  })
})

/** Moves down to a field. */
async function select(terminal: RenderedTerminal, label: string): Promise<void> {
  await terminal.press('home')
  for (let i = 0; i < 20; i++) {
    if (new RegExp(`▸[ !]${label.slice(0, 14)}`).test(terminal.text())) return
    await terminal.press('down')
  }
  throw new Error(`there is no field ${label}\n${terminal.text()}`)
}

function formWith(parameter: string) {
  return formOf('./mine.ts', {
    name: 'mine',
    title: 'a strategy of my own',
    parameters: [
      { name: parameter, type: 'integer', description: 'how wide', default: 5, minimum: 1 },
    ],
  })
}
