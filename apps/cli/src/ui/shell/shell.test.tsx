import { UserError } from '@tickwise/amm'
import { Text } from 'ink'
import { describe, expect, it } from 'vitest'
import { Loaded } from '../parts/loaded.tsx'
import { selectionKeys, within } from '../parts/selection.ts'
import { Table } from '../parts/table.tsx'
import { jobsScreen } from '../screens/jobs-screen.tsx'
import { outputScreen } from '../screens/output-screen.tsx'
import {
  renderInTerminal,
  type RenderedTerminal,
  type TerminalOptions,
} from '../testing/render-in-terminal.tsx'
import { defineScreen } from './screen.ts'
import { matchesFilter } from '../parts/matches.ts'

const fruits = ['apple', 'banana', 'cherry', 'damson', 'elder', 'fig', 'grape']

const fruitScreen = defineScreen<readonly string[], number>({
  name: 'fruits',
  summary: 'a list',
  title: () => 'fruits',
  start: () => 0,
  source: ({ show }) => Promise.resolve(show(fruits)),
  isFilterable: true,
  keys: ({ local, remember, shell, filter }) => {
    const shown = fruits.filter((fruit) => matchesFilter([fruit], filter))
    const selected = within(local, shown.length)
    return [
      ...selectionKeys({ selected, count: shown.length, page: 5, select: remember }),
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens it',
        run: () => shell.open('fruit', shown[selected] ?? ''),
      },
      { keys: ['b'], label: 'burn', help: 'burns it', disabled: 'it is wet', run: () => undefined },
    ]
  },
  view: ({ data, local, size, look, filter }) => (
    <Loaded data={data} what="fruits" size={size} look={look}>
      {(all) => {
        const rows = all.filter((fruit) => matchesFilter([fruit], filter))
        return (
          <Table
            columns={[{ title: 'fruit' }]}
            rows={rows.map((fruit) => [fruit])}
            selected={within(local, rows.length)}
            size={size}
            look={look}
          />
        )
      }}
    </Loaded>
  ),
})

const fruitDetail = defineScreen<string, undefined>({
  name: 'fruit',
  summary: 'one of them',
  usage: ['<fruit>'],
  choices: () => Promise.resolve([...fruits, 'figs in syrup']),
  title: ({ args }) => `fruit ${args[0]}`,
  start: () => undefined,
  source: ({ args, show }) => {
    if (args[0] === 'banana') {
      throw new UserError('E_ROTTEN', 'the banana is rotten', { hint: 'take another' })
    }
    show(`a fine ${args[0]}`)
    return Promise.resolve()
  },
  keys: () => [],
  view: ({ data, size, look, args }) => (
    <Loaded data={data} what="fruit" size={size} look={look}>
      {(text) => {
        if (args[0] === 'fig') throw new Error('figs cannot be drawn')
        return <Text>{text}</Text>
      }}
    </Loaded>
  ),
})

const screens = [fruitScreen, fruitDetail, jobsScreen, outputScreen]

