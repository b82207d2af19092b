import type { FeeGrowthIndex, Hex, PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { BarsManifest, CandlesManifest, EventsManifest } from './manifest.ts'

/** Pool state read from the chain after the last event of a block. */
export interface ChainState {
  readonly timestamp: number
  readonly blockNumber: number
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
  readonly feeGrowthGlobal0X128: bigint
  readonly feeGrowthGlobal1X128: bigint
}

/** Kinds of position-manager events, in the order of their codes in the canonical encoding. */
export const positionEventKinds = ['increaseLiquidity', 'decreaseLiquidity', 'collect'] as const

export type PositionEventKind = (typeof positionEventKinds)[number]

/**
 * An event of the position manager (ERC-721 positions) that belongs to the dataset's pool, joined to
 * the pool event it caused.
 */
export interface PositionEvent {
  readonly kind: PositionEventKind
  readonly tokenId: bigint
  readonly blockNumber: number
  readonly logIndex: number
  readonly timestamp: number
  readonly transactionHash?: Hex
  /** 0 for collect. */
  readonly liquidity: bigint
  /** For collect: what the manager asked for; the pool's own Collect may be some wei less. */
  readonly amount0: bigint
  readonly amount1: bigint
  /** Of collect; absent elsewhere. */
  readonly recipient?: Hex
  /** Log index of the pool's Mint, Burn or Collect of the same call. */
  readonly poolLogIndex: number
  readonly tickLower: number
  readonly tickUpper: number
}

/** An opened dataset of pool events: everything a replay or a backtest needs. */
export interface Dataset {
  readonly directory: string
  readonly manifest: EventsManifest
  /** Names the content: same rows, same root. */
  readonly root: Hex
  readonly spec: PoolSpec
  readonly simulated: boolean
  readonly columns: PoolEventColumns
  readonly startState: StartState
  /** Ascending by block; empty when the dataset has none. */
  readonly chainStates: readonly ChainState[]
  /** In chain order; absent when the source had no position-manager events. */
  readonly positionEvents?: readonly PositionEvent[]
  /** Built at the first call, kept in memory and in the dataset's cache folder. */
  index(): FeeGrowthIndex
}

/** Pool bars of equal length as columns. A bar without swaps repeats the last price with zero amounts. */
export interface BarColumns {
  readonly length: number
  readonly secondsPerBar: number
  /** Unix seconds of the bar's start, ascending. */
  readonly timestamp: Uint32Array
  readonly openTick: Int32Array
  readonly highTick: Int32Array
  readonly lowTick: Int32Array
  readonly closeTick: Int32Array
  /** Volume paid into the pool, fee included, raw units. */
  readonly amountIn0: readonly bigint[]
  readonly amountIn1: readonly bigint[]
  /** Sum of signed amounts from the pool's side. */
  readonly netAmount0: readonly bigint[]
  readonly netAmount1: readonly bigint[]
  /** In-range liquidity after the last swap. */
  readonly liquidity: readonly bigint[]
  /** 1 where closeTick is known to be stale (outside low … high). */
  readonly staleClose: Uint8Array
}

export interface BarsDataset {
  readonly directory: string
  readonly manifest: BarsManifest
  readonly root: Hex
  readonly bars: BarColumns
}

/** Exchange candles: price in quote per base, volume in base. */
export interface ReferenceSeries {
  readonly directory: string
  readonly manifest: CandlesManifest
  readonly root: Hex
  readonly secondsPerCandle: number
  /** Unix seconds of the candle's open, ascending. */
  readonly timestamp: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Progress of a long job; `total` is 0 when it is not known. */
export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total: number
}

/** What every long job takes: where to report and when to stop. */
export interface JobOptions {
  readonly onProgress?: (progress: Progress) => void
  /** Aborting ends the job with CancelledError; nothing half-written stays. */
  readonly signal?: AbortSignal
}
