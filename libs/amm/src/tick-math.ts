import { UserError } from './errors.ts'
import { MASK_256 } from './full-math.ts'

/** Lowest tick with a price: 1.0001^-887272 ≈ 2^-128. */
export const MIN_TICK = -887272

/** Highest tick with a price: 1.0001^887272 ≈ 2^128. */
export const MAX_TICK = 887272

/** sqrt price at {@link MIN_TICK}, Q64.96: the lowest price a pool can have. */
export const MIN_SQRT_RATIO = 4295128739n

/** sqrt price at {@link MAX_TICK}, Q64.96: a pool's price stays below it. */
export const MAX_SQRT_RATIO = 1461446703485210103287273052203988822378723970342n

/** `1.0001^(-2^i / 2)` in Q128.128 for bit `i` of the tick: the contract's constants. */
const ratioOfBit = [
  0xfffcb933bd6fad37aa2d162d1a594001n,
  0xfff97272373d413259a46990580e213an,
  0xfff2e50f5f656932ef12357cf3c7fdccn,
  0xffe5caca7e10e4e61c3624eaa0941cd0n,
  0xffcb9843d60f6159c9db58835c926644n,
  0xff973b41fa98c081472e6896dfb254c0n,
  0xff2ea16466c96a3843ec78b326b52861n,
  0xfe5dee046a99a2a811c461f1969c3053n,
  0xfcbe86c7900a88aedcffc83b479aa3a4n,
  0xf987a7253ac413176f2b074cf7815e54n,
  0xf3392b0822b70005940c7a398e4b70f3n,
  0xe7159475a2c29b7443b29c7fa6e889d9n,
  0xd097f3bdfd2022b8845ad8f792aa5825n,
  0xa9f746462d870fdf8a65dc1f90e061e5n,
  0x70d869a156d2a1b890bb3df62baf32f7n,
  0x31be135f97d08fd981231505542fcfa6n,
  0x9aa508b5b7a84e1c677de54f3e99bc9n,
  0x5d6af8dedb81196699c329225ee604n,
  0x2216e584f5fa1ea926041bedfe98n,
  0x48a170391f7dc42444e8fa2n,
] as const

const CACHE_SLOTS = 1 << 14
// A slot holds ticks with its own low bits: its successor's number there means empty.
const cachedTick = Int32Array.from({ length: CACHE_SLOTS }, (_, slot) => slot + 1)
const cachedRatio: bigint[] = Array.from({ length: CACHE_SLOTS }, () => 0n)

/**
 * sqrt(1.0001^tick) as Q64.96, rounded up, bit for bit `TickMath.getSqrtRatioAtTick` of v3-core.
 * @throws UserError `E_TICK_RANGE` beyond {@link MIN_TICK} … {@link MAX_TICK} (contract: `T`)
 * @example getSqrtRatioAtTick(0) // 79228162514264337593543950336n = 2^96
 */
export function getSqrtRatioAtTick(tick: number): bigint {
  const slot = tick & (CACHE_SLOTS - 1)
  if (cachedTick[slot] === tick) return cachedRatio[slot] ?? computeSqrtRatio(tick)
  if (!Number.isInteger(tick) || tick < MIN_TICK || tick > MAX_TICK) {
    throw new UserError('E_TICK_RANGE', `tick ${tick} has no price`, {
      hint: `use an integer from ${MIN_TICK} to ${MAX_TICK}`,
      facts: { tick, reason: 'T' },
    })
  }
  const ratio = computeSqrtRatio(tick)
  cachedTick[slot] = tick
  cachedRatio[slot] = ratio
  return ratio
}

function computeSqrtRatio(tick: number): bigint {
  const distance = Math.abs(tick)
  let ratio = 1n << 128n
  for (let bit = 0; bit < ratioOfBit.length; bit++) {
    const factor = ratioOfBit[bit]
    if (factor !== undefined && distance & (1 << bit)) ratio = (ratio * factor) >> 128n
  }
  if (tick > 0) ratio = MASK_256 / ratio
  // Rounding up makes getTickAtSqrtRatio the exact inverse.
  return (ratio + 0xffffffffn) >> 32n
}