describe('the shell', () => {
  const open = async (options: Partial<TerminalOptions> = {}): Promise<RenderedTerminal> => {
    const terminal = await renderInTerminal({
      columns: 40,
      rows: 9,
      screens,
      start: ['fruits'],
      ...options,
    })
    await terminal.settle()
    return terminal
  }
  it('moves through a list, opens and goes back to where it was', async () => {
    const terminal = await open()
    await terminal.press('down', 'j', 'enter')
    expect(terminal.text()).toContain('a fine cherry')
    expect(terminal.text()).toContain('tickwise › fruits › fruit cherry')
    await terminal.press('escape')
    expect(terminal.text()).toContain('▸ cherry')
  })

  it('filters as one types, and esc shows all again', async () => {
    const terminal = await open()
    await terminal.press('/')
    await terminal.type('rr')
    expect(terminal.text()).toContain('cherry')
    expect(terminal.text()).not.toContain('banana')
    await terminal.press('enter', 'escape')
    expect(terminal.text()).toContain('banana')
  })

  it('says why a key does nothing, in the line below and in the help', async () => {
    const terminal = await open()
    await terminal.press('b')
    expect(terminal.text()).toContain('it is wet')
    await terminal.resize(70, 24)
    await terminal.press('?')
    expect(terminal.text()).toContain('burns it (not now: it is wet)')
    expect(terminal.text()).toMatch(/Ctrl-C\s+leaves/)
    await terminal.press('escape')
    expect(terminal.text()).toContain('▸ apple')
  })

  it('shows failures with their hints, those of drawing too', async () => {
    const terminal = await open({ start: ['fruit', 'banana'] })
    expect(terminal.text()).toContain('error: the banana is rotten (E_ROTTEN)')
    expect(terminal.text()).toContain('what to do: take another')
    const drawn = await open({ start: ['fruit', 'fig'] })
    expect(drawn.text()).toContain('figs cannot be drawn')
    await drawn.press('?')
    expect(drawn.text()).toContain('Keys')
  })

  it('opens screens by name, completes, and proposes the nearest', async () => {
    const terminal = await open()
    await terminal.press(':')
    await terminal.type('fruit dat')
    await terminal.press('enter')
    expect(terminal.text()).toContain('a fine dat')
    await terminal.press(':')
    await terminal.type('do')
    await terminal.press('tab')
    expect(terminal.text()).toContain(':doctor ▏')
    await terminal.press('ctrl+u')
    await terminal.type('da')
    await terminal.press('tab', 'tab')
    expect(terminal.text()).toContain('data check  data list')
    await terminal.press('ctrl+u')
    await terminal.type('docter')
    await terminal.press('enter')
    expect(terminal.text()).toContain('did you mean doctor?')
  })

  it('completes what a screen is opened with', async () => {
    const terminal = await open()
    await terminal.press(':')
    await terminal.type('fruit b')
    await terminal.press('tab')
    expect(terminal.text()).toContain(':fruit banana ▏')
    await terminal.press('tab')
    expect(terminal.text()).toContain(':fruit banana ▏')
    await terminal.press('ctrl+u')
    await terminal.type('fruit ')
    await terminal.press('tab')
    expect(terminal.text()).toContain('apple  banana  cherry')
    await terminal.press('ctrl+u')
    await terminal.type('fruit figs')
    await terminal.press('tab')
    expect(terminal.text()).toContain(':fruit "figs in syrup" ▏')
    await terminal.press('enter')
    expect(terminal.text()).toContain('a fine figs in syrup')
  })

  it('runs a command beside the screens, ends it cleanly and says what became of it', async () => {
    let stop: (() => void) | undefined
    const terminal = await open({
      services: {
        output: (args, signal, onText) => {
          onText(`${args.join(' ')} works\n`)
          return new Promise((resolve) => {
            stop = () => resolve({ exitCode: 2 })
            signal.addEventListener('abort', () => onText('Stopping.\n'))
          })
        },
      },
    })
    await terminal.press(':')
    await terminal.type('data check somewhere')
    await terminal.press('enter')
    expect(terminal.text()).toContain('data check somewhere works')
    await terminal.press('escape')
    expect(terminal.text()).toContain('1 running')
    await terminal.press('q')
    expect(terminal.text()).toContain('Stopping')
    stop?.()
    expect(await terminal.shell.left).toEqual([
      'data check somewhere: stopped; what was finished is kept',
    ])
  })

  it('leaves at once when asked twice', async () => {
    const terminal = await open({ services: { output: () => new Promise(() => undefined) } })
    await terminal.press(':')
    await terminal.type('doctor')
    await terminal.press('enter', 'ctrl+c', 'ctrl+c')
    expect(await terminal.shell.left).toEqual(['doctor: stopped before it had ended'])
  })

  it('is told, not broken, where the terminal is too small, and comes back', async () => {
    const terminal = await open()
    await terminal.resize(19, 4)
    expect(terminal.text()).toBe('Tickwise needs\n20x5, this is 19x4.')
    await terminal.resize(20, 5)
    expect(terminal.text()).toContain('▸ apple')
    await terminal.resize(60, 9)
    expect(terminal.text().split('\n')[0]).toBe('tickwise › fruits')
  })
})
