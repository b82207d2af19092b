import { drawdownChart } from '../charts/area-chart.ts'
import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { counted, formatChange, formatShare } from '../format/number.ts'
import { formatMoment, formatSpan } from '../format/time.ts'
import { depths, drawdownEpisodes } from './drawdown-episodes.ts'

/** Falls that the table lists. */
const SHOWN = 5

/** How far and how long the value was below its last peak. */
export function drawdownSection({ result }: RunFacts): Section {
  const valued = (equity: readonly { readonly timestamp: number; readonly nav: string }[]) =>
    equity.map(({ timestamp, nav }) => ({ timestamp, value: Number(nav) }))
  const values = valued(result.equity)
  const episodes = drawdownEpisodes(values)
  const hodl = result.benchmarks.find(({ name }) => name === 'hodl')
  const line = (points: typeof values) =>
    depths(points).map(({ timestamp, depth }) => ({ x: timestamp, y: -100 * depth }))
  const worst = episodes[0]
  const chart = drawdownChart({
    id: 'drawdown',
    title: 'Value below its last peak',
    summary:
      worst === undefined
        ? 'The value never falls below an earlier peak.'
        : `${counted(episodes.length, 'fall')}; the deepest is ${formatShare(worst.depth)}, from ${formatMoment(worst.peakAt)} with its lowest point at ${formatMoment(worst.troughAt)}.`,
    series: { name: result.strategy.name, points: line(values) },
    ...(hodl === undefined ? {} : { against: { name: 'HODL', points: line(valued(hodl.equity)) } }),
  })
  return {
    id: 'drawdowns',
    title: 'Drawdowns',
    blocks: [
      {
        kind: 'chart',
        chart,
        tableOpen: true,
        table: {
          caption: `The ${Math.min(SHOWN, episodes.length)} deepest falls`,
          columns: [
            { title: 'depth', align: 'right' },
            { title: 'peak' },
            { title: 'lowest' },
            { title: 'recovered' },
            { title: 'lasted', align: 'right' },
          ],
          rows: episodes
            .slice(0, SHOWN)
            .map(({ depth, peakAt, troughAt, recoveredAt, seconds }) => [
              formatChange(-depth),
              formatMoment(peakAt),
              formatMoment(troughAt),
              recoveredAt === undefined ? 'not in this run' : formatMoment(recoveredAt),
              formatSpan(seconds),
            ]),
        },
      },
    ],
  }
}
