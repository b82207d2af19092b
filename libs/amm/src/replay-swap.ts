import { amount0At, amount1At, liquidityAt, sqrtPriceAt } from './columns-read.ts'
import { moveNetCursor } from './liquidity-net.ts'
import { knowledgeOfInterval, learnInterval, startLiquidityOf } from './liquidity-profile.ts'
import { emitStep, reportFault, settleAt } from './replay-state.ts'
import type { Replay } from './replay-state.ts'
import { estimatePath } from './replay-estimate.ts'
import type { PathLiquidity } from './replay-estimate.ts'
import {
  amountInUp,
  amountOutDown,
  FEE_UNIT,
  feeGrowthOf,
  lessProtocol,
  silentBoundaries,
  walkPath,
} from './replay-path.ts'
import type { SwapPath, WalkedPath } from './replay-path.ts'
import { getSqrtRatioAtTick } from './tick-math.ts'

/** Replays the swap of `row`: its fees, its crossings, and whether it follows from what came before. */
export function replaySwap(replay: Replay, row: number): void {
  const { columns } = replay
  const tick = columns.tickA[row] ?? 0
  const index = Math.floor(tick / replay.profile.spec.tickSpacing)
  const from = replay.sqrtPriceX96
  const to = sqrtPriceAt(columns, row)
  replay.swaps++
  if (from === undefined) {
    replay.anchorRow = row
    resettle(replay, row, to, index)
    return
  }
  const amount0 = amount0At(columns, row)
  const amount1 = amount1At(columns, row)
  const zeroForOne = amount0 > 0n || (amount1 <= 0n && to < from)
  checkTick(replay, row, tick, to, zeroForOne)
  const wrongWay = zeroForOne
    ? to > from || index > replay.index
    : to < from || index < replay.index
  if (wrongWay) {
    reportFault(replay, row, 'direction', from, to)
    resettle(replay, row, to, index)
    return
  }
  const grossIn = zeroForOne ? amount0 : amount1
  const amountOut = zeroForOne ? -amount1 : -amount0
  if (index === replay.index) stayInside(replay, row, from, to, zeroForOne, grossIn, amountOut)
  else leaveInterval(replay, row, index, from, to, zeroForOne, grossIn, amountOut)
}

/** One step: no boundary lies between the prices. */
function stayInside(
  replay: Replay,
  row: number,
  from: bigint,
  to: bigint,
  zeroForOne: boolean,
  grossIn: bigint,
  amountOut: bigint,
): void {
  const liquidity = liquidityAt(replay.columns, row)
  if (liquidity !== replay.liquidity) {
    if (replay.liquidity !== undefined)
      reportFault(replay, row, 'liquidity', replay.liquidity, liquidity)
    learnInterval(replay.profile, replay.index, liquidity, 'known')
  }
  const amountIn = amountInUp(from, to, liquidity, zeroForOne)
  const fee = grossIn - amountIn
  checkLastFee(replay, row, fee, amountIn, liquidity, to, zeroForOne)
  const expectedOut = amountOutDown(from, to, liquidity, zeroForOne)
  if (
    expectedOut !== amountOut &&
    !isCappedOutput(from, to, liquidity, zeroForOne, expectedOut, amountOut)
  )
    reportFault(replay, row, 'output', expectedOut, amountOut)
  const lpFee =
    fee > 0n ? lessProtocol(fee, zeroForOne ? replay.feeProtocol0 : replay.feeProtocol1) : 0n
  const growthX128 = feeGrowthOf(lpFee, liquidity)
  emitStep(replay, row, replay.index, liquidity, zeroForOne ? 0 : 1, lpFee, growthX128, false)
  replay.sqrtPriceX96 = to
  replay.tick = replay.columns.tickA[row] ?? 0
  replay.liquidity = liquidity
}

