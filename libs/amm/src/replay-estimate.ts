import { amountOutDown, sqrtRatioAtBoundary, walkPath } from './replay-path.ts'
import type { SwapPath, WalkedPath } from './replay-path.ts'
import { startLiquidityOf } from './liquidity-profile.ts'
import type { LiquidityProfile } from './liquidity-profile.ts'

/** Liquidity of a path's intervals in order of travel; undefined where nothing is known. */
export interface PathLiquidity {
  readonly known: readonly (bigint | undefined)[]
  /** What mints and burns added to each interval since the start. */
  readonly added: readonly bigint[]
}

export interface EstimatedPath {
  readonly liquidityByStep: readonly bigint[]
  readonly walked: WalkedPath
  /** Whether the amounts of the swap come out exactly. */
  readonly fits: boolean
}

/**
 * Fills the unknown intervals of a path. Most boundaries carry no position, so first the unknown
 * stretch takes the start liquidity of its neighbours with one change of liquidity somewhere inside;
 * the first such guess that gives the swap's amounts to the unit is taken. Failing that, the greatest
 * common liquidity that the output allows: fee growth is then never overstated.
 */
export function estimatePath(
  profile: LiquidityProfile,
  path: SwapPath,
  liquidity: PathLiquidity,
  fits: (walked: WalkedPath) => boolean,
  amountOut: bigint,
): EstimatedPath {
  for (const liquidityByStep of neighbourGuesses(profile, path, liquidity)) {
    const walked = walkPath(profile, path, liquidityByStep)
    if (fits(walked)) return { liquidityByStep, walked, fits: true }
  }
  const liquidityByStep = solveFromOutput(profile, path, liquidity, amountOut)
  const walked = walkPath(profile, path, liquidityByStep)
  return { liquidityByStep, walked, fits: false }
}

function* neighbourGuesses(
  profile: LiquidityProfile,
  path: SwapPath,
  { known, added }: PathLiquidity,
): Generator<bigint[]> {
  const stride = path.zeroForOne ? -1 : 1
  const startAt = (step: number) => startLiquidityOf(profile, path.fromIndex + stride * step)
  const unknown = known.flatMap((liquidity, step) => (liquidity === undefined ? [step] : []))
  const stretches = unknown.filter((step) => known[step - 1] !== undefined || step === 0)
  const before = new Map<number, bigint>()
  const after = new Map<number, bigint>()
  for (const first of stretches) {
    let end = first
    while (end < known.length && known[end] === undefined) end++
    const left = startAt(first - 1) ?? startAt(end) ?? 0n
    const right = startAt(end) ?? left
    for (let step = first; step < end; step++) {
      before.set(step, left)
      after.set(step, right)
    }
  }
  // With several stretches all change at the same count of unknown intervals: a guess like any other.
  for (let changeAt = unknown.length; changeAt >= 0; changeAt--) {
    const taken = new Map(
      unknown.map((step, nth) => [step, (nth < changeAt ? before : after).get(step) ?? 0n]),
    )
    const guess = known.map(
      (liquidity, step) => liquidity ?? (taken.get(step) ?? 0n) + (added[step] ?? 0n),
    )
    if (guess.every((liquidity) => liquidity >= 0n)) yield guess
  }
}

function solveFromOutput(
  profile: LiquidityProfile,
  path: SwapPath,
  { known }: PathLiquidity,
  amountOut: bigint,
): bigint[] {
  const knownOnly = known.map((liquidity) => liquidity ?? 0n)
  const missing = amountOut - walkPath(profile, path, knownOnly).amountOut
  const perUnit = outputPerUnitX128(profile, path, known)
  const solved = perUnit > 0n && missing > 0n ? ((missing + 1n) << 128n) / perUnit : 0n
  return known.map((liquidity) => liquidity ?? solved)
}

/** Output over the unknown intervals for a liquidity of 2^128. */
function outputPerUnitX128(
  profile: LiquidityProfile,
  path: SwapPath,
  known: readonly (bigint | undefined)[],
): bigint {
  const { tickSpacing } = profile.spec
  const stride = path.zeroForOne ? -1 : 1
  return known.reduce<bigint>((sum, liquidity, step) => {
    if (liquidity !== undefined) return sum
    const index = path.fromIndex + stride * step
    const near = sqrtRatioAtBoundary(path.zeroForOne ? index + 1 : index, tickSpacing)
    const far = sqrtRatioAtBoundary(path.zeroForOne ? index : index + 1, tickSpacing)
    const from = step === 0 ? path.fromSqrtPriceX96 : near
    return sum + amountOutDown(from, far, 1n << 128n, path.zeroForOne)
  }, 0n)
}
