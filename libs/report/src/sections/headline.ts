import type { KeyFigure } from '../document/report-document.ts'
import { benchmarkNames, type RunFacts } from '../document/run-facts.ts'
import { formatSignedAmount, tell, tellChange } from '../format/amount.ts'
import { counted, formatChange, formatFixed, formatShare, listed } from '../format/number.ts'
import { formatDay, formatSpan } from '../format/time.ts'
import { drawdownEpisodes } from './drawdown-episodes.ts'

/** What happened, in sentences that need no other part of the report. */
export function headline(facts: RunFacts): readonly string[] {
  return [
    whatHappened(facts),
    againstBenchmarks(facts),
    feesAndLosses(facts),
    riskAndActivity(facts),
  ]
}

function whatHappened({ result, money, navStart, navEnd, change }: RunFacts): string {
  const { settings, metrics } = result
  const outcome =
    change === 0n
      ? 'neither a gain nor a loss'
      : `a ${change > 0n ? 'gain' : 'loss'} of ${tell(change < 0n ? -change : change, money)} (${formatChange(metrics.totalReturn)})`
  return `${tell(navStart, money)} became ${tell(navEnd, money)} in ${formatSpan(settings.to - settings.from)}, ${dayWords(settings)}: ${outcome}.`
}

function dayWords({ from, to }: { readonly from: number; readonly to: number }): string {
  const [first, last] = [formatDay(from), formatDay(to)]
  return first === last ? `on ${first}` : `from ${first} to ${last}`
}

function againstBenchmarks({ result, money, navEnd }: RunFacts): string {
  const compared = result.benchmarks.map(({ name, navEnd: end }) => ({
    name: benchmarkNames[name],
    ahead: navEnd - BigInt(end),
  }))
  const hodl = result.benchmarks.find(({ name }) => name === 'hodl')
  const others = (sign: 1 | -1 | 0): readonly string[] =>
    compared.filter(({ ahead }) => Math.sign(Number(ahead)) === sign).map(({ name }) => name)
  const parts = [
    others(1).length > 0 && `it ended ahead of ${listed(others(1))}`,
    others(0).length > 0 && `level with ${listed(others(0))}`,
    others(-1).length > 0 &&
      `${others(1).length === 0 && others(0).length === 0 ? 'it ended behind' : 'behind'} ${listed(others(-1))}`,
  ].filter((part) => part !== false)
  const sentence = listed(parts)
  if (hodl === undefined) return `${capital(sentence)}.`
  const excess = navEnd - BigInt(hodl.navEnd)
  const measure =
    excess === 0n
      ? 'exactly what doing nothing (HODL) would have left'
      : `${tell(excess < 0n ? -excess : excess, money)} ${excess > 0n ? 'more' : 'less'} than doing nothing (HODL) would have left`
  return `That is ${measure}; ${sentence}.`
}

function feesAndLosses({ result, money }: RunFacts): string {
  const { attribution, metrics } = result
  const fees = BigInt(attribution.fees)
  const lvr = BigInt(attribution.lvr)
  const costs = costsOf(attribution)
  const rate =
    metrics.feeApr === null ? '' : ` (${formatShare(metrics.feeApr, 1)} of mean value a year)`
  const net = fees + lvr
  const verdict =
    fees === 0n && lvr === 0n
      ? 'It earned no fees'
      : `It earned ${tell(fees, money)} in fees${rate} and lost ${tell(lvr < 0n ? -lvr : 0n, money)} to arbitrage (loss versus rebalancing), ${tellChange(net, money)} together`
  const paid =
    costs === 0n
      ? 'and paid no costs'
      : `and paid ${tell(-costs, money)} in gas, swap costs and vault fees`
  return `${verdict}, ${paid}.`
}

/** Gas, own swaps and vault fees: at most 0 but for a lucky swap. Raw units. */
export function costsOf(attribution: RunFacts['result']['attribution']): bigint {
  const { gas, swapFee, swapImpact, vaultFees } = attribution
  return BigInt(gas) + BigInt(swapFee) + BigInt(swapImpact) + BigInt(vaultFees)
}

function riskAndActivity({ result }: RunFacts): string {
  const { metrics, actions } = result
  const done = actions.filter(({ kind }) => kind === 'rebalance').length
  const worst = drawdownEpisodes(
    result.equity.map(({ timestamp, nav }) => ({ timestamp, value: Number(nav) })),
  )[0]
  const fall =
    worst === undefined
      ? 'Its value never fell below an earlier peak'
      : `At its worst it was ${formatShare(worst.depth)} below an earlier peak; ${worst.recoveredAt === undefined ? `${formatSpan(worst.seconds)} after that peak the run ended and it had not come back` : `it was back after ${formatSpan(worst.seconds)}`}`
  const range =
    metrics.timeInRange === null
      ? ''
      : `; its liquidity was in range ${formatShare(metrics.timeInRange, 1)} of the time`
  return `${fall}${range}. It rebalanced ${done === 0 ? 'not once' : done === 1 ? 'once' : counted(done, 'time')} in ${counted(result.decisions.taken, 'decision')}.`
}

/** The numbers that are looked at first. */
export function keyFigures(facts: RunFacts): readonly KeyFigure[] {
  const { result, money, change } = facts
  const { metrics, attribution } = result
  const signed = (raw: bigint): string => formatSignedAmount(raw, money.decimals, money.digits)
  return [
    {
      label: 'Return',
      value: formatChange(metrics.totalReturn),
      detail: tellChange(change, money),
    },
    {
      label: 'Against HODL',
      value: points(metrics.excessReturn),
      detail: `HODL ${formatChange(metrics.hodlReturn)}`,
    },
    {
      label: 'Fees − LVR',
      value: formatChange(metrics.feesMinusLvr),
      detail: `${signed(BigInt(attribution.fees))} ${signed(BigInt(attribution.lvr))}`,
    },
    {
      label: 'Deepest fall',
      value: formatChange(metrics.maxDrawdown === null ? null : -metrics.maxDrawdown),
      detail:
        metrics.maxDrawdown === null || metrics.maxDrawdown === 0
          ? 'never below a peak'
          : formatSpan(metrics.maxDrawdownSeconds ?? 0),
    },
    {
      label: 'In range',
      value: formatShare(metrics.timeInRange, 1),
      detail: counted(metrics.rebalances, 'rebalance'),
    },
    {
      label: 'Sharpe ratio',
      value: formatFixed(metrics.sharpe),
      detail:
        metrics.probabilisticSharpe === null
          ? 'a year'
          : `above 0 with ${formatShare(metrics.probabilisticSharpe, 0)}`,
    },
  ]
}

/** A difference of two fractions in percentage points. */
export function points(difference: number | null): string {
  const text = formatFixed(difference === null ? null : difference * 100)
  return difference === null ? text : `${difference > 0 && /[1-9]/.test(text) ? '+' : ''}${text} pp`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
