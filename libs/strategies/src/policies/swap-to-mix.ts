import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
  getSqrtRatioAtTick,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
  mulDivDown,
  mulDivUp,
  Q96,
} from '@tickwise/amm'
import { FEE_UNIT, type Placeable } from './domain.ts'
import { netInputToMixX48, type MixSide } from './mix-equation.ts'
import type { TickRange } from './tick-range.ts'

/** Input of {@link swapToMix}, within the bounds of `checkPolicyInput`. */
export interface SwapToMixInput extends TickRange, Placeable {
  readonly sqrtPriceX96: bigint
  /** Liquidity in range without the vault's own; taken to be the same all the way. */
  readonly liquidity: bigint
  /** Hundredths of a basis point. */
  readonly fee: number
}

/** An exact-input swap. */
export interface MixSwap {
  readonly zeroForOne: boolean
  /** Fee included, above 0. */
  readonly amountIn: bigint
}

/** What would stay unplaced without a swap for a swap not to be worth it: a part of the value. */
const WORTH_A_SWAP = 1_000_000n
const SCALE_BITS = 48n
const FEE_UNITS = BigInt(FEE_UNIT)

/**
 * The swap after which the holdings beyond the reserves have the mix that the range needs at the
 * price the swap leaves, were the pool's liquidity the same all the way; undefined when none is
 * needed, possible (no liquidity) or worth it (less than a millionth would stay unplaced).
 *
 * A reserve that is not held in full is bought first. Never offers what is reserved nor more than is
 * held; where all of a token cannot pay for what lacks of the other, all of it is sold. Pure integer
 * arithmetic in closed form, equal bit for bit to `SwapToMix.sol`; see `docs/decisions/010`.
 *
 * @example
 * swapToMix({ sqrtPriceX96: 2n ** 96n, liquidity: 10n ** 24n, fee: 3000, tickLower: -600,
 *   tickUpper: 600, amount0: 10n ** 18n, amount1: 0n, reserve0: 0n, reserve1: 0n }) // sells about half
 */
export function swapToMix(input: SwapToMixInput): MixSwap | undefined {
  if (input.liquidity === 0n) return undefined
  const free0 = input.amount0 - input.reserve0
  const free1 = input.amount1 - input.reserve1
  const lower = getSqrtRatioAtTick(input.tickLower)
  const upper = getSqrtRatioAtTick(input.tickUpper)
  const zeroForOne = sellsToken0(input.sqrtPriceX96, lower, upper, free0, free1)
  if (zeroForOne === undefined) return undefined
  const path = { sqrtPriceX96: input.sqrtPriceX96, lower, upper, free0, free1 }
  const netIn = zeroForOne ? netInput0Up(path, input) : netInput1Up(path, input)
  const offered = zeroForOne ? free0 : free1
  const amountIn = netIn >= offered ? offered : least(offered, withFeeUp(netIn, input.fee))
  return amountIn === 0n ? undefined : { zeroForOne, amountIn }
}

/** Where a swap starts: free amounts are held less reserved, negative where they lack. */
interface Path {
  readonly sqrtPriceX96: bigint
  readonly lower: bigint
  readonly upper: bigint
  readonly free0: bigint
  readonly free1: bigint
}

type Pool = Pick<SwapToMixInput, 'liquidity' | 'fee'>

/** Which token there is too much of; undefined when the mix is right or nothing can be sold. */
function sellsToken0(
  sqrtPriceX96: bigint,
  lower: bigint,
  upper: bigint,
  free0: bigint,
  free1: bigint,
): boolean | undefined {
  if (free0 <= 0n && free1 <= 0n) return undefined
  if (free0 < 0n || free1 < 0n) return free1 < 0n
  const whole0 = liquidityOf0X48(free0, sqrtPriceX96)
  const whole1 = liquidityOf1X48(free1, sqrtPriceX96)
  const price = least(greatest(sqrtPriceX96, lower), upper)
  const fill0 = mulDivDown(whole0, price - lower, price)
  const fill1 = mulDivDown(whole1, upper - price, upper)
  if (fill0 === fill1) return undefined
  const unplaced =
    fill0 > fill1
      ? mulDivDown(fill0 - fill1, whole0, fill0)
      : mulDivDown(fill1 - fill0, whole1, fill1)
  return unplaced <= (whole0 + whole1) / WORTH_A_SWAP ? undefined : fill0 > fill1
}

