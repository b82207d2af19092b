import { liquidityAt } from './columns-read.ts'
import type { PoolEventColumns } from './event-columns.ts'
import type { LiquidityProfile } from './liquidity-profile.ts'
import { continuityError, replayFault } from './replay-faults.ts'
import type { FaultKind, ReplayFault } from './replay-faults.ts'

/**
 * Fees that one event leaves in one tick-spacing interval. The object is reused: copy what you keep.
 */
export interface ReplayStep {
  /** Row of the event; the state after it is row + 1. */
  row: number
  /** Interval `[index · spacing, (index + 1) · spacing)`. */
  index: number
  /** In-range liquidity of the step. */
  liquidity: bigint
  /** Token of the fee. */
  token: 0 | 1
  /** Fee of the liquidity providers, raw units. */
  fee: bigint
  /** What the step adds to the fee growth of its token. */
  growthX128: bigint
  /** Whether liquidity that the data do not show had to be guessed for it. */
  estimated: boolean
}

/** Receives what a replay finds, in chain order. */
export interface ReplayVisitor {
  /** Called for every step, fee or none. */
  onStep(step: ReplayStep): void
  /**
   * The price passes boundary `boundary · spacing` during `row`; the growths are those at that moment,
   * counted from the start of the stream, modulo 2^256.
   */
  onCross?(row: number, boundary: number, growth0X128: bigint, growth1X128: bigint): void
}

/** Running state of a replay. */
export interface Replay {
  readonly columns: PoolEventColumns
  readonly fee: bigint
  readonly profile: LiquidityProfile
  readonly visitor: ReplayVisitor
  readonly strict: boolean
  readonly faults: ReplayFault[]
  readonly step: ReplayStep
  /** undefined until known. */
  sqrtPriceX96: bigint | undefined
  tick: number
  index: number
  /** In range; undefined where nothing is known of the interval. */
  liquidity: bigint | undefined
  growth0X128: bigint
  growth1X128: bigint
  feeProtocol0: bigint
  feeProtocol1: bigint
  swaps: number
  anchorRow: number
}

/** Books a step in the running growth and shows it to the visitor. */
export function emitStep(
  replay: Replay,
  row: number,
  index: number,
  liquidity: bigint,
  token: 0 | 1,
  fee: bigint,
  growthX128: bigint,
  estimated: boolean,
): void {
  if (token === 0) replay.growth0X128 = BigInt.asUintN(256, replay.growth0X128 + growthX128)
  else replay.growth1X128 = BigInt.asUintN(256, replay.growth1X128 + growthX128)
  const step = replay.step
  step.row = row
  step.index = index
  step.liquidity = liquidity
  step.token = token
  step.fee = fee
  step.growthX128 = growthX128
  step.estimated = estimated
  replay.visitor.onStep(step)
}

/** Books a fault, or throws it in strict mode. */
export function reportFault(
  replay: Replay,
  row: number,
  kind: FaultKind,
  expected: bigint,
  actual: bigint,
): void {
  const fault = replayFault(replay.columns, row, kind, expected, actual)
  if (replay.strict) throw continuityError(fault)
  replay.faults.push(fault)
}

/** Takes price and liquidity from the swap of `row`. */
export function settleAt(replay: Replay, row: number, sqrtPriceX96: bigint, index: number): void {
  replay.sqrtPriceX96 = sqrtPriceX96
  replay.tick = replay.columns.tickA[row] ?? 0
  replay.index = index
  replay.liquidity = liquidityAt(replay.columns, row)
}
