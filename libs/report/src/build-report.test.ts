import { attributionTerms, probabilisticSharpe, type BacktestResult } from '@tickwise/backtest'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildReport } from './build-report.ts'
import type { Provenance } from './document/provenance.ts'
import { renderHtml } from './html/render-html.ts'
import { renderMarkdown } from './markdown/render-markdown.ts'
import { drawdownEpisodes } from './sections/drawdown-episodes.ts'
import { trackRecord } from './sections/track-record.ts'
import {
  elementsOf,
  readMarkup,
  tableRows,
  textOf,
  type ReadElement,
} from './testing/read-markup.ts'
import { readNumber, readRaw } from './testing/read-number.ts'
import { sampleRuns } from './testing/sample-runs.ts'

const provenance: Provenance = { commands: ['npx tickwise backtest …'] }
const strategies = ['recentre', 'passive', 'hold'] as const
let runs: readonly BacktestResult[] = []
let pages: readonly ReadElement[] = []

beforeAll(async () => {
  runs = [
    ...(await sampleRuns([
      { strategy: 'recentre', parameters: { halfWidthTicks: '300', thresholdTicks: '150' } },
      { strategy: 'passive', settings: { asset: 0, managementFeeBps: 200 } },
      { strategy: 'hold' },
    ])),
  ]
  pages = runs.map((run) => readMarkup(renderHtml(buildReport(run, provenance))))
})

const decimalsOf = ({ settings, dataset }: BacktestResult): number =>
  settings.asset === 0 ? dataset.decimals0 : dataset.decimals1
