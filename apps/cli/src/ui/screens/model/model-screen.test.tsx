import type { StoredModel } from '@tickwise/forecast'
import { describe, expect, it } from 'vitest'
import {
  renderInTerminal,
  terminalSizes,
  type RenderedTerminal,
  type TerminalOptions,
} from '../../testing/render-in-terminal.tsx'

/** A model that was tested on five folds. */
function modelOf(name: string, hash: StoredModel['hash'], qlikes: readonly number[]): StoredModel {
  const scoresOf = (qlike: number) => ({
    ...{ qlike, meanSquaredError: 0.61, bias: -0.032, rSquared: 0.44, mase: 0.83 },
    coverage80: 0.7 + qlike / 2,
  })
  const mean = qlikes.reduce((sum, qlike) => sum + qlike / qlikes.length, 0)
  const card: StoredModel['card'] = {
    format: 'tickwise-model/1',
    modelHash: hash,
    weights: 'qmlp/1',
    name,
    target: { kind: 'log-variance', horizonEpochs: 4 },
    epochSeconds: 3600,
    cellsPerEpoch: 12,
    market: { source: 'events', title: 'WETH/USDC 0.05 %' },
    dataRoots: [`0x${'ab'.repeat(32)}`],
    features: [{ kind: 'log-variance-mean', window: 1 }],
    attestedOnly: false,
    training: { seed: 7, rows: 5000, settings: {}, backend: null },
    folds: qlikes.map((qlike, i) => ({
      trainFromEpoch: 470_000,
      trainToEpoch: 474_999 + 1000 * i,
      testFromEpoch: 475_000 + 1000 * i,
      testToEpoch: 475_999 + 1000 * i,
      testRows: 990,
      scores: scoresOf(qlike),
    })),
    scores: scoresOf(mean),
    comparison: {
      kind: 'tested',
      benchmark: 'har',
      loss: 'QLIKE',
      meanDifference: -0.012,
      pValue: 0.003,
    },
    quantisation: { before: { qlike: 0.1998 }, after: { qlike: 0.2 } },
    parent: null,
    command: 'tickwise train har-net --dataset data/weth-usdc',
    versions: { node: '20.20.2', packages: {} },
  }
  return {
    folder: `models/${hash}`,
    hash,
    card,
    weights: new Uint8Array(),
    state: 'shadow',
    history: [
      {
        when: '2026-01-31T12:00:00Z',
        state: 'candidate',
        who: 'ada',
        why: 'trained',
        forced: false,
        cardHash: `0x${'cd'.repeat(32)}`,
        previous: null,
        hash: `0x${'ef'.repeat(32)}`,
      },
    ],
  }
}

const net = modelOf('har-net', `0x${'12'.repeat(32)}`, [0.2, 0.18, 0.22, 0.19, 0.21])
const har = modelOf('har', `0x${'34'.repeat(32)}`, [0.21, 0.2, 0.21, 0.2, 0.22])
const elsewhere = {
  ...modelOf('ewma', `0x${'56'.repeat(32)}`, [0.1]),
  card: { ...har.card, name: 'ewma', dataRoots: ['0xother'] },
}

async function open(options: Partial<TerminalOptions> = {}): Promise<RenderedTerminal> {
  const terminal = await renderInTerminal({
    columns: 80,
    rows: 24,
    start: ['model', 'har-net'],
    ...options,
    services: {
      models: () =>
        Promise.resolve({
          models: [net, har, elsewhere],
          broken: [{ folder: 'models/0x77', error: new Error('card.json is not what was stored') }],
        }),
    },
  })
  await terminal.settle()
  return terminal
}

describe('a model', () => {
  it.each(terminalSizes)('is shown at %i × %i, with and without colours', async (columns, rows) => {
    const terminal = await open({ columns, rows })
    await terminal.see('har-net (shadow)')
    expect(terminal.text()).toMatchSnapshot('scores')
    const plain = await open({ columns, rows, env: { TICKWISE_ASCII: '1', NO_COLOR: '1' } })
    await plain.press('tab')
    expect(plain.text()).toMatchSnapshot('calibration')
  })

  it('stands beside those that were tested on the same folds, and no others', async () => {
    const terminal = await open({ columns: 120 })
    await terminal.see('QLIKE')
    const text = terminal.text()
    expect(text).toMatch(/all .*0\.2000 \* +0\.2080/)
    expect(text).toMatch(/3 .*0\.2200 +0\.2100 \*/)
    expect(text).not.toContain('ewma')
  })

  it('says how honest its intervals are, and where it comes from', async () => {
    const terminal = await open()
    await terminal.press('tab')
    expect(terminal.text()).toContain('held 80.0 % of 4950 outcomes: as promised')
    await terminal.press('tab')
    expect(terminal.text()).toContain('0.1998 before, 0.2000 after')
    expect(terminal.text()).toContain('by ada: trained')
    await terminal.press('down', 'down')
    expect(terminal.text()).not.toMatch(/^hash/m)
    await terminal.press('tab')
    expect(terminal.text()).toContain('fold')
  })

  it('that is not there is told with the nearest', async () => {
    const terminal = await open({ start: ['model', 'har-nett'] })
    await terminal.see('did you mean har-net?')
  })
})

describe('the models', () => {
  it('are listed, the broken ones too, and opened', async () => {
    const terminal = await open({ start: ['models'], columns: 120 })
    await terminal.see('not what was stored')
    expect(terminal.text()).toContain('better, p = 0.0030')
    await terminal.press('end', 'enter')
    expect(terminal.text()).toContain('no whole model')
    await terminal.press('home', 'down', 'enter')
    await terminal.see('har (shadow)')
  })
})
