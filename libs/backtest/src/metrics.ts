import { maxDrawdown } from './metrics/drawdown.ts'
import { average, moments } from './metrics/moments.ts'
import { alphaBeta } from './metrics/regression.ts'
import { sampleEvenly, simpleReturns, type TimedValue } from './metrics/sampling.ts'
import { probabilisticSharpe, sharpeRatio, sortinoRatio } from './metrics/sharpe.ts'
import { tailLoss } from './metrics/tail.ts'

/** 365 days: liquidity pools trade around the clock. */
export const SECONDS_PER_YEAR = 365 * 24 * 3600

/** Annualising a shorter run than this says nothing. */
const SHORTEST_ANNUALISED_SECONDS = 24 * 3600

/** Net asset value at a time, in smallest units of the asset. Times ascend. */
export interface EquityPoint {
  readonly timestamp: number
  readonly nav: number | bigint
}

/** Totals of a run in smallest units of the asset; costs are positive. */
export interface RunTotals {
  readonly fees: bigint
  /** Loss versus rebalancing; `null` when the run did not measure it. */
  readonly lvr: bigint | null
  /** Value of the holdings without fees and costs minus HODL: at most 0 between rebalances. */
  readonly divergence: bigint
  readonly gas: bigint
  /** Value of everything the vault itself swapped. */
  readonly swapped: bigint
  readonly rebalances: number
  readonly secondsInRange: number
}

/** Input of {@link computeMetrics}. `hodl[i]` is the HODL value at `equity[i].timestamp`. */
export interface MetricsInput {
  readonly equity: readonly EquityPoint[]
  readonly hodl: readonly (number | bigint)[]
  /** Spacing of the returns behind volatility, Sharpe, Sortino, VaR, alpha and beta. */
  readonly intervalSeconds: number
  readonly totals: RunTotals
}

/** Figures of a run: fractions, not percent. `null` where the data say nothing. See {@link computeMetrics}. */
export interface Metrics {
  readonly seconds: number
  readonly intervalSeconds: number
  readonly returnCount: number
  readonly totalReturn: number | null
  readonly annualisedReturn: number | null
  readonly hodlReturn: number | null
  readonly excessReturn: number | null
  readonly feeApr: number | null
  readonly volatility: number | null
  readonly sharpe: number | null
  readonly probabilisticSharpe: number | null
  readonly sortino: number | null
  readonly calmar: number | null
  readonly maxDrawdown: number | null
  readonly maxDrawdownSeconds: number | null
  readonly valueAtRisk95: number | null
  readonly conditionalValueAtRisk95: number | null
  readonly alpha: number | null
  readonly beta: number | null
  readonly timeInRange: number | null
  readonly turnover: number | null
  readonly rebalances: number
  readonly gasShare: number | null
  readonly feesMinusLvr: number | null
  readonly divergenceLoss: number | null
}

/**
 * The metric set of a run. Never NaN or infinite: a figure the data cannot give (no variance, too
 * few points, a NAV that is not positive) is `null`.
 *
 * - `totalReturn` last NAV / first NAV − 1; `hodlReturn` the same of HODL; `excessReturn` their difference.
 * - `annualisedReturn` (1 + totalReturn)^(year / seconds) − 1, by real time; `null` under one day.
 * - `feeApr` fees / mean NAV × year / seconds, not compounded.
 * - `volatility` sample standard deviation of the even returns × √(intervals per year).
 * - `sharpe`, `sortino` annualised by the same root, rate 0 ({@link sharpeRatio}, {@link sortinoRatio});
 *   `probabilisticSharpe` is the probability that the true one is above 0 ({@link probabilisticSharpe}).
 * - `calmar` annualisedReturn / maxDrawdown (Young, "Calmar Ratio: A Smoother Tool", Futures, 1991).
 * - `maxDrawdown`, `maxDrawdownSeconds` on all equity points ({@link maxDrawdown}).
 * - `valueAtRisk95`, `conditionalValueAtRisk95` per interval, a loss is positive ({@link tailLoss}).
 * - `alpha` (annual, not compounded) and `beta` to HODL ({@link alphaBeta}).
 * - `timeInRange` share of the run's seconds; `turnover` own swaps / mean NAV;
 *   `gasShare` gas / fees; `feesMinusLvr` and `divergenceLoss` (≥ 0 is a loss) over the first NAV.
 *   LVR: Milionis, Moallemi, Roughgarden & Zhang, "Automated Market Making and Loss-Versus-Rebalancing", 2022.
 *
 * @example
 * computeMetrics({ equity, hodl, intervalSeconds: 3600, totals }).sharpe
 */
