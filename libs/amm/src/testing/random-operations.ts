import { maxLiquidityPerTick } from '../liquidity-math.ts'
import type { ExactPool } from '../pool.ts'
import {
  floorTickToSpacing,
  getSqrtRatioAtTick,
  MAX_SQRT_RATIO,
  MAX_TICK,
  maxUsableTick,
  MIN_SQRT_RATIO,
  MIN_TICK,
} from '../tick-math.ts'
import type { PoolOperation, Range } from './pool-operation.ts'
import type { Random } from './random.ts'

/** What the generator looks at when it makes up the next call. */
export interface Scene {
  readonly pool: ExactPool
  readonly owners: readonly [`0x${string}`, ...`0x${string}`[]]
  /** Tokens the pool holds, so that flash loans can be served. */
  readonly balance0: bigint
  readonly balance1: bigint
}

const UINT128 = (1n << 128n) - 1n

/** The next call; now and then one that the contract must refuse. */
export function randomOperation(random: Random, scene: Scene): PoolOperation {
  const dice = random.fraction()
  if (dice < 0.46) return randomSwap(random, scene)
  if (dice < 0.68) return randomMint(random, scene)
  if (dice < 0.8) return randomBurn(random, scene)
  if (dice < 0.87) return randomCollect(random, scene)
  if (dice < 0.91) return randomFlash(random, scene)
  if (dice < 0.94) {
    const share = () => random.pick([0, 4, 4, 5, 7, 10, 10, 3, 11])
    return { kind: 'setFeeProtocol', share0: share(), share1: share() }
  }
  if (dice < 0.97) {
    const amount = () => (random.chance(0.5) ? UINT128 : random.magnitude(60))
    return { kind: 'collectProtocol', amount0: amount(), amount1: amount() }
  }
  if (dice < 0.975) return { kind: 'initialize', sqrtPriceX96: 1n << 96n }
  const next = random.integer(0, scene.pool.slot0.observationCardinalityNext + 6)
  return { kind: 'increaseObservationCardinalityNext', next }
}

function randomSwap(random: Random, { pool }: Scene): PoolOperation {
  const zeroForOne = random.chance(pool.tick > 0 ? 0.55 : 0.45)
  const size = random.chance(0.02) ? 0n : random.magnitude(random.chance(0.1) ? 200 : 100)
  const amountSpecified = random.chance(0.5) ? size : -size
  const sqrtPriceLimitX96 = randomLimit(random, pool, zeroForOne)
  return { kind: 'swap', zeroForOne, amountSpecified, sqrtPriceLimitX96 }
}

function randomLimit(random: Random, pool: ExactPool, zeroForOne: boolean): bigint {
  const dice = random.fraction()
  if (dice < 0.03) return zeroForOne ? MIN_SQRT_RATIO : MAX_SQRT_RATIO
  if (dice < 0.05) return pool.sqrtPriceX96 + (zeroForOne ? 1n : -1n)
  // An empty pool of spacing 1 walks 3,466 words to its end: rarely is enough.
  if (dice < (pool.spec.tickSpacing === 1 ? 0.07 : 0.25)) {
    return zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n
  }
  if (dice < 0.35) {
    const distance = random.magnitude(40)
    const below = pool.sqrtPriceX96 > distance ? pool.sqrtPriceX96 - distance : 0n
    return zeroForOne ? below : pool.sqrtPriceX96 + distance
  }
  const reach = pool.spec.tickSpacing * (random.chance(0.15) ? 700 : 40)
  const steps = random.integer(1, reach)
  const tick = Math.min(Math.max(pool.tick + (zeroForOne ? -steps : steps), MIN_TICK), MAX_TICK)
  return getSqrtRatioAtTick(tick)
}

function randomMint(random: Random, scene: Scene): PoolOperation {
  const dice = random.fraction()
  const known = scene.pool.positions[random.integer(0, scene.pool.positions.length - 1)]
  const owner = random.pick(scene.owners)
  const range =
    known !== undefined && dice < 0.3
      ? { owner, tickLower: known.tickLower, tickUpper: known.tickUpper }
      : { owner, ...randomTicks(random, scene.pool) }
  return { kind: 'mint', ...range, liquidity: randomLiquidity(random, scene.pool) }
}

function randomLiquidity(random: Random, pool: ExactPool): bigint {
  const dice = random.fraction()
  const most = maxLiquidityPerTick(pool.spec.tickSpacing)
  if (dice < 0.02) return 0n
  if (dice < 0.04) return most + BigInt(random.integer(0, 1))
  if (dice < 0.05) return 1n << 127n
  return random.magnitude(random.chance(0.05) ? 110 : 90)
}

function randomTicks(random: Random, pool: ExactPool) {
  const spacing = pool.spec.tickSpacing
  const end = maxUsableTick(spacing)
  const dice = random.fraction()
  if (dice < 0.03) return { tickLower: -end, tickUpper: end }
  if (dice < 0.06) return { tickLower: -end, tickUpper: -end + spacing }
  if (dice < 0.09) return { tickLower: end - spacing, tickUpper: end }
  if (dice < 0.1) return { tickLower: spacing, tickUpper: spacing }
  if (dice < 0.11) return { tickLower: -end - spacing, tickUpper: 0 }
  if (dice < 0.12) return { tickLower: 0, tickUpper: end + spacing }
  if (dice < 0.13) return { tickLower: spacing + 1, tickUpper: 2 * spacing + 1 }
  const home = floorTickToSpacing(pool.tick, spacing) + random.integer(-20, 20) * spacing
  const width = random.integer(1, random.chance(0.2) ? 600 : 12) * spacing
  const tickLower = Math.min(Math.max(home, -end), end - spacing)
  return { tickLower, tickUpper: Math.min(tickLower + width, end) }
}

function randomBurn(random: Random, scene: Scene): PoolOperation {
  const range = randomRange(random, scene)
  const held = scene.pool.position(range.owner, range.tickLower, range.tickUpper)?.liquidity ?? 0n
  const dice = random.fraction()
  if (dice < 0.3) return { kind: 'burn', ...range, liquidity: 0n }
  if (dice < 0.6) return { kind: 'burn', ...range, liquidity: held }
  if (dice < 0.65) return { kind: 'burn', ...range, liquidity: held + 1n }
  return { kind: 'burn', ...range, liquidity: (held * BigInt(random.integer(0, 1000))) / 1000n }
}

function randomCollect(random: Random, scene: Scene): PoolOperation {
  const amount = () => (random.chance(0.6) ? UINT128 : random.magnitude(80))
  const range = randomRange(random, scene)
  return { kind: 'collect', ...range, amount0: amount(), amount1: amount() }
}

function randomRange(random: Random, { pool, owners }: Scene): Range {
  const known = pool.positions
  const chosen = known[random.integer(0, known.length - 1)]
  if (chosen === undefined || random.chance(0.05)) {
    return { owner: random.pick(owners), ...randomTicks(random, pool) }
  }
  const owner = owners.find((candidate) => candidate === chosen.owner) ?? owners[0]
  return { owner, tickLower: chosen.tickLower, tickUpper: chosen.tickUpper }
}

function randomFlash(random: Random, { balance0, balance1 }: Scene): PoolOperation {
  const part = (balance: bigint) => (balance * BigInt(random.integer(0, 1000))) / 1000n
  const extra = () => {
    const dice = random.fraction()
    if (dice < 0.5) return 0n
    return dice < 0.6 ? -1n : random.magnitude(70)
  }
  const [extra0, extra1] = [extra(), extra()]
  return { kind: 'flash', amount0: part(balance0), amount1: part(balance1), extra0, extra1 }
}
