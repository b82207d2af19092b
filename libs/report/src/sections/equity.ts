import { lineChart } from '../charts/line-chart.ts'
import type { Section, Table } from '../document/report-document.ts'
import { benchmarkNames, lastAt, navLine, type RunFacts } from '../document/run-facts.ts'
import { formatAmount, tell } from '../format/amount.ts'
import { formatChange } from '../format/number.ts'
import { formatMoment } from '../format/time.ts'
import { points } from './headline.ts'

/** Rows of the table that stands for the chart. */
const SAMPLES = 12

/** Net asset value over time against what the same capital would have become without the strategy. */
export function equitySection(facts: RunFacts): Section {
  const { result, money, navStart, navEnd } = facts
  const { strategy, benchmarks } = result
  const ends = benchmarks.map(
    ({ name, navEnd: end }) => `${benchmarkNames[name]} at ${tell(BigInt(end), money)}`,
  )
  const chart = lineChart({
    id: 'equity',
    title: `Net asset value of ${strategy.name} and of four benchmarks`,
    summary: `${strategy.name} starts at ${tell(navStart, money)} and ends at ${tell(navEnd, money)}; ${ends.join(', ')}.`,
    unit: money.symbol,
    series: [
      { name: strategy.name, points: navLine(result.equity, money) },
      ...benchmarks.map(({ name, equity }) => ({
        name: benchmarkNames[name],
        points: navLine(equity, money),
      })),
    ],
  })
  return {
    id: 'equity',
    title: 'Value against benchmarks',
    blocks: [
      { kind: 'chart', chart, table: samples(facts) },
      { kind: 'table', table: comparison(facts) },
      {
        kind: 'text',
        text: `${benchmarks.map(({ name, title }) => `${benchmarkNames[name]}: ${title}`).join('; ')}.`,
      },
    ],
  }
}

function comparison({ result, money, navStart, navEnd }: RunFacts): Table {
  const { strategy, metrics, benchmarks } = result
  const shown = (raw: bigint): string => formatAmount(raw, money.decimals, money.digits)
  return {
    caption: 'End value and return against benchmarks',
    columns: [
      { title: 'what' },
      { title: `end, ${money.symbol}`, align: 'right' },
      { title: 'return', align: 'right' },
      { title: 'behind the strategy by', align: 'right' },
    ],
    rows: [
      [strategy.name, shown(navEnd), formatChange(metrics.totalReturn), ''],
      ...benchmarks.map(({ name, navEnd: end, totalReturn }) => [
        benchmarkNames[name],
        shown(BigInt(end)),
        formatChange(totalReturn),
        points(navStart > 0n ? Number(navEnd - BigInt(end)) / Number(navStart) : null),
      ]),
    ],
  }
}

function samples({ result, money }: RunFacts): Table {
  const { from, to } = result.settings
  const times = Array.from({ length: SAMPLES + 1 }, (_, i) =>
    Math.round(from + ((to - from) * i) / SAMPLES),
  )
  const lines = [result.equity, ...result.benchmarks.map(({ equity }) => equity)]
  return {
    caption: `Net asset value at ${times.length} moments, ${money.symbol}`,
    columns: [
      { title: 'UTC' },
      { title: result.strategy.name, align: 'right' },
      ...result.benchmarks.map(({ name }) => ({
        title: benchmarkNames[name],
        align: 'right' as const,
      })),
    ],
    rows: times.map((time) => [
      formatMoment(time),
      ...lines.map((line) =>
        formatAmount(
          BigInt(lastAt<(typeof line)[number]>(line, time)?.nav ?? '0'),
          money.decimals,
          money.digits,
        ),
      ),
    ]),
  }
}
