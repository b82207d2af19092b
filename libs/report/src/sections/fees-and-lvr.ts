import { flowChart } from '../charts/flow-chart.ts'
import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { formatSignedAmount, tell, toWholeTokens } from '../format/amount.ts'
import { formatDay, formatMoment, formatMonth } from '../format/time.ts'
import { periodLength, periodsOf, type Period, type PeriodLength } from './periods.ts'

interface Earned extends Period {
  fees: bigint
  lvr: bigint
}

/** Fees and loss versus rebalancing of each epoch, or of longer periods when there are many. */
export function feesAndLvrSection({ result, money }: RunFacts): Section {
  const { from, to, epochSeconds } = result.settings
  const length = periodLength(from, to, epochSeconds)
  const periods = earnedBy(periodsOf(from, to, length, epochSeconds), result.equity)
  const { decimals, digits, symbol } = money
  const signed = (raw: bigint): string => formatSignedAmount(raw, decimals, digits)
  const sum = (pick: (period: Earned) => bigint): bigint =>
    periods.reduce((total, period) => total + pick(period), 0n)
  const fees = sum((period) => period.fees)
  const lvr = sum((period) => period.lvr)
  const better = periods.filter((period) => period.fees + period.lvr > 0n).length
  const words = (period: Earned): readonly string[] => [
    periodName(period.from, length),
    signed(period.fees),
    signed(period.lvr),
    signed(period.fees + period.lvr),
  ]
  const chart = flowChart({
    id: 'fees-and-lvr',
    title: `Fees and loss versus rebalancing per ${length}`,
    summary: `${tell(fees, money)} of fees against ${tell(lvr < 0n ? -lvr : lvr, money)} lost to arbitrage; fees exceed the loss in ${better} of ${periods.length} ${length}s.`,
    unit: `${symbol} per ${length}`,
    names: { gained: 'fees', lost: 'loss versus rebalancing', net: 'both together' },
    periods: periods.map((period) => ({
      from: period.from,
      to: period.to,
      gained: toWholeTokens(period.fees, decimals),
      lost: toWholeTokens(period.lvr, decimals),
      note: words(period).join('; '),
    })),
  })
  return {
    id: 'fees-and-lvr',
    title: `Fees and LVR per ${length}`,
    blocks: [
      {
        kind: 'chart',
        chart,
        table: {
          caption: `Fees and loss versus rebalancing per ${length}, ${symbol}`,
          columns: [
            { title: length },
            { title: 'fees', align: 'right' },
            { title: 'LVR', align: 'right' },
            { title: 'together', align: 'right' },
          ],
          rows: periods.map(words),
          footer: ['sum', signed(fees), signed(lvr), signed(fees + lvr)],
        },
      },
    ],
  }
}

/** What falls between two points of the equity curve belongs to the period in which the later one ends. */
function earnedBy(
  periods: readonly Period[],
  equity: RunFacts['result']['equity'],
): readonly Earned[] {
  const earned = periods.map((period): Earned => ({ ...period, fees: 0n, lvr: 0n }))
  let at = 0
  let before = equity[0]
  for (const point of equity) {
    while (at < earned.length - 1 && point.timestamp > (earned[at] as Earned).to) at++
    const period = earned[at]
    if (period !== undefined && before !== undefined) {
      period.fees += BigInt(point.feesSoFar) - BigInt(before.feesSoFar)
      period.lvr += BigInt(point.lvrSoFar) - BigInt(before.lvrSoFar)
    }
    before = point
  }
  return earned
}

function periodName(from: number, length: PeriodLength): string {
  switch (length) {
    case 'epoch':
      return formatMoment(from)
    case 'day':
      return formatDay(from)
    case 'week':
      return `week of ${formatDay(from)}`
    case 'month':
      return formatMonth(from)
  }
}
