import type { BacktestResult } from '@tickwise/backtest'
import { rangeChart, type ActionMark, type RangeSpan } from '../charts/range-chart.ts'
import type { Section, Table } from '../document/report-document.ts'
import { priceAtTick, type RunFacts } from '../document/run-facts.ts'
import { formatAmount } from '../format/amount.ts'
import { counted, formatShare, formatSignificant } from '../format/number.ts'
import { formatMoment } from '../format/time.ts'

/** Actions that the table shows before it says how many more there are. */
const SHOWN_ACTIONS = 40

/** Ticks of a position without limits, but for the spacing: farther out than any price goes. */
const ENDLESS_TICK = 800_000

/** The ranges that held liquidity over the price, and every rebalance. */
export function rangesSection(facts: RunFacts): Section {
  const { result, priceUnit, priceOf } = facts
  const prices = result.equity.map(({ timestamp, price }) => ({ x: timestamp, y: priceOf(price) }))
  const spans = rangeSpans(facts)
  const marks = result.actions.map((action) => markOf(action, facts))
  const first = prices[0]?.y ?? 0
  const last = prices.at(-1)?.y ?? 0
  const chart = rangeChart({
    id: 'ranges',
    title: 'Ranges over the price',
    summary: `The price goes from ${formatSignificant(first)} to ${formatSignificant(last)} ${priceUnit}; ${counted(spans.length, 'range')} in turn, ${counted(marks.length, 'action')}, in range ${formatShare(result.metrics.timeInRange, 1)} of the time.`,
    unit: priceUnit,
    price: prices,
    spans,
    marks,
  })
  const rest = result.actions.length - SHOWN_ACTIONS
  return {
    id: 'ranges',
    title: 'Ranges and rebalances',
    blocks: [
      { kind: 'chart', chart, table: actionTable(facts) },
      ...(rest > 0
        ? [
            {
              kind: 'text' as const,
              text: `The table shows the first ${SHOWN_ACTIONS} of ${result.actions.length} actions; the result of the run holds all of them.`,
            },
          ]
        : []),
    ],
  }
}

/** How long each range stood. A range that stays while another changes is one span. */
function rangeSpans({ result, priceOf }: RunFacts): readonly RangeSpan[] {
  const spans: RangeSpan[] = []
  const open = new Map<string, number>()
  const end = result.settings.to
  const close = (key: string, until: number): void => {
    const since = open.get(key)
    const [lower = 0, upper = 0] = key.split(':').map(Number)
    const edges = [lower, upper].map((tick) => priceOf(priceAtTick(tick, result)))
    open.delete(key)
    if (since === undefined) return
    spans.push({ from: since, to: until, low: Math.min(...edges), high: Math.max(...edges) })
  }
  for (const { timestamp, ranges } of result.equity) {
    const now = new Set(ranges.map(([lower, upper]) => `${lower}:${upper}`))
    for (const key of [...open.keys()]) if (!now.has(key)) close(key, timestamp)
    for (const key of now) if (!open.has(key)) open.set(key, timestamp)
  }
  for (const key of [...open.keys()]) close(key, end)
  return spans.sort((a, b) => a.from - b.from)
}

type Action = BacktestResult['actions'][number]

function markOf(action: Action, { priceOf }: RunFacts): ActionMark {
  const { timestamp, price, kind } = action
  return {
    timestamp,
    price: priceOf(price),
    failed: kind !== 'rebalance',
    note: `${formatMoment(timestamp)} ${reasonOf(action)}`,
  }
}

function reasonOf({ kind, refused, reason }: Action): string {
  if (kind === 'failed') return `failed: ${reason}`
  return kind === 'refused' ? `refused (${refused ?? ''}): ${reason}` : reason
}

function actionTable(facts: RunFacts): Table {
  const { result, money, priceUnit, priceOf } = facts
  return {
    caption: 'Actions',
    columns: [
      { title: 'UTC' },
      { title: 'why' },
      { title: priceUnit, align: 'right' },
      { title: 'new ranges', align: 'right' },
      { title: `gas, ${money.symbol}`, align: 'right' },
    ],
    rows: result.actions
      .slice(0, SHOWN_ACTIONS)
      .map((action) => [
        formatMoment(action.timestamp),
        reasonOf(action),
        formatSignificant(priceOf(action.price)),
        action.ranges.map((range) => rangeWords(range, facts)).join(', ') || 'none',
        formatAmount(
          BigInt(action.gasCost),
          money.decimals,
          Math.min(money.decimals, money.digits + 2),
        ),
      ]),
  }
}

function rangeWords(
  { tickLower, tickUpper }: Action['ranges'][number],
  { result, priceOf }: RunFacts,
): string {
  if (tickLower < -ENDLESS_TICK && tickUpper > ENDLESS_TICK) return 'all prices'
  const edges = [tickLower, tickUpper].map((tick) => priceOf(priceAtTick(tick, result)))
  return edges
    .sort((a, b) => a - b)
    .map((edge) => formatSignificant(edge, 5))
    .join(' to ')
}
