import type { CommandEvent } from '@tickwise/terminal'
import { describe, expect, it } from 'vitest'
import { defineScreen } from '../../shell/screen.ts'
import { screens } from '../index.ts'
import { commandJob } from '../../live/command-job.ts'
import { eventsByHand } from '../../testing/events-by-hand.ts'
import {
  renderInTerminal,
  terminalSizes,
  type RenderedTerminal,
  type TerminalOptions,
} from '../../testing/render-in-terminal.tsx'
import { runStream, sweepStream } from '../../testing/run-stream.ts'

/** Stands for the screen of a run that is on record. */
const runStub = defineScreen<never, undefined>({
  name: 'run',
  summary: 'a run',
  usage: ['<id>'],
  title: ({ args }) => `run ${args[0]}`,
  start: () => undefined,
  keys: () => [],
  view: () => null,
})

const plain = { NO_COLOR: '1', LANG: 'C.UTF-8' }

async function open(options: Partial<TerminalOptions> = {}): Promise<RenderedTerminal> {
  const terminal = await renderInTerminal({ columns: 80, rows: 24, ...options })
  return terminal
}

/** A recorded stream on the screen. */
async function replayOf(
  events: readonly CommandEvent[],
  options: Partial<TerminalOptions> = {},
): Promise<RenderedTerminal> {
  async function* replay(): AsyncGenerator<CommandEvent, void, void> {
    yield* events
  }
  const terminal = await open({
    services: { replay },
    start: ['live', '--replay', 'run.jsonl'],
    ...options,
  })
  await terminal.settle()
  return terminal
}

/** A command on the screen whose events are told by hand, and what it was told. */
async function started(args: readonly string[], options: Partial<TerminalOptions> = {}) {
  const hand = eventsByHand()
  const wishes: string[] = []
  const terminal = await open({
    ...options,
    services: {
      events: (_args, signal, atOnce) => {
        signal.addEventListener('abort', () => wishes.push('stop'))
        atOnce?.addEventListener('abort', () => wishes.push('now'))
        return hand.events
      },
    },
  })
  const id = terminal.shell.actions.startJob(commandJob(args))
  terminal.shell.actions.open('live', String(id))
  await terminal.settle()
  return { terminal, wishes, ...hand }
}

