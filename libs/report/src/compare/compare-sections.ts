import { attributionTerms } from '@tickwise/backtest'
import { lineChart } from '../charts/line-chart.ts'
import type { Section, Table } from '../document/report-document.ts'
import { lastAt } from '../document/run-facts.ts'
import { formatSignedAmount } from '../format/amount.ts'
import { formatChange, NOTHING } from '../format/number.ts'
import { formatMoment } from '../format/time.ts'
import { termNames } from '../sections/attribution.ts'
import { depths } from '../sections/drawdown-episodes.ts'
import { metricRows } from '../sections/metric-rows.ts'
import type { ComparedRun } from './compared-run.ts'
import { differingInputs } from './differences.ts'

/** Rows of the tables that stand for charts. */
const SAMPLES = 12

const right = (title: string) => ({ title, align: 'right' as const })

/** Gains since the start of each run over one another: percent, so that capital and asset do not matter. */
export function gainSection(runs: readonly ComparedRun[]): Section {
  const chart = lineChart({
    id: 'compared-equity',
    title: 'Return since the start',
    summary: `${runs.map(({ name, result }) => `${name} ends at ${formatChange(result.metrics.totalReturn)}`).join('; ')}.`,
    unit: 'return since the start',
    suffix: ' %',
    baseline: 0,
    series: runs.map(({ name, result, facts }) => ({
      name,
      points: result.equity.map(({ timestamp, nav }) => ({
        x: timestamp,
        y: (Number(nav) / Number(facts.navStart) - 1) * 100,
      })),
    })),
  })
  const cell = ({ result, facts }: ComparedRun, time: number): string => {
    const inside = time >= result.settings.from && time <= result.settings.to
    const nav = inside ? lastAt(result.equity, time)?.nav : undefined
    return formatChange(nav === undefined ? null : Number(nav) / Number(facts.navStart) - 1)
  }
  return {
    id: 'gains',
    title: 'Value over time',
    blocks: [{ kind: 'chart', chart, table: sampled('Return since the start', runs, cell) }],
  }
}

/** How far each run was below its last peak. */
export function fallSection(runs: readonly ComparedRun[]): Section {
  const lines = runs.map(({ name, result }) => ({
    name,
    points: depths(
      result.equity.map(({ timestamp, nav }) => ({ timestamp, value: Number(nav) })),
    ).map(({ timestamp, depth }) => ({ timestamp, x: timestamp, y: -100 * depth })),
  }))
  const chart = lineChart({
    id: 'compared-drawdowns',
    title: 'Value below its last peak',
    summary: `${runs.map(worstFall).join('; ')}.`,
    unit: 'below the last peak',
    suffix: ' %',
    baseline: 0,
    series: lines,
  })
  const cell = (run: ComparedRun, time: number): string => {
    const points = lines[runs.indexOf(run)]?.points ?? []
    const inside = time >= run.result.settings.from && time <= run.result.settings.to
    const point = inside ? lastAt(points, time) : undefined
    return formatChange(point === undefined ? null : point.y / 100)
  }
  return {
    id: 'falls',
    title: 'Drawdowns',
    blocks: [{ kind: 'chart', chart, table: sampled('Value below its last peak', runs, cell) }],
  }
}

function worstFall({ name, result: { metrics } }: ComparedRun): string {
  const { maxDrawdown } = metrics
  return `${name} at worst ${formatChange(maxDrawdown === null ? null : -maxDrawdown)}`
}

function sampled(
  caption: string,
  runs: readonly ComparedRun[],
  cell: (run: ComparedRun, time: number) => string,
): Table {
  const from = Math.min(...runs.map(({ result }) => result.settings.from))
  const to = Math.max(...runs.map(({ result }) => result.settings.to))
  const times = Array.from({ length: SAMPLES + 1 }, (_, i) =>
    Math.round(from + ((to - from) * i) / SAMPLES),
  )
  return {
    caption: `${caption} at ${times.length} moments`,
    columns: [{ title: 'UTC' }, ...runs.map(({ name }) => right(name))],
    rows: times.map((time) => [formatMoment(time), ...runs.map((run) => cell(run, time))]),
  }
}

/** Every metric of every run, and by how much the others differ from the first. */
export function metricsSection(runs: readonly ComparedRun[]): Section {
  const [first, ...others] = runs
  return {
    id: 'metrics',
    title: 'Metrics',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Metrics of every run',
          columns: [{ title: 'metric' }, ...runs.map(({ name }) => right(name))],
          rows: metricRows.map(({ name, told }) => [
            name,
            ...runs.map(({ result }) => told(result)),
          ]),
        },
      },
      {
        kind: 'table',
        table: {
          caption: `Difference from ${first?.name ?? ''}`,
          columns: [{ title: 'metric' }, ...others.map(({ name }) => right(name))],
          rows: metricRows.flatMap(({ name, number, difference }) => {
            if (number === undefined || difference === undefined || first === undefined) return []
            const base = number(first.result.metrics)
            const cells = others.map(({ result }) => {
              const value = number(result.metrics)
              return base === null || value === null ? NOTHING : difference(value - base)
            })
            return [[name, ...cells]]
          }),
        },
      },
    ],
  }
}

/** Where the change of value of each run came from. */
export function attributionsSection(runs: readonly ComparedRun[]): Section {
  const told = ({ facts }: ComparedRun, raw: bigint): string =>
    formatSignedAmount(raw, facts.money.decimals, facts.money.digits)
  return {
    id: 'attribution',
    title: 'What made the results',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Attribution of the change of value, each in its own asset',
          columns: [
            { title: 'term' },
            ...runs.map(({ name, facts }) => right(`${name}, ${facts.money.symbol}`)),
          ],
          rows: attributionTerms.map((term) => [
            termNames[term],
            ...runs.map((run) => told(run, BigInt(run.result.attribution[term]))),
          ]),
          footer: ['change of value', ...runs.map((run) => told(run, run.facts.change))],
        },
      },
    ],
  }
}

/** What the runs were told differently. */
export function inputsSection(runs: readonly ComparedRun[]): Section {
  const differences = differingInputs(runs.map(({ result }) => result))
  return {
    id: 'inputs',
    title: 'What differs in what they were told',
    blocks:
      differences.length === 0
        ? [{ kind: 'text', text: 'Nothing: they are the same run.' }]
        : [
            {
              kind: 'table',
              table: {
                caption: 'Parameters and settings that differ',
                columns: [{ title: 'what' }, ...runs.map(({ name }) => right(name))],
                rows: differences.map(({ name, values }) => [name, ...values]),
              },
            },
          ],
  }
}
