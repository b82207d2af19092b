import { amount0At, amount1At, sqrtPriceAt } from './columns-read.ts'
import type { PoolEventColumns, PoolSpec, StartState } from './event-columns.ts'
import { kindCode } from './events.ts'
import { intervalIndex, liquidityChangeAt } from './liquidity-net.ts'
import {
  applyProfileEvent,
  createLiquidityProfile,
  liquidityOfInterval,
} from './liquidity-profile.ts'
import type { ReplayFault } from './replay-faults.ts'
import { feeGrowthOf, lessProtocol } from './replay-path.ts'
import { emitStep } from './replay-state.ts'
import type { Replay, ReplayVisitor } from './replay-state.ts'
import { replaySwap } from './replay-swap.ts'

export interface ReplayOptions {
  /** Throw at the first event that contradicts the stream before it. */
  readonly strict?: boolean
}

/** Where a replay ended and what it noticed. Fee growths count from the start of the stream. */
export interface ReplaySummary {
  readonly feeGrowth0X128: bigint
  readonly feeGrowth1X128: bigint
  readonly swaps: number
  /**
   * Row of the swap that set the price because none was known before it; its own fees are not
   * counted. -1 when there was no need.
   */
  readonly anchorRow: number
  readonly faults: readonly ReplayFault[]
}

/**
 * Replays recorded events and hands every fee to `visitor`, split by tick-spacing interval, with the
 * contract's integers: net input of each step from its price move and liquidity, fee of a full step
 * by the fee tier, fee of the last step = what remains of the event's gross input, protocol share off
 * each, growth = fee · 2^128 / liquidity, all with the contract's rounding. Each swap is checked
 * against the state that the events before it leave.
 *
 * Source: Uniswap v3-core `UniswapV3Pool.swap`, `SwapMath.computeSwapStep`.
 * @throws UserError `E_DATA_CONTINUITY` in strict mode, at the first contradiction; `E_DATA_GAP` when
 * the start state is open and the swaps that should fill it disagree
 * @example
 * let fees = 0n
 * replaySteps(columns, spec, start, { onStep: (step) => { if (step.token === 0) fees += step.fee } })
 */
export function replaySteps(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  visitor: ReplayVisitor,
  options: ReplayOptions = {},
): ReplaySummary {
  const replay = startReplay(columns, spec, start, visitor, options)
  for (let row = 0; row < columns.length; row++) {
    if (columns.kind[row] === kindCode.swap) {
      replay.profile.row = row + 1
      replaySwap(replay, row)
    } else replayOther(replay, row)
  }
  return {
    feeGrowth0X128: replay.growth0X128,
    feeGrowth1X128: replay.growth1X128,
    swaps: replay.swaps,
    anchorRow: replay.anchorRow,
    faults: replay.faults,
  }
}

function startReplay(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  visitor: ReplayVisitor,
  options: ReplayOptions,
): Replay {
  const profile = createLiquidityProfile(columns, spec, start)
  const feeProtocol = start.kind === 'fresh' ? 0 : start.feeProtocol
  const tick = start.kind === 'fresh' ? undefined : start.tick
  const sqrtPriceX96 = start.kind === 'fresh' ? undefined : start.sqrtPriceX96
  const replay: Replay = {
    columns,
    fee: BigInt(spec.fee),
    profile,
    visitor,
    strict: options.strict ?? false,
    faults: [],
    step: { row: 0, index: 0, liquidity: 0n, token: 0, fee: 0n, growthX128: 0n, estimated: false },
    sqrtPriceX96: undefined,
    tick: 0,
    index: 0,
    liquidity: undefined,
    growth0X128: 0n,
    growth1X128: 0n,
    feeProtocol0: BigInt(feeProtocol & 0xf),
    feeProtocol1: BigInt(feeProtocol >> 4),
    swaps: 0,
    anchorRow: -1,
  }
  if (sqrtPriceX96 !== undefined && tick !== undefined) placeAt(replay, sqrtPriceX96, tick)
  return replay
}

function placeAt(replay: Replay, sqrtPriceX96: bigint, tick: number): void {
  replay.sqrtPriceX96 = sqrtPriceX96
  replay.tick = tick
  replay.index = intervalIndex(tick, replay.profile.spec.tickSpacing)
  replay.liquidity = liquidityOfInterval(replay.profile, replay.index)
}

function replayOther(replay: Replay, row: number): void {
  const { columns, profile } = replay
  applyProfileEvent(profile, row)
  const tickA = columns.tickA[row] ?? 0
  const tickB = columns.tickB[row] ?? 0
  switch (columns.kind[row] ?? -1) {
    case kindCode.mint:
    case kindCode.burn:
      if (replay.liquidity !== undefined && tickA <= replay.tick && replay.tick < tickB)
        replay.liquidity += liquidityChangeAt(columns, row)
      return
    case kindCode.initialize:
      placeAt(replay, sqrtPriceAt(columns, row), tickA)
      return
    case kindCode.setFeeProtocol:
      replay.feeProtocol0 = BigInt(tickA)
      replay.feeProtocol1 = BigInt(tickB)
      return
    case kindCode.flash:
      replayFlash(replay, row)
  }
}

function replayFlash(replay: Replay, row: number): void {
  const paid0 = amount0At(replay.columns, row)
  const paid1 = amount1At(replay.columns, row)
  const { liquidity, index } = replay
  if (liquidity === undefined) return
  const lpFee0 = lessProtocol(paid0, replay.feeProtocol0)
  const lpFee1 = lessProtocol(paid1, replay.feeProtocol1)
  if (lpFee0 > 0n) {
    emitStep(replay, row, index, liquidity, 0, lpFee0, feeGrowthOf(lpFee0, liquidity), false)
  }
  if (lpFee1 > 0n) {
    emitStep(replay, row, index, liquidity, 1, lpFee1, feeGrowthOf(lpFee1, liquidity), false)
  }
}
