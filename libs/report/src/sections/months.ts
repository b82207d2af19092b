import type { Section } from '../document/report-document.ts'
import { lastAt, type RunFacts } from '../document/run-facts.ts'
import { formatAmount, formatSignedAmount } from '../format/amount.ts'
import { formatChange } from '../format/number.ts'
import { calendarOf, formatDay, formatMonth } from '../format/time.ts'
import { periodsOf, type Period } from './periods.ts'

/** A run month by month of the UTC calendar. */
export function monthSection({ result, money, change }: RunFacts): Section {
  const { from, to, epochSeconds } = result.settings
  const months = periodsOf(from, to, 'month', epochSeconds)
  const { decimals, digits } = money
  const signed = (raw: bigint): string => formatSignedAmount(raw, decimals, digits)
  const hodl = result.benchmarks.find(({ name }) => name === 'hodl')?.equity ?? []
  const rows = months.map((month) => {
    const start = pointsAt(result.equity, month)
    const held = pointsAt(hodl, month)
    const done = result.actions.filter(
      ({ kind, timestamp }) =>
        kind === 'rebalance' && timestamp >= month.from && timestamp < month.to,
    )
    return [
      monthName(month),
      formatAmount(BigInt(start.last?.nav ?? '0'), decimals, digits),
      signed(BigInt(start.last?.nav ?? '0') - BigInt(start.first?.nav ?? '0')),
      formatChange(growth(start.first?.nav, start.last?.nav)),
      formatChange(growth(held.first?.nav, held.last?.nav)),
      String(done.length),
    ]
  })
  return {
    id: 'months',
    title: 'Month by month',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: `Value by month of the UTC calendar, ${money.symbol}`,
          columns: [
            { title: 'month' },
            { title: `end, ${money.symbol}`, align: 'right' },
            { title: 'change', align: 'right' },
            { title: 'return', align: 'right' },
            { title: 'HODL', align: 'right' },
            { title: 'rebalances', align: 'right' },
          ],
          rows,
          footer: [
            'whole run',
            formatAmount(BigInt(result.navEnd), decimals, digits),
            signed(change),
            formatChange(result.metrics.totalReturn),
            formatChange(result.metrics.hodlReturn),
            String(result.metrics.rebalances),
          ],
        },
      },
    ],
  }
}

function pointsAt<P extends { readonly timestamp: number; readonly nav: string }>(
  equity: readonly P[],
  { from, to }: Period,
): { readonly first: P | undefined; readonly last: P | undefined } {
  return { first: lastAt(equity, from), last: lastAt(equity, to) }
}

function growth(first: string | undefined, last: string | undefined): number | null {
  const before = Number(first ?? 0)
  return before > 0 ? (Number(last ?? 0) - before) / before : null
}

function monthName({ from, to, whole }: Period): string {
  return whole ? formatMonth(from) : `${calendarOf(from).day} to ${formatDay(to - 1)}`
}