/** Token0 to sell without the fee; all that is offered, or more, where that is not enough. */
function netInput0Up(path: Path, { liquidity, fee }: Pool): bigint {
  const { sqrtPriceX96, lower, upper, free0, free1 } = path
  let price = least(sqrtPriceX96, upper)
  if (free1 < 0n) {
    const distance = mulDivUp(-free1, Q96, liquidity)
    if (distance > sqrtPriceX96 - MIN_SQRT_RATIO) return free0
    price = least(price, sqrtPriceX96 - distance)
  }
  const netIn = amount0DeltaUp(price, sqrtPriceX96, liquidity)
  if (price <= lower || netIn >= free0) return netIn
  const left0 = free0 - withFeeUp(netIn, fee)
  if (left0 <= 0n) return free0
  const had1 = free1 + amount1DeltaDown(price, sqrtPriceX96, liquidity)
  const netX48 = netInputToMixX48(
    side(liquidityOf0X48(left0, price), liquidity, price - lower, price),
    side(liquidityOf1X48(had1, price), liquidity, upper - price, upper),
    liquidity << SCALE_BITS,
    FEE_UNITS - BigInt(fee),
  )
  return netIn + (mulDivDown(netX48, Q96, price) >> SCALE_BITS)
}

/** Token1 to sell without the fee; all that is offered, or more, where that is not enough. */
function netInput1Up(path: Path, { liquidity, fee }: Pool): bigint {
  const { sqrtPriceX96, lower, upper, free0, free1 } = path
  let price = greatest(sqrtPriceX96, lower)
  if (free0 < 0n) {
    if (mulDivUp(-free0, sqrtPriceX96, Q96) >= liquidity) return free1
    const liquidityX96 = liquidity << 96n
    const rest = liquidityX96 + free0 * sqrtPriceX96
    if (rest <= mulDivDown(liquidityX96, sqrtPriceX96, MAX_SQRT_RATIO)) return free1
    price = greatest(price, mulDivUp(liquidityX96, sqrtPriceX96, rest))
  }
  const netIn = amount1DeltaUp(sqrtPriceX96, price, liquidity)
  if (price >= upper || netIn >= free1) return netIn
  const left1 = free1 - withFeeUp(netIn, fee)
  if (left1 <= 0n) return free1
  const had0 = free0 + amount0DeltaDown(sqrtPriceX96, price, liquidity)
  const netX48 = netInputToMixX48(
    side(liquidityOf1X48(left1, price), liquidity, upper - price, upper),
    side(liquidityOf0X48(had0, price), liquidity, price - lower, price),
    liquidity << SCALE_BITS,
    FEE_UNITS - BigInt(fee),
  )
  return netIn + (mulDivDown(netX48, price, Q96) >> SCALE_BITS)
}

function side(wholeX48: bigint, liquidity: bigint, part: bigint, whole: bigint): MixSide {
  return {
    wholeX48,
    fillX48: mulDivDown(wholeX48, part, whole),
    rangeX48: mulDivDown(liquidity << SCALE_BITS, part, whole),
  }
}

/** Liquidity over the whole price range that has this much token0 on its side of the price. */
function liquidityOf0X48(amount0: bigint, sqrtPriceX96: bigint): bigint {
  return mulDivDown(amount0 << SCALE_BITS, sqrtPriceX96, Q96)
}

function liquidityOf1X48(amount1: bigint, sqrtPriceX96: bigint): bigint {
  return mulDivDown(amount1 << SCALE_BITS, Q96, sqrtPriceX96)
}

function withFeeUp(netIn: bigint, fee: number): bigint {
  return mulDivUp(netIn, FEE_UNITS, FEE_UNITS - BigInt(fee))
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
