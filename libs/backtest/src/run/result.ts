import type { ForecastRequest, ParameterValue } from '@tickwise/strategies'
import type { Metrics } from '../metrics.ts'
import type { RefusalName } from '../vault/rebalance-outcome.ts'
import type { VaultLimits } from '../vault/vault-limits.ts'
import type { DilutionReport } from '../venue/fee-accrual.ts'
import type { Attribution, AttributionInterval } from './attribution.ts'
import type { GasPriceSeries, GasUse } from './gas.ts'
import type { Impact } from './settings.ts'

/** The same data with every `bigint` as a decimal string: what JSON can hold exactly. */
export type JsonReady<T> = T extends bigint
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : { readonly [Key in keyof T]: JsonReady<T[Key]> }

/**
 * Turns every `bigint` of plain data into a decimal string.
 *
 * @example
 * jsonReady({ wei: 10n }) // { wei: '10' }
 */
export function jsonReady<T>(data: T): JsonReady<T> {
  const text = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return JSON.parse(text) as JsonReady<T>
}

/** What the run was told, defaults included. Times in unix seconds, amounts in raw units. */
export interface ResultSettings {
  readonly from: number
  readonly to: number
  readonly epochSeconds: number
  readonly capital0: bigint
  readonly capital1: bigint
  /** The asset's place in the pool, and its symbol. */
  readonly asset: 0 | 1
  readonly assetSymbol: string
  readonly impact: Impact
  readonly confirmationSeconds: number
  readonly delaySeconds: number
  /** Absent: the policy is carried out without guards. */
  readonly limits?: VaultLimits | undefined
  readonly revealWindowSeconds: number
  readonly retrySeconds: number
  readonly gasPriceWei: bigint | GasPriceSeries
  readonly gas: GasUse
  /** `token0`, `token1`, or raw units of the asset per 10^18 wei. */
  readonly nativePrice: 'token0' | 'token1' | bigint | 'none'
  readonly l1FeeWei: bigint
  readonly failureProbability: number
  readonly seed: number
  readonly managementFeeBps: number
  readonly performanceFeeBps: number
  readonly markoutSeconds: number
}

/**
 * NAV at a time, raw units of the asset. `price` is token1 per token0 in whole tokens, for charts.
 * `feesSoFar` and `lvrSoFar` are these terms of the attribution since the start; the last point's are the
 * run's own, so what epochs or days earned adds up to it.
 */
export interface ResultEquityPoint {
  readonly timestamp: number
  readonly nav: bigint
  readonly feesSoFar: bigint
  readonly lvrSoFar: bigint
  readonly price: number
  readonly tick: number
  readonly inRange: boolean
  readonly ranges: readonly (readonly [tickLower: number, tickUpper: number])[]
}

/** One rebalance, one that failed and cost its gas, or one that the vault refused, which cost nothing. */
export interface ResultAction {
  readonly kind: 'rebalance' | 'failed' | 'refused'
  /** The contract's error, where it was refused. */
  readonly refused?: RefusalName
  readonly decidedAt: number
  readonly timestamp: number
  /** Events of the dataset before it. */
  readonly row: number
  readonly blockNumber: number
  readonly reason: string
  readonly price: number
  readonly burned0: bigint
  readonly burned1: bigint
  readonly collected0: bigint
  readonly collected1: bigint
  readonly swap?: {
    readonly zeroForOne: boolean
    readonly amountIn: bigint
    readonly amountOut: bigint
    readonly feeAmount: bigint
    readonly complete: boolean
  }
  readonly ranges: readonly {
    readonly tickLower: number
    readonly tickUpper: number
    readonly liquidity: bigint
    readonly amount0: bigint
    readonly amount1: bigint
  }[]
  readonly gasUnits: bigint
  readonly gasPriceWei: bigint
  /** Raw units of the asset. */
  readonly gasCost: bigint
}

/** What the same capital would have become without the strategy. */
export interface ResultBenchmark {
  readonly name: 'hodl' | 'fifty-fifty' | 'full-range' | 'static-range'
  readonly title: string
  readonly navStart: bigint
  readonly navEnd: bigint
  /** Fraction. */
  readonly totalReturn: number
  readonly equity: readonly { readonly timestamp: number; readonly nav: bigint }[]
}

/** How much of the pool the strategy was. */
export interface ResultCapacity {
  /** Own share of in-range liquidity at the epochs in range: greatest and mean; fractions. */
  readonly maxLiquidityShare: number
  readonly meanLiquidityShare: number
  readonly dilution?: DilutionReport
  /**
   * Greatest distance, at the points of the equity curve, between the pool's tick and the recorded
   * one: 0 but in `counterfactual`, where re-executed orders do not arbitrage our price back.
   */
  readonly maxDisplacementTicks: number
}

/** What came of one forecast that the strategy declares. */
export interface ResultForecastUse {
  readonly request: ForecastRequest
  /** Decisions, those with an answer, and those whose model had proven its skill. */
  readonly asked: number
  readonly answered: number
  readonly proven: number
  /** The fits that answered, in the order they first did. */
  readonly models: readonly {
    readonly model: string
    readonly modelHash: string
    readonly answers: number
  }[]
}

/** Forecasts behind the decisions of a run. */
export interface ResultForecasts {
  /** Absent when the run had none. */
  readonly forecaster?: { readonly name: string; readonly id: string }
  readonly requests: readonly ResultForecastUse[]
}

/** A finished run; `BacktestResult` is this with decimal strings for bigints. */
export interface RunReport {
  readonly engine: string
  readonly runId: string
  readonly dataset: {
    readonly root: string
    readonly chainId: number
    readonly simulated: boolean
    readonly symbol0: string
    readonly symbol1: string
    readonly decimals0: number
    readonly decimals1: number
    readonly fee: number
  }
  readonly strategy: {
    readonly name: string
    readonly title: string
    readonly parameters: Readonly<Record<string, ParameterValue>>
  }
  readonly settings: ResultSettings
  readonly navStart: bigint
  readonly navEnd: bigint
  readonly metrics: Metrics
  /** The terms add to `navEnd − navStart` exactly. */
  readonly attribution: Attribution
  /** The same per stretch between rebalances. */
  readonly attributionIntervals: readonly AttributionInterval[]
  readonly benchmarks: readonly ResultBenchmark[]
  readonly decisions: {
    readonly taken: number
    readonly held: number
    /** Sha-256 over every decision with its reason, held ones too: two runs decided alike or not. */
    readonly digest: string
  }
  readonly actions: readonly ResultAction[]
  readonly equity: readonly ResultEquityPoint[]
  readonly capacity: ResultCapacity
  /** Absent when the strategy asks for no forecast. */
  readonly forecasts?: ResultForecasts
  /** What makes the numbers less than exact, in sentences. */
  readonly warnings: readonly string[]
}

/**
 * Everything a run tells, ready for `JSON.stringify`. Amounts are decimal strings of raw units; the
 * terms of `attribution` add to `navEnd − navStart` exactly.
 */
export type BacktestResult = JsonReady<RunReport>