export function computeMetrics(input: MetricsInput): Metrics {
  const { equity, intervalSeconds, totals } = input
  const nav = equity.map((point) => ({ timestamp: point.timestamp, value: Number(point.nav) }))
  const hodl = nav.map(({ timestamp }, i) => ({ timestamp, value: Number(input.hodl[i] ?? NaN) }))
  const seconds = (nav.at(-1)?.timestamp ?? 0) - (nav[0]?.timestamp ?? 0)
  const samples = sampleEvenly(nav, intervalSeconds)
  const returns = simpleReturns(samples) ?? []
  const hodlReturns = simpleReturns(sampleEvenly(hodl, intervalSeconds)) ?? []

  const totalReturn = growth(nav)
  const hodlReturn = growth(hodl)
  const annualisedReturn = annualise(totalReturn, seconds)
  const drawdown = nav.length < 2 ? null : maxDrawdown(nav)
  const tail = tailLoss(returns, 0.95)
  const line = alphaBeta(returns, hodlReturns)
  const intervalsPerYear = SECONDS_PER_YEAR / intervalSeconds
  const firstNav = nav[0]?.value ?? 0
  const meanNav = average(samples)
  const fees = Number(totals.fees)
  return {
    seconds,
    intervalSeconds,
    returnCount: returns.length,
    totalReturn,
    annualisedReturn,
    hodlReturn,
    excessReturn: totalReturn === null || hodlReturn === null ? null : totalReturn - hodlReturn,
    feeApr: ratio(fees * SECONDS_PER_YEAR, meanNav * seconds),
    ...riskRatios(returns, intervalsPerYear),
    calmar: annualisedReturn === null ? null : ratio(annualisedReturn, drawdown?.depth ?? 0),
    maxDrawdown: drawdown?.depth ?? null,
    maxDrawdownSeconds: drawdown?.seconds ?? null,
    valueAtRisk95: tail?.valueAtRisk ?? null,
    conditionalValueAtRisk95: tail?.conditionalValueAtRisk ?? null,
    alpha: line === null ? null : line.alpha * intervalsPerYear,
    beta: line?.beta ?? null,
    timeInRange: ratio(totals.secondsInRange, seconds),
    turnover: ratio(Number(totals.swapped), meanNav),
    rebalances: totals.rebalances,
    gasShare: ratio(Number(totals.gas), fees),
    feesMinusLvr: totals.lvr === null ? null : ratio(Number(totals.fees - totals.lvr), firstNav),
    divergenceLoss: ratio(Number(-totals.divergence), firstNav),
  }
}

function riskRatios(
  returns: readonly number[],
  intervalsPerYear: number,
): Pick<Metrics, 'volatility' | 'sharpe' | 'probabilisticSharpe' | 'sortino'> {
  const root = Math.sqrt(intervalsPerYear)
  const sample = moments(returns)
  const sharpe = sharpeRatio(returns)
  const sortino = sortinoRatio(returns)
  return {
    volatility: sample === null ? null : sample.standardDeviation * root,
    sharpe: sharpe === null ? null : sharpe * root,
    probabilisticSharpe:
      sample === null || sharpe === null
        ? null
        : probabilisticSharpe({ sharpe, observations: sample.count, ...sample }, 0),
    sortino: sortino === null ? null : sortino * root,
  }
}

function growth(values: readonly TimedValue[]): number | null {
  const first = values[0]?.value ?? 0
  const last = values.at(-1)?.value ?? NaN
  return values.length < 2 ? null : ratio(last - first, first)
}

function annualise(totalReturn: number | null, seconds: number): number | null {
  if (totalReturn === null || totalReturn < -1 || seconds < SHORTEST_ANNUALISED_SECONDS) return null
  const annual = (1 + totalReturn) ** (SECONDS_PER_YEAR / seconds) - 1
  return Number.isFinite(annual) ? annual : null
}

/** `null` unless the divisor is positive and the quotient finite. */
function ratio(part: number, whole: number): number | null {
  const quotient = part / whole
  return whole > 0 && Number.isFinite(quotient) ? quotient : null
}