/** The shown digits are right to half of the last one. */
const expectShown = (text: string, value: number): void => {
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0
  expect(Math.abs(readNumber(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -digits * (1 + 1e-6))
}

describe.each(strategies.map((name, i) => [name, i] as const))('the report of %s', (_, i) => {
  const run = (): BacktestResult => runs[i] as BacktestResult
  const page = (): ReadElement => pages[i] as ReadElement

  it('has the attribution to the unit, and its sum is the change of value', () => {
    const { symbol, decimals } = { symbol: run().settings.assetSymbol, decimals: decimalsOf(run()) }
    const rows = tableRows(page(), `Attribution of the change of value, exact, in ${symbol}`)
    const shown = rows.slice(1).map(([, amount = '']) => readRaw(amount, decimals))
    expect(shown.slice(0, -1)).toEqual(attributionTerms.map((t) => BigInt(run().attribution[t])))
    expect(shown.at(-1)).toBe(shown.slice(0, -1).reduce((sum, term) => sum + term, 0n))
    expect(shown.at(-1)).toBe(BigInt(run().navEnd) - BigInt(run().navStart))
  })

  it('says in its first sentence what the run says, with the right sign', () => {
    const [first = ''] = elementsOf(
      page(),
      ({ attributes }) => attributes['class'] === 'headline',
    ).map(textOf)
    const { metrics, navStart, navEnd } = run()
    const unit = 10 ** decimalsOf(run())
    const [, start = '', end = ''] = /^(\S+) \S+ became (\S+)/.exec(first) ?? []
    expectShown(start, Number(navStart) / unit)
    expectShown(end, Number(navEnd) / unit)
    const change = BigInt(navEnd) - BigInt(navStart)
    expect(first).toContain(change > 0n ? 'a gain of' : change < 0n ? 'a loss of' : 'neither')
    if (change !== 0n)
      expectShown(/\(([^)]*\s%)\)/.exec(first)?.[1] ?? '', metrics.totalReturn! * 100)
  })

  it('has every metric as the run has it', () => {
    const rows = new Map(
      tableRows(page(), 'Metrics').map(([name = '', value = '']) => [name, value]),
    )
    const percents = {
      return: 'totalReturn',
      'HODL return': 'hodlReturn',
      'return beyond HODL': 'excessReturn',
      'return a year': 'annualisedReturn',
      'fees a year (APR on mean value)': 'feeApr',
      'fees less LVR': 'feesMinusLvr',
      'volatility a year': 'volatility',
      'probability that it is above 0': 'probabilisticSharpe',
      'deepest drawdown': 'maxDrawdown',
      'value at risk per interval (95 %)': 'valueAtRisk95',
      'expected shortfall per interval (95 %)': 'conditionalValueAtRisk95',
      'alpha against HODL a year': 'alpha',
      'time in range': 'timeInRange',
      'gas, share of fees': 'gasShare',
    } as const
    const plain = {
      'Sharpe ratio a year': 'sharpe',
      'Sortino ratio a year': 'sortino',
      'Calmar ratio': 'calmar',
      'beta against HODL': 'beta',
      rebalances: 'rebalances',
      'turnover of own swaps (× mean value)': 'turnover',
    } as const
    for (const [factor, names] of [
      [100, percents],
      [1, plain],
    ] as const) {
      for (const [name, key] of Object.entries(names)) {
        const value = run().metrics[key as keyof typeof names] as number | null
        if (value === null) expect([name, rows.get(name)]).toEqual([name, '–'])
        else expectShown(rows.get(name) ?? '', value * factor)
      }
    }
    expectShown(rows.get('divergence against HODL') ?? '', -run().metrics.divergenceLoss! * 100)
  })

  it('adds fees and LVR up to those of the whole run', () => {
    const rows = tableRows(
      page(),
      `Fees and loss versus rebalancing per day, ${run().settings.assetSymbol}`,
    ).slice(1)
    const unit = 10 ** decimalsOf(run())
    for (const [column, term] of [
      [1, 'fees'],
      [2, 'lvr'],
    ] as const) {
      const days = rows.slice(0, -1).map((row) => readNumber(row[column] ?? ''))
      const whole = Number(run().attribution[term]) / unit
      const total = rows.at(-1)?.[column] ?? ''
      const digits = total.split('.')[1]?.length ?? 0
      expectShown(total, whole)
      expect(Math.abs(days.reduce((a, b) => a + b, 0) - whole)).toBeLessThan(
        rows.length * 10 ** -digits,
      )
    }
    expect(rows).toHaveLength(15)
  })

  it('has benchmarks and months as the run has them', () => {
    const unit = 10 ** decimalsOf(run())
    const against = tableRows(page(), 'End value and return against benchmarks').slice(2)
    run().benchmarks.forEach(({ navEnd, totalReturn }, k) => {
      expectShown(against[k]?.[1] ?? '', Number(navEnd) / unit)
      expectShown(against[k]?.[2] ?? '', totalReturn * 100)
    })
    const months = tableRows(
      page(),
      `Value by month of the UTC calendar, ${run().settings.assetSymbol}`,
    )
    expectShown(months.at(-1)?.[3] ?? '', run().metrics.totalReturn! * 100)
    expect(months).toHaveLength(3)
  })

  it('has costs that sum to theirs', () => {
    const rows = tableRows(page(), `Costs, ${run().settings.assetSymbol}`).slice(1)
    const { gas, swapFee, swapImpact, vaultFees } = run().attribution
    const unit = 10 ** decimalsOf(run())
    const terms = [gas, swapFee, swapImpact, vaultFees].map((term) => Number(term) / unit)
    ;[...terms, terms.reduce((a, b) => a + b, 0)].forEach((term, k) => {
      expectShown(rows[k]?.[1] ?? '', term)
    })
  })

  it('finds the drawdown and the Sharpe test of the metrics', () => {
    const values = run().equity.map(({ timestamp, nav }) => ({ timestamp, value: Number(nav) }))
    const [worst] = drawdownEpisodes(values)
    expect([worst?.depth ?? 0, worst?.seconds ?? 0]).toEqual([
      run().metrics.maxDrawdown,
      run().metrics.maxDrawdownSeconds,
    ])
    const record = trackRecord(run())
    expect(record === undefined ? null : probabilisticSharpe(record, 0)).toBe(
      run().metrics.probabilisticSharpe,
    )
  })
})

it('a report is the same bytes each time, needs nothing from outside and runs nothing', () => {
  const [run] = runs
  const html = renderHtml(buildReport(run!, provenance))
  expect(renderHtml(buildReport(structuredClone(run!), provenance))).toBe(html)
  expect(html).not.toMatch(/<script|<link|<img|@import|\burl\(|\bon[a-z]+="|javascript:/i)
  expect(
    [...html.matchAll(/https?:\/\/[^"\s]+/g)]
      .map(([url]) => url)
      .filter((url) => url !== 'http://www.w3.org/2000/svg'),
  ).toEqual([])
  expect(html.length).toBeLessThan(200_000)
})

it('a report has these parts, charts at two sizes, and ids that are there once', () => {
  const page = pages[0]!
  const ids = elementsOf(page, ({ attributes }) => 'id' in attributes).map(
    ({ attributes }) => attributes['id'],
  )
  expect(new Set(ids).size).toBe(ids.length)
  expect(elementsOf(page, ({ name }) => name === 'h2').map(textOf)).toMatchInlineSnapshot(`
    [
      "Value against benchmarks",
      "Ranges and rebalances",
      "What made the result",
      "Fees and LVR per day",
      "Drawdowns",
      "Month by month",
      "Costs",
      "Skill or luck",
      "Read with care",
      "All metrics",
      "Data, settings, how to repeat it",
    ]
  `)
  const figures = elementsOf(page, ({ name }) => name === 'figure')
  expect(figures.map(({ attributes }) => attributes['id'])).toMatchInlineSnapshot(`
    [
      "chart-equity",
      "chart-ranges",
      "chart-attribution",
      "chart-fees-and-lvr",
      "chart-drawdown",
    ]
  `)
  for (const figure of figures) {
    const charts = elementsOf(
      figure,
      ({ name, attributes }) => name === 'svg' && attributes['role'] === 'img',
    )
    expect(charts.map(({ attributes }) => attributes['class'])).toEqual([
      'chart wide',
      'chart narrow',
    ])
    expect(elementsOf(figure, ({ name }) => name === 'table')).toHaveLength(1)
  }
  const targets = elementsOf(page, ({ name }) => name === 'a').map(({ attributes }) =>
    attributes['href']?.slice(1),
  )
  expect(targets.every((target) => ids.includes(target))).toBe(true)
})

it('says of simulated data first of all that they are', () => {
  const [run] = runs
  const warned = elementsOf(pages[0]!, ({ attributes }) => attributes['class'] === 'warning')
  expect(textOf(warned[0]!)).toContain('SIMULATED DATA')
  const real = { ...run!, dataset: { ...run!.dataset, simulated: false } }
  expect(renderHtml(buildReport(real, provenance))).not.toContain('class="warning"')
})

it('shows what data call themselves as text, whatever it is', () => {
  const [run] = runs
  const evil = `"><img src=x onerror=alert(1)>|\u0007`
  const hostile: BacktestResult = {
    ...run!,
    dataset: { ...run!.dataset, symbol0: evil, symbol1: evil },
    settings: { ...run!.settings, assetSymbol: evil },
    strategy: { ...run!.strategy, name: evil, title: evil, parameters: { [evil]: evil } },
    actions: run!.actions.map((action) => ({ ...action, reason: evil })),
    warnings: [evil],
  }
  const report = buildReport(hostile, {
    commands: [evil],
    dataset: { path: evil, source: evil, pool: evil, from: 0, to: 1, events: 1 },
  })
  const html = renderHtml(report)
  expect(elementsOf(readMarkup(html), ({ name }) => name === 'img')).toEqual([])
  expect(html).toContain('&lt;img src=x')
  const markdown = renderMarkdown(report)
  expect(markdown.replace(/```sh[^]*?```/g, '')).not.toMatch(/<img|[^\\]\|\u0007/)
})

describe('the Markdown', () => {
  it('has every table of the HTML with the same cells, and shows charts where there are files', () => {
    const report = buildReport(runs[0]!, provenance)
    const markdown = renderMarkdown(report, { chartFile: (id) => `r-${id}.svg` })
    const cells = (line: string): string[] =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) =>
          cell
            .replace(/\*\*|\\/g, '')
            .replace(/&lt;/g, '<')
            .replace(/&gt;/g, '>')
            .trim(),
        )
    const lines = new Set(
      markdown
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => JSON.stringify(cells(line))),
    )
    const page = pages[0]!
    for (const row of elementsOf(page, ({ name }) => name === 'tr')) {
      const wanted = elementsOf(row, ({ name }) => name === 'td' || name === 'th').map((cell) =>
        textOf(cell).trim(),
      )
      expect(lines).toContain(JSON.stringify(wanted))
    }
    expect(markdown.match(/!\[[^\]]+\]\(r-[a-z-]+\.svg\)/g)).toHaveLength(5)
    expect(renderMarkdown(report)).not.toContain('![')
  })
})

describe('skill or luck', () => {
  const luck = (search?: Provenance['search']): readonly (readonly string[])[] => {
    const report = buildReport(
      runs[0]!,
      search === undefined ? provenance : { ...provenance, search },
    )
    return tableRows(
      readMarkup(renderHtml(report)),
      'Probability of skill by the number of variants tried',
    )
  }

  it('goes through numbers of trials when the real one is not known, ever more doubtful', () => {
    const rows = luck().slice(1)
    expect(rows.map(([name]) => name)).toEqual([
      '1 variant',
      '10 variants',
      '100 variants',
      '1,000 variants',
    ])
    expectShown(rows[0]?.[2] ?? '', runs[0]!.metrics.probabilisticSharpe! * 100)
    const probabilities = rows.map((row) => readNumber(row[2] ?? ''))
    expect(probabilities.toSorted((a, b) => b - a)).toEqual(probabilities)
  })

  it('counts the trials of a sweep, and tells PBO only where it is known', () => {
    expect(
      luck({ trials: 25, source: 'sweep x' })
        .slice(1)
        .map(([name]) => name),
    ).toEqual(['1 variant', '25 variants'])
    const html = (search?: Provenance['search']): string =>
      renderHtml(
        buildReport(runs[0]!, search === undefined ? provenance : { ...provenance, search }),
      )
    expect(html()).toContain('(PBO) is not known')
    expect(html({ trials: 25, source: 'x', overfitProbability: 0.31 })).toContain(
      '(PBO): 31.0\u00a0%',
    )
  })
})

describe('forecasts', () => {
  const use = {
    request: { target: 'log-variance', epochSeconds: 3600, horizonEpochs: 2 },
    asked: 200,
    answered: 150,
    proven: 75,
    models: [{ model: 'har', modelHash: `0x${'ab'.repeat(32)}`, answers: 150 }],
  } as const
  const page = (told: Partial<Provenance>): ReadElement => {
    const forecasts = { forecaster: { name: 'walk-forward har', id: 'x' }, requests: [use] }
    return readMarkup(
      renderHtml(buildReport({ ...runs[0]!, forecasts }, { ...provenance, ...told })),
    )
  }

  it('are counted, and their quality is told where it is known or said to be unknown', () => {
    const [, row = []] = tableRows(page({}), 'Forecasts that the strategy asked for')
    expect(row.slice(1, 4)).toEqual(['200', '150 (75 %)', '75 (50 %)'])
    expect(textOf(page({}))).toContain('is not recorded with this run')
    const scores = { model: 'har', modelHash: '0xab', target: 'log-variance', trainedUntil: 0 }
    const known = page({
      forecasts: [{ ...scores, scores: { qlike: 1.185 }, comparison: 'It is.' }],
    })
    expect(tableRows(known, 'har: scores on data that it had not seen')[1]).toEqual([
      'QLIKE',
      '1.185',
    ])
  })

  it('are not spoken of where a strategy asks for none', () => {
    const headings = elementsOf(pages[0]!, ({ name }) => name === 'h2').map(textOf)
    expect(headings).not.toContain('Forecasts')
  })
})
