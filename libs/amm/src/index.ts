export * from './canonical-json.ts'
export * from './errors.ts'
export { nearestName } from './nearest-name.ts'
export * from './events.ts'
export * from './event-columns.ts'
export * from './full-math.ts'
export * from './tick-math.ts'
export * from './sqrt-price-math.ts'
export * from './swap-math.ts'
export * from './liquidity-math.ts'
export * from './columns-encode.ts'
export {
  amount0At,
  amount1At,
  eventAt,
  eventKindAt,
  liquidityAt,
  rowCountAtBlock,
  rowCountAtTime,
  sqrtPriceAt,
} from './columns-read.ts'
export type { Cumulatives, Observation, Oracle } from './oracle.ts'
export { ExactPool } from './pool.ts'
export type { Slot0 } from './pool.ts'
export type { FeeProtocolChange, FlashRequest } from './pool-fees.ts'
export type { CollectRequest, LiquidityRequest, PositionPlace } from './pool-liquidity.ts'
export { bareRevert, poolRevert } from './pool-revert.ts'
export type { PoolRevertReason } from './pool-revert.ts'
export type { CumulativesInside } from './pool-snapshot.ts'
export type { ChainStartState, KnownBeyondStart, PositionState, TickState } from './pool-state.ts'
export type { SwapRequest, SwapResult } from './pool-swap.ts'
export { deriveStartState } from './derive-start.ts'
export type { DeriveStartOptions } from './derive-start.ts'
export {
  advanceProfile,
  createLiquidityProfile,
  isBoundaryInitialised,
  knowledgeOfInterval,
  liquidityOfInterval,
  nextBoundaryAbove,
  nextBoundaryBelow,
} from './liquidity-profile.ts'
export type { Knowledge, LiquidityProfile } from './liquidity-profile.ts'
export { replaySteps } from './replay.ts'
export type { ReplayOptions, ReplaySummary } from './replay.ts'
export type { ReplayStep, ReplayVisitor } from './replay-state.ts'
export { continuityError } from './replay-faults.ts'
export type { FaultKind, ReplayFault } from './replay-faults.ts'
export {
  estimatedSteps,
  feeGrowthBetween,
  feeGrowthGlobal,
  feeGrowthGlobalBetween,
  feeGrowthInside,
  feeGrowthInToken1X128,
  feesPerLiquidityFast,
} from './fee-growth-index.ts'
export type { FeeGrowth } from './fee-growth-index.ts'
export { buildFeeGrowthIndex } from './fee-growth-index-build.ts'
export { indexFromParts, indexParts } from './fee-growth-index-parts.ts'
export type { FeeGrowthIndex, FeeGrowthIndexParts, IndexArray } from './fee-growth-index-parts.ts'
export { dilutedFees } from './dilution.ts'
export type { DilutedFees, DilutionOptions } from './dilution.ts'
export {
  appendPrice,
  createPriceTrack,
  priceCountAt,
  tickAfter,
  tickCumulativeAt,
} from './price-track.ts'
export type { PriceTrack } from './price-track.ts'
export { buildPriceTrack, startPrice } from './price-track-build.ts'
export * from './seeded-random.ts'