function leaveInterval(
  replay: Replay,
  row: number,
  toIndex: number,
  from: bigint,
  to: bigint,
  zeroForOne: boolean,
  grossIn: bigint,
  amountOut: bigint,
): void {
  const path: SwapPath = {
    zeroForOne,
    fromIndex: replay.index,
    toIndex,
    fromSqrtPriceX96: from,
    toSqrtPriceX96: to,
    grossIn,
    fee: replay.fee,
    feeProtocol: zeroForOne ? replay.feeProtocol0 : replay.feeProtocol1,
  }
  const liquidity = liquidityAt(replay.columns, row)
  const found = findLiquidity(replay, row, path, liquidity)
  const fits = (walked: WalkedPath) =>
    outputFits(walked, to, zeroForOne, liquidity, amountOut) &&
    isTierFee(walked.lastFee, walked.lastAmountIn, replay.fee)
  const sure = found.known.every((known) => known !== undefined)
  let walked: WalkedPath
  let missesTick = false
  if (sure) {
    walked = walkPath(replay.profile, path, found.known)
    if (!outputFits(walked, to, zeroForOne, liquidity, amountOut)) {
      const tooMuch = walked.amountOut - amountOut
      const silent = BigInt(silentBoundaries(replay.profile, path, found.known))
      missesTick = tooMuch > 0n && tooMuch <= silent
      if (!missesTick) reportFault(replay, row, 'output', walked.amountOut, amountOut)
    }
    checkLastFee(replay, row, walked.lastFee, walked.lastAmountIn, liquidity, to, zeroForOne)
  } else {
    const estimate = estimatePath(replay.profile, path, found, fits, amountOut)
    walked = estimate.walked
    if (estimate.fits) keepEstimate(replay, path, found, estimate.liquidityByStep)
  }
  emitPath(replay, row, path, walked, found, missesTick)
  moveNetCursor(replay.profile.net, toIndex)
  settleAt(replay, row, to, toIndex)
}

/** Liquidity of each interval of the path as far as known; the last one's is in the event. */
function findLiquidity(replay: Replay, row: number, path: SwapPath, last: bigint): PathLiquidity {
  const { profile } = replay
  const known: (bigint | undefined)[] = []
  const added: bigint[] = []
  const stride = path.zeroForOne ? -1 : 1
  for (let index = path.fromIndex; index !== path.toIndex + stride; index += stride) {
    moveNetCursor(profile.net, index)
    const start =
      knowledgeOfInterval(profile, index) === 'known' ? startLiquidityOf(profile, index) : undefined
    added.push(profile.net.added)
    known.push(start === undefined ? undefined : start + profile.net.added)
  }
  if (replay.liquidity !== undefined) known[0] = replay.liquidity
  const expected = known.at(-1)
  if (expected !== last) {
    if (expected !== undefined) reportFault(replay, row, 'liquidity', expected, last)
    learnInterval(profile, path.toIndex, last, 'known')
    known[known.length - 1] = last
  }
  return { known, added }
}

function keepEstimate(
  replay: Replay,
  path: SwapPath,
  found: PathLiquidity,
  liquidityByStep: readonly bigint[],
): void {
  const stride = path.zeroForOne ? -1 : 1
  found.known.forEach((known, step) => {
    if (known !== undefined) return
    learnInterval(
      replay.profile,
      path.fromIndex + stride * step,
      liquidityByStep[step] ?? 0n,
      'estimated',
    )
  })
}

/**
 * A guess anywhere on the path also moves what remains for its last step. Where the output tells of a
 * tick that the data do not show, no step of the path is sure.
 */