describe('a recorded run', () => {
  it.each(terminalSizes)('is shown at %i × %i, whole and half done', async (columns, rows) => {
    const whole = await replayOf(runStream(), { columns, rows })
    expect(whole.text()).toMatchSnapshot('whole')
    const half = await replayOf(runStream(90), { columns, rows, env: plain })
    expect(half.text()).toMatchSnapshot('half')
  })

  it('shows each part large, one after another', async () => {
    const terminal = await replayOf(runStream())
    const seen: string[] = []
    for (let i = 0; i < 6; i++) {
      await terminal.press('tab')
      seen.push(terminal.text())
    }
    expect(seen[0]).toContain('net asset value, USDC')
    expect(seen[1]).toContain('USDC per WETH and the ranges held')
    expect(seen[2]).toMatch(/LVR .*-300.00/)
    expect(seen[3]).toContain('first placement')
    expect(seen[4]).toContain('gas is counted at a constant price')
    expect(seen[5]).toContain('9 actions, newest first')
    await terminal.press('backtab')
    expect(terminal.text()).toBe(seen[4])
  })

  it('is played slower and faster, stands still, and says how fast it goes', async () => {
    const events = runStream()
    const terminal = await open({
      services: {
        async *replay(_path, signal, pace) {
          yield* events.slice(0, 20)
          pace.pause()
          for (const event of events.slice(20)) {
            await pace.until(event.t, signal)
            yield event
          }
        },
      },
      start: ['live', '--replay', 'run.jsonl'],
    })
    await terminal.see('replay of backtest, paused, 1×')
    expect(terminal.text()).toContain('space go on  - slower  + faster')
    await terminal.press('-', '-')
    await terminal.see('paused, 1/4×')
    await terminal.press('?')
    expect(terminal.text()).toContain('plays half as fast')
    await terminal.press('escape', '+', '=', '+', '+', '+', '+', '+', '+', '+')
    await terminal.see('paused, 64×')
    expect(terminal.text()).not.toContain('done in')
    await terminal.press('+')
    expect(terminal.text()).toContain('it goes no faster')
    await terminal.press('space')
    await terminal.see('done in')
    expect(terminal.text()).toContain('replay of backtest, 64×\n')
    await terminal.press('space')
    expect(terminal.text()).toContain('the record is over: Ctrl-R plays it again')
    await terminal.press('-', 'ctrl+r')
    await terminal.see('replay of backtest, paused, 32×')
  })

  it('is drawn in ASCII and without colours where the terminal wants that', async () => {
    const terminal = await replayOf(runStream(), { env: { TICKWISE_ASCII: '1', NO_COLOR: '1' } })
    expect(terminal.text()).toMatch(/^[\x00-\x7f]*$/)
    expect(terminal.writes.join('')).not.toMatch(/\u001b\[[\d;]*m/)
  })

  it('grows into its axis and is the same whichever way it came', async () => {
    const { terminal, tell, end } = await started(['backtest'])
    tell(...runStream(60))
    await terminal.see('running 29 %')
    tell(...runStream().slice(runStream(60).length - 1))
    end()
    await terminal.see('done in')
    const replayed = await replayOf(runStream())
    const [, ...live] = terminal.text().split('\n')
    const [, ...recorded] = replayed.text().split('\n')
    expect(live.slice(0, -1)).toEqual(recorded.slice(0, -1))
  })

  it('keeps its lines when the terminal is resized', async () => {
    const terminal = await replayOf(runStream())
    await terminal.resize(40, 12)
    await terminal.resize(80, 24)
    const fresh = await replayOf(runStream())
    expect(terminal.text()).toBe(fresh.text())
  })
})

describe('a command', () => {
  it('is stopped once to keep what it has, and again at once', async () => {
    const { terminal, wishes, tell, end } = await started(['backtest'])
    tell(...runStream(40))
    await terminal.see('running 19 %')
    await terminal.press('x')
    expect(wishes).toEqual(['stop'])
    await terminal.press('x')
    expect(wishes).toEqual(['stop', 'now'])
    const error = { code: 'E_CANCELLED', message: 'stopped by the user', exitCode: 2 }
    tell({ type: 'error', t: 9000, error })
    end()
    await terminal.see('stopped after 9.0s, what it had is kept')
    await terminal.press('x')
    expect(terminal.text()).toContain('nothing runs here')
  })

  it('says what to do when it has failed', async () => {
    const { terminal, tell, end } = await started(['backtest', '--strategy', './mine.ts'])
    const error = {
      code: 'E_STRATEGY_FILE',
      message: 'mine.ts:3:9: unexpected token',
      hint: 'mend the file',
      exitCode: 1,
    }
    tell(...runStream(0).slice(0, 1), { type: 'error', t: 300, error })
    end()
    await terminal.see('what to do')
    expect(terminal.text()).toContain('mine.ts:3:9')
  })

  it('that is not there is told, and the keys stay', async () => {
    const terminal = await open({ start: ['live', '7'] })
    expect(terminal.text()).toContain('there is no job of this number')
    await terminal.press('?')
    expect(terminal.text()).toContain('not now: nothing runs here')
  })
})

describe('a sweep', () => {
  it.each(terminalSizes)('is shown at %i × %i, whole and half done', async (columns, rows) => {
    const whole = await replayOf(sweepStream(), { columns, rows })
    expect(whole.text()).toMatchSnapshot('whole')
    const half = await replayOf(sweepStream(6), { columns, rows, env: plain })
    expect(half.text()).toMatchSnapshot('half')
  })

  it('updates its table in place and opens the best run', async () => {
    const { terminal, tell } = await started(['sweep'], { screens: [runStub, ...screens] })
    tell(...sweepStream(3))
    await terminal.see('2.0000')
    tell(...sweepStream().slice(sweepStream(3).length))
    await terminal.see('3.0000')
    const before = terminal.writes.length
    expect(terminal.writes.slice(1).join('')).not.toContain('\u001b[2J')
    await terminal.press('down', 'enter')
    expect(terminal.writes.length).toBeGreaterThan(before)
    expect(terminal.text()).toContain('run 3b12cd34ef56')
  })

  it('shows failures with their reasons', async () => {
    const terminal = await replayOf(sweepStream())
    await terminal.press('tab', 'tab', 'tab')
    expect(terminal.text()).toContain('halfWidthTicks=1200 thresholdTicks=200: the ranges are too')
  })
})
