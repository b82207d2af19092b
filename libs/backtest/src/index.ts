export * from './run-id.ts'
export * from './metrics.ts'
export * from './metrics/drawdown.ts'
export * from './metrics/overfit-probability.ts'
export * from './metrics/regression.ts'
export * from './metrics/sampling.ts'
export * from './metrics/sharpe.ts'
export * from './metrics/tail.ts'
export { moments, type Moments } from './metrics/moments.ts'
export * from './metrics/normal.ts'
export { verifyPositions } from './position-verify.ts'
export type { PositionEventPlace, VerifiableDataset, VerifiedPosition } from './position-verify.ts'
export { positionLives } from './position-verify-lives.ts'
export type { OpenReason, PositionLife } from './position-verify-lives.ts'
export { compareWithChainStates } from './accuracy-hours.ts'
export type {
  ChainComparison,
  ComparableDataset,
  GrowthComparison,
  HourComparison,
} from './accuracy-hours.ts'
export type { FlashPayment, FlashProof } from './accuracy-flash.ts'
export { hypotheticalPosition } from './hypothetical-position.ts'
export { firstPricedRow, poolPriceAt } from './pool-price-at.ts'
export type { PoolPrice } from './pool-price-at.ts'
export type {
  HypotheticalOutcome,
  HypotheticalPosition,
  PositionMark,
  PricedDataset,
} from './hypothetical-position.ts'
export * from './market/market-data.ts'
export { recordedTimeline, type MarketTimeline } from './market/timeline.ts'
export * from './market/timeline-view.ts'
export { attributionTerms, sumAttribution } from './run/attribution.ts'
export type { Attribution, AttributionInterval } from './run/attribution.ts'
export { runBacktest, runPrepared } from './run/backtest.ts'
export { ENGINE_VERSION, prepareRun } from './run/prepare-run.ts'
export type {
  BacktestOptions,
  ObservedDecision,
  PreparedRun,
  RunInputs,
  RunObserver,
  RunParameters,
} from './run/prepare-run.ts'
export { defaultGasPriceWei, measuredGas } from './run/gas.ts'
export type { GasPriceSeries, GasUse } from './run/gas.ts'
export * from './run/result.ts'
export type { RunOptions } from './run/engine.ts'
export type { ForecasterFactory } from './run/forecaster-factory.ts'
export type { Capital, Impact, ResolvedSettings, RunSettings } from './run/settings.ts'
export type { DilutionReport } from './venue/fee-accrual.ts'
export { defaultAsset, nativeToken } from './vault/asset.ts'
export { valuationAt, valueDown, valueX192, type Valuation } from './vault/valuation.ts'
export { checkDeterminism, type DeterminismReport } from './check/determinism.ts'
export { checkLookahead } from './check/lookahead.ts'
export type { DecisionDifference, LookaheadOptions, LookaheadReport } from './check/lookahead.ts'
export { firstDifference, type Difference } from './check/first-difference.ts'
export * from './walk-forward/money-by-fold.ts'
export { checkVaultLimits, type VaultLimits } from './vault/vault-limits.ts'
export type { RefusalName } from './vault/rebalance-outcome.ts'
export { openMarketPool, MARKET, type MarketPool } from './venue/market-pool.ts'
export { decideOnce, type DecisionEntry } from './run/decide.ts'
