import { poolRevert } from './pool-revert.ts'

/** One slot of the pool's ring of observations, as `UniswapV3Pool.observations(i)`. */
export interface Observation {
  /** Unix seconds mod 2^32. */
  readonly blockTimestamp: number
  /** Sum of tick × seconds, int56. */
  readonly tickCumulative: bigint
  /** Sum of seconds / max(1, liquidity), X128, uint160. */
  readonly secondsPerLiquidityCumulativeX128: bigint
  readonly initialized: boolean
}

/** The ring with its counters. Slots never written are absent. */
export interface Oracle {
  index: number
  cardinality: number
  cardinalityNext: number
  readonly observations: Observation[]
}

/** Cumulative values at one moment. */
export interface Cumulatives {
  readonly tickCumulative: bigint
  readonly secondsPerLiquidityCumulativeX128: bigint
}

const UINT32 = 2 ** 32
const MAX_CARDINALITY = 65535

/** The observations of a pool before `initialize`. */
export function emptyOracle(): Oracle {
  return { index: 0, cardinality: 0, cardinalityNext: 0, observations: [] }
}

/** A copy that later writes to the original do not reach. */
export function cloneOracle(oracle: Oracle): Oracle {
  return { ...oracle, observations: oracle.observations.slice() }
}

/** `Oracle.initialize` of v3-core: one observation of zeros. */
export function initializeOracle(oracle: Oracle, time: number): void {
  oracle.observations[0] = {
    blockTimestamp: time % UINT32,
    tickCumulative: 0n,
    secondsPerLiquidityCumulativeX128: 0n,
    initialized: true,
  }
  oracle.index = 0
  oracle.cardinality = 1
  oracle.cardinalityNext = 1
}

/** A slot as the contract's storage shows it; slots reserved by growing carry the timestamp 1. */
export function observationAt(oracle: Oracle, index: number): Observation {
  const written = oracle.observations[index]
  if (written !== undefined) return written
  return {
    blockTimestamp: index > 0 && index < oracle.cardinalityNext ? 1 : 0,
    tickCumulative: 0n,
    secondsPerLiquidityCumulativeX128: 0n,
    initialized: false,
  }
}

/** `Oracle.write` of v3-core: at most one observation a block, with the values from before the change. */
export function writeObservation(
  oracle: Oracle,
  time: number,
  tick: number,
  liquidity: bigint,
): void {
  const last = observationAt(oracle, oracle.index)
  const blockTimestamp = time % UINT32
  if (last.blockTimestamp === blockTimestamp) return
  const atEnd = oracle.index === oracle.cardinality - 1
  if (oracle.cardinalityNext > oracle.cardinality && atEnd) {
    oracle.cardinality = oracle.cardinalityNext
  }
  oracle.index = (oracle.index + 1) % oracle.cardinality
  oracle.observations[oracle.index] = transform(last, blockTimestamp, tick, liquidity)
}

/**
 * `Oracle.grow` of v3-core.
 * @throws UserError `E_POOL_I` before the pool is initialised
 */
export function growOracle(oracle: Oracle, next: number): void {
  if (oracle.cardinalityNext === 0) throw poolRevert('I')
  oracle.cardinalityNext = Math.max(oracle.cardinalityNext, Math.min(next, MAX_CARDINALITY))
}

/**
 * `Oracle.observeSingle` of v3-core: the cumulative values `secondsAgo` before `time`.
 * @throws UserError `E_POOL_OLD` when the ring does not reach back so far
 */
export function observeSingle(
  oracle: Oracle,
  time: number,
  secondsAgo: number,
  tick: number,
  liquidity: bigint,
): Cumulatives {
  const now = time % UINT32
  const newest = observationAt(oracle, oracle.index)
  if (secondsAgo === 0) {
    return newest.blockTimestamp === now ? newest : transform(newest, now, tick, liquidity)
  }
  const target = wrap32(now - secondsAgo)
  if (isAtOrBefore(now, newest.blockTimestamp, target)) {
    return newest.blockTimestamp === target ? newest : transform(newest, target, tick, liquidity)
  }
  const next = observationAt(oracle, (oracle.index + 1) % oracle.cardinality)
  const oldest = next.initialized ? next : observationAt(oracle, 0)
  if (!isAtOrBefore(now, oldest.blockTimestamp, target)) throw poolRevert('OLD', { secondsAgo })
  const [before, after] = surroundingObservations(oracle, now, target)
  return interpolate(before, after, target)
}

function surroundingObservations(
  oracle: Oracle,
  now: number,
  target: number,
): readonly [Observation, Observation] {
  const { cardinality } = oracle
  let low = (oracle.index + 1) % cardinality
  let high = low + cardinality - 1
  for (;;) {
    const middle = Math.floor((low + high) / 2)
    const before = observationAt(oracle, middle % cardinality)
    if (!before.initialized) {
      low = middle + 1
      continue
    }
    const after = observationAt(oracle, (middle + 1) % cardinality)
    const targetIsAtOrAfter = isAtOrBefore(now, before.blockTimestamp, target)
    if (targetIsAtOrAfter && isAtOrBefore(now, target, after.blockTimestamp)) return [before, after]
    if (targetIsAtOrAfter) low = middle + 1
    else high = middle - 1
  }
}

function interpolate(before: Observation, after: Observation, target: number): Cumulatives {
  if (target === before.blockTimestamp) return before
  if (target === after.blockTimestamp) return after
  const span = BigInt(wrap32(after.blockTimestamp - before.blockTimestamp))
  const elapsed = BigInt(wrap32(target - before.blockTimestamp))
  const tickSeconds = BigInt.asIntN(56, after.tickCumulative - before.tickCumulative)
  const secondsPerLiquidity = BigInt.asUintN(
    160,
    after.secondsPerLiquidityCumulativeX128 - before.secondsPerLiquidityCumulativeX128,
  )
  return {
    // Divided before multiplied, as the contract does: the mean tick is a whole number.
    tickCumulative: BigInt.asIntN(56, before.tickCumulative + (tickSeconds / span) * elapsed),
    secondsPerLiquidityCumulativeX128: BigInt.asUintN(
      160,
      before.secondsPerLiquidityCumulativeX128 + (secondsPerLiquidity * elapsed) / span,
    ),
  }
}

function transform(last: Observation, time: number, tick: number, liquidity: bigint): Observation {
  const elapsed = wrap32(time - last.blockTimestamp)
  const seconds = BigInt(elapsed)
  return {
    blockTimestamp: time,
    // tick × seconds stays below 2^53: 887,272 × 2^32.
    tickCumulative: BigInt.asIntN(56, last.tickCumulative + BigInt(tick * elapsed)),
    secondsPerLiquidityCumulativeX128: BigInt.asUintN(
      160,
      last.secondsPerLiquidityCumulativeX128 +
        (seconds << 128n) / (liquidity > 0n ? liquidity : 1n),
    ),
    initialized: true,
  }
}

/** a ≤ b on a clock that wraps at 2^32 and stands at `now`. */
function isAtOrBefore(now: number, a: number, b: number): boolean {
  if (a <= now && b <= now) return a <= b
  return (a > now ? a : a + UINT32) <= (b > now ? b : b + UINT32)
}

function wrap32(seconds: number): number {
  return ((seconds % UINT32) + UINT32) % UINT32
}
