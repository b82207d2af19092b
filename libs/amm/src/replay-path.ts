import { mulDivUp } from './full-math.ts'
import { isBoundaryInitialised } from './liquidity-profile.ts'
import type { LiquidityProfile } from './liquidity-profile.ts'
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
} from './sqrt-price-math.ts'
import { getSqrtRatioAtTick, MAX_TICK, MIN_TICK } from './tick-math.ts'

export const FEE_UNIT = 1_000_000n

/** A recorded swap that leaves its interval. */
export interface SwapPath {
  readonly zeroForOne: boolean
  readonly fromIndex: number
  readonly toIndex: number
  readonly fromSqrtPriceX96: bigint
  readonly toSqrtPriceX96: bigint
  /** Input, fee included. */
  readonly grossIn: bigint
  readonly fee: bigint
  /** Share of the fee that the protocol takes is 1 / this; 0 = off. */
  readonly feeProtocol: bigint
}

/** What a path leaves in one interval. */
export interface PathLeg {
  readonly index: number
  readonly liquidity: bigint
  /** Fee of the liquidity providers. */
  readonly fee: bigint
  readonly growthX128: bigint
}

export interface WalkedPath {
  readonly legs: readonly PathLeg[]
  readonly amountOut: bigint
  /** Net input of the last step, and its fee before the protocol's share: the rest of the gross input. */
  readonly lastAmountIn: bigint
  readonly lastFee: bigint
  readonly lastFromSqrtPriceX96: bigint
}

/**
 * Walks a path with the given liquidity of each interval in order of travel. The contract ends a step
 * at initialised ticks and at edges of bitmap words. Between those, an interval boundary gets the
 * share that it would have had, had the step ended there; the step's total stays the contract's.
 */
export function walkPath(
  profile: LiquidityProfile,
  path: SwapPath,
  liquidityByStep: readonly bigint[],
): WalkedPath {
  const { zeroForOne, fee, toIndex } = path
  const { tickSpacing } = profile.spec
  const stride = zeroForOne ? -1 : 1
  const legs: PathLeg[] = []
  let from = path.fromSqrtPriceX96
  let spent = 0n
  let amountOut = 0n
  // Of the contract's step in progress, what the legs before already hold.
  let heldFee = 0n
  let heldGrowth = 0n
  let step = 0
  for (let index = path.fromIndex; index !== toIndex; index += stride, step++) {
    const liquidity = liquidityByStep[step] ?? 0n
    const boundary = zeroForOne ? index : index + 1
    const edge = sqrtRatioAtBoundary(boundary, tickSpacing)
    const amountIn = amountInUp(from, edge, liquidity, zeroForOne)
    const grossFee = mulDivUp(amountIn, fee, FEE_UNIT - fee)
    const lpFee = lessProtocol(grossFee, path.feeProtocol)
    const growthX128 = feeGrowthOf(lpFee, liquidity)
    legs.push({ index, liquidity, fee: lpFee - heldFee, growthX128: growthX128 - heldGrowth })
    const endsStep = endsStepAt(profile, boundary, zeroForOne, liquidity, liquidityByStep[step + 1])
    heldFee = endsStep ? 0n : lpFee
    heldGrowth = endsStep ? 0n : growthX128
    if (!endsStep) continue
    amountOut += amountOutDown(from, edge, liquidity, zeroForOne)
    spent += amountIn + grossFee
    from = edge
  }
  const liquidity = liquidityByStep[step] ?? 0n
  const lastAmountIn = amountInUp(from, path.toSqrtPriceX96, liquidity, zeroForOne)
  const lastFee = path.grossIn - spent - lastAmountIn
  const lpFee = lessProtocol(lastFee, path.feeProtocol)
  const growthX128 = feeGrowthOf(lpFee, liquidity)
  // Only a broken stream can leave less here than was held before; the caller reports it as a fault.
  legs.push({
    index: toIndex,
    liquidity,
    fee: lpFee > heldFee ? lpFee - heldFee : 0n,
    growthX128: growthX128 > heldGrowth ? growthX128 - heldGrowth : 0n,
  })
  amountOut += amountOutDown(from, path.toSqrtPriceX96, liquidity, zeroForOne)
  return { legs, amountOut, lastAmountIn, lastFee, lastFromSqrtPriceX96: from }
}

/**
 * Boundaries on a path that the contract may have stopped at without the data telling: where one
 * position ends and others of just its liquidity begin, and no event touches them. Each stop rounds
 * once more: the output is a unit less, the input up to two units more than without it.
 */
export function silentBoundaries(
  profile: LiquidityProfile,
  path: SwapPath,
  liquidityByStep: readonly (bigint | undefined)[],
): number {
  if (profile.start.ticksComplete) return 0
  const { zeroForOne, fromIndex, toIndex } = path
  const crossed = Math.abs(toIndex - fromIndex)
  let silent = 0
  for (let step = 0; step < crossed; step++) {
    const boundary = zeroForOne ? fromIndex - step : fromIndex + step + 1
    const [here, beyond] = [liquidityByStep[step], liquidityByStep[step + 1]]
    if (!endsStepAt(profile, boundary, zeroForOne, here, beyond)) silent++
  }
  return silent
}

/** Whether the contract is known to end a swap step at a boundary. */
function endsStepAt(
  profile: LiquidityProfile,
  boundary: number,
  zeroForOne: boolean,
  here: bigint | undefined,
  beyond: bigint | undefined,
): boolean {
  return (
    isWordEdge(boundary, zeroForOne) || isBoundaryInitialised(profile, boundary) || here !== beyond
  )
}

/** Net input of a price move, as the contract rounds it. */
export function amountInUp(
  from: bigint,
  to: bigint,
  liquidity: bigint,
  zeroForOne: boolean,
): bigint {
  return zeroForOne ? amount0DeltaUp(to, from, liquidity) : amount1DeltaUp(from, to, liquidity)
}

/** Output of a price move, as the contract rounds it. */
export function amountOutDown(
  from: bigint,
  to: bigint,
  liquidity: bigint,
  zeroForOne: boolean,
): bigint {
  return zeroForOne ? amount1DeltaDown(to, from, liquidity) : amount0DeltaDown(from, to, liquidity)
}

/** What the liquidity providers get of a step's fee: the protocol's share rounds down. */
export function lessProtocol(fee: bigint, feeProtocol: bigint): bigint {
  return feeProtocol === 0n ? fee : fee - fee / feeProtocol
}

/** Nothing grows where there is no liquidity. */
export function feeGrowthOf(fee: bigint, liquidity: bigint): bigint {
  return liquidity === 0n ? 0n : (fee << 128n) / liquidity
}

/** Sqrt price at the lower edge of interval `boundary`, within the price range of pools. */
export function sqrtRatioAtBoundary(boundary: number, tickSpacing: number): bigint {
  const tick = boundary * tickSpacing
  return getSqrtRatioAtTick(Math.min(Math.max(tick, MIN_TICK), MAX_TICK))
}

function isWordEdge(boundary: number, zeroForOne: boolean): boolean {
  return (boundary & 0xff) === (zeroForOne ? 0 : 0xff)
}