function emitPath(
  replay: Replay,
  row: number,
  path: SwapPath,
  walked: WalkedPath,
  found: PathLiquidity,
  missesTick: boolean,
): void {
  const token = path.zeroForOne ? 0 : 1
  const guessed = found.known.includes(undefined)
  const last = walked.legs.length - 1
  walked.legs.forEach(({ index, liquidity, fee, growthX128 }, leg) => {
    const estimated = missesTick || (guessed && (leg === last || found.known[leg] === undefined))
    emitStep(replay, row, index, liquidity, token, fee, growthX128, estimated)
    if (leg === last) return
    const boundary = path.zeroForOne ? index : index + 1
    replay.visitor.onCross?.(row, boundary, replay.growth0X128, replay.growth1X128)
  })
}

/** Takes the swap's own word where nothing before it can be relied on. */
function resettle(replay: Replay, row: number, to: bigint, index: number): void {
  const { profile, columns } = replay
  const liquidity = liquidityAt(columns, row)
  moveNetCursor(profile.net, index)
  const start = startLiquidityOf(profile, index)
  if (start === undefined || start + profile.net.added !== liquidity)
    learnInterval(profile, index, liquidity, 'known')
  settleAt(replay, row, to, index)
}

/** A downward swap that stops on a boundary has already crossed it: its tick is one lower. */
function checkTick(
  replay: Replay,
  row: number,
  tick: number,
  sqrtPriceX96: bigint,
  zeroForOne: boolean,
): void {
  const above = getSqrtRatioAtTick(tick + 1)
  if (sqrtPriceX96 < getSqrtRatioAtTick(tick) || sqrtPriceX96 > above)
    reportFault(replay, row, 'tick', sqrtPriceX96, BigInt(tick))
  else if (sqrtPriceX96 === above && !zeroForOne && replay.tick !== tick)
    reportFault(replay, row, 'tick', BigInt(tick + 1), BigInt(tick))
}

/** An exact-output swap pays no more than was asked for, though the price move would give more. */
function isCappedOutput(
  from: bigint,
  to: bigint,
  liquidity: bigint,
  zeroForOne: boolean,
  expected: bigint,
  actual: bigint,
): boolean {
  if (actual > expected || from === to) return false
  return actual >= amountOutDown(from, zeroForOne ? to + 1n : to - 1n, liquidity, zeroForOne)
}

function outputFits(
  walked: WalkedPath,
  to: bigint,
  zeroForOne: boolean,
  liquidity: bigint,
  amountOut: bigint,
): boolean {
  if (walked.amountOut === amountOut) return true
  const from = walked.lastFromSqrtPriceX96
  const last = amountOutDown(from, to, liquidity, zeroForOne)
  const lastActual = last + amountOut - walked.amountOut
  return isCappedOutput(from, to, liquidity, zeroForOne, last, lastActual)
}

/** The two ways the contract takes a fee: off the input that is left, or on top of the net input. */
function isTierFee(actual: bigint, amountIn: bigint, fee: bigint): boolean {
  const least = (amountIn * fee + FEE_UNIT - fee - 1n) / (FEE_UNIT - fee)
  return actual >= least && actual <= least + 2n
}

/**
 * The last fee is a remainder, so a wrong fee tier or a missing event would hide in it. It is at least
 * the tier's share; what an exact-input swap cannot spend is less than one unit of price costs.
 */
function checkLastFee(
  replay: Replay,
  row: number,
  actual: bigint,
  amountIn: bigint,
  liquidity: bigint,
  to: bigint,
  zeroForOne: boolean,
): void {
  const tier = Number(replay.fee)
  const least = (Number(amountIn) * tier) / (1e6 - tier)
  const price = Number(to) / 2 ** 96
  const perPriceUnit = Number(liquidity) / 2 ** 96
  const unspent = zeroForOne ? perPriceUnit / (price * price) : perPriceUnit
  const difference = Number(actual) - least
  const rounding = least * 1e-9
  if (difference >= -rounding && difference <= 3 + rounding + 2 * unspent) return
  const expected = (amountIn * replay.fee + FEE_UNIT - replay.fee - 1n) / (FEE_UNIT - replay.fee)
  reportFault(replay, row, 'fee', expected, actual)
}