const TICKS_PER_LOG_SQRT_PRICE = 2 / Math.log(1.0001)
const LOG_Q96 = 96 * Math.LN2

/**
 * Greatest tick whose sqrt price is at or below `sqrtPriceX96`, as `TickMath.getTickAtSqrtRatio` of
 * v3-core: a guess by a floating logarithm, settled by exact comparison.
 * @throws UserError `E_PRICE_RANGE` outside [{@link MIN_SQRT_RATIO}, {@link MAX_SQRT_RATIO}) (contract: `R`)
 * @example getTickAtSqrtRatio(2n ** 96n) // 0
 */
export function getTickAtSqrtRatio(sqrtPriceX96: bigint): number {
  if (sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) {
    throw new UserError('E_PRICE_RANGE', `sqrt price ${sqrtPriceX96} is outside a pool's range`, {
      hint: `use a Q64.96 sqrt price from ${MIN_SQRT_RATIO} to below ${MAX_SQRT_RATIO}`,
      facts: { sqrtPriceX96, reason: 'R' },
    })
  }
  const logSqrtPrice = Math.log(Number(sqrtPriceX96)) - LOG_Q96
  const guess = Math.floor(logSqrtPrice * TICKS_PER_LOG_SQRT_PRICE)
  let tick = Math.min(Math.max(guess, MIN_TICK), MAX_TICK - 1)
  while (getSqrtRatioAtTick(tick) > sqrtPriceX96) tick--
  while (getSqrtRatioAtTick(tick + 1) <= sqrtPriceX96) tick++
  return tick
}

/**
 * Greatest multiple of `spacing` at or below `tick`, towards minus infinity.
 * @example floorTickToSpacing(-1, 10) // -10
 */
export function floorTickToSpacing(tick: number, spacing: number): number {
  return Math.floor(tick / spacing) * spacing
}

/**
 * Lowest tick a position of this spacing may use.
 * @example minUsableTick(60) // -887220
 */
export function minUsableTick(spacing: number): number {
  return -maxUsableTick(spacing)
}

/**
 * Highest tick a position of this spacing may use.
 * @example maxUsableTick(60) // 887220
 */
export function maxUsableTick(spacing: number): number {
  return Math.floor(MAX_TICK / spacing) * spacing
}

/**
 * Refuses a range that no pool of this spacing can hold.
 * @throws UserError `E_TICK_RANGE` when empty, upside down or beyond the usable ticks; `E_TICK_SPACING`
 * when a bound is not a multiple of the spacing
 * @example checkTickRange(-600, 600, 60)
 */
export function checkTickRange(tickLower: number, tickUpper: number, spacing: number): void {
  const facts = { tickLower, tickUpper, tickSpacing: spacing }
  if (!(tickLower < tickUpper)) {
    throw new UserError('E_TICK_RANGE', `range ${tickLower}:${tickUpper} is empty or upside down`, {
      hint: 'the lower tick must be below the upper tick',
      facts: { ...facts, reason: 'TLU' },
    })
  }
  if (tickLower < MIN_TICK || tickUpper > MAX_TICK) {
    throw new UserError('E_TICK_RANGE', `range ${tickLower}:${tickUpper} leaves the price range`, {
      hint: `stay within ${minUsableTick(spacing)}:${maxUsableTick(spacing)}`,
      facts: { ...facts, reason: tickLower < MIN_TICK ? 'TLM' : 'TUM' },
    })
  }
  const unaligned = [tickLower, tickUpper].find((tick) => tick % spacing !== 0)
  if (unaligned === undefined) return
  const below = floorTickToSpacing(unaligned, spacing)
  throw new UserError('E_TICK_SPACING', `tick ${unaligned} is not a multiple of ${spacing}`, {
    hint: `use ${below} or ${below + spacing}`,
    facts: { ...facts, reason: '' },
  })
}
