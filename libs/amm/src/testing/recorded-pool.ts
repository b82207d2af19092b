import type { PoolSpec, StartState } from '../event-columns.ts'
import type { PoolEvent } from '../events.ts'
import { ExactPool } from '../pool.ts'
import { applyToModel } from './pool-operation.ts'
import type { PoolOperation } from './pool-operation.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { randomOperation } from './random-operations.ts'

const LP = '0x0000000000000000000000000000000000000001'
const OTHER = '0x0000000000000000000000000000000000000002'
/** Holds its ranges throughout, so that the pool keeps their fee growth. */
const WITNESS = '0x0000000000000000000000000000000000000003'

export interface GrowthInside {
  readonly tickLower: number
  readonly tickUpper: number
  readonly inside0X128: bigint
  readonly inside1X128: bigint
}

export interface RecordedPool {
  readonly start: StartState
  readonly events: readonly PoolEvent[]
  /** Per row 0 … events: what the exact pool says. */
  readonly states: readonly {
    readonly feeGrowthGlobal0X128: bigint
    readonly feeGrowthGlobal1X128: bigint
    readonly inside: readonly GrowthInside[]
  }[]
}

/** Random calls on an exact pool, written down as the events that the contract would emit. */
export function recordRandomPool(spec: PoolSpec, seed: number, calls: number): RecordedPool {
  const random = createRandom(seed)
  const pool = ExactPool.create(spec)
  pool.initialize(1n << 96n, 1000)
  const ticks = mintWitnesses(pool, random)
  const scene = { pool, owners: [LP, OTHER] as const, balance0: 1n << 90n, balance1: 1n << 90n }
  for (let call = 0; call < calls / 4; call++)
    applyToModel(pool, randomOperation(random, scene), 1000)
  const start = pool.toStartState(1)
  const events: PoolEvent[] = []
  const states = [stateOf(pool, ticks)]
  for (let call = 0; call < calls; call++) {
    const operation = randomOperation(random, scene)
    if (!fitsColumns(pool, operation)) continue
    const outcome = applyToModel(pool, operation, 1000 + call)
    if ('revert' in outcome) continue
    events.push(eventOf(operation, outcome.values, call))
    states.push(stateOf(pool, ticks))
  }
  return { start, events, states }
}

function mintWitnesses(pool: ExactPool, random: Random): number[] {
  const { tickSpacing } = pool.spec
  const ticks = new Set<number>()
  for (let range = 0; range < 4; range++) {
    const tickLower = random.integer(-40, 20) * tickSpacing
    const tickUpper = tickLower + random.integer(1, 40) * tickSpacing
    const liquidity = random.magnitude(70)
    pool.mint({ owner: WITNESS, tickLower, tickUpper, liquidity }, 1000)
    ticks.add(tickLower).add(tickUpper)
  }
  return [...ticks].sort((a, b) => a - b)
}

function stateOf(pool: ExactPool, ticks: readonly number[]): RecordedPool['states'][number] {
  const { feeGrowthGlobal0X128, feeGrowthGlobal1X128 } = pool
  const inside = ticks.flatMap((tickLower, position) =>
    ticks.slice(position + 1).map((tickUpper) => ({
      tickLower,
      tickUpper,
      ...pool.feeGrowthInside(tickLower, tickUpper),
    })),
  )
  return { feeGrowthGlobal0X128, feeGrowthGlobal1X128, inside }
}

/** Walks from one end of the price range to the other take their time at narrow spacings. */
const MAX_INTERVALS_CROSSED = 9_000

/** No real token has amounts beyond 191 bits; the model does not mind them. */
function fitsColumns(pool: ExactPool, operation: PoolOperation): boolean {
  if ('owner' in operation && operation.owner === WITNESS) return false
  if (operation.kind !== 'swap') return true
  const trial = pool.clone()
  const outcome = applyToModel(trial, operation, 1)
  if ('revert' in outcome) return true
  const ticksCrossed = Math.abs(trial.tick - pool.tick)
  if (ticksCrossed > MAX_INTERVALS_CROSSED * pool.spec.tickSpacing) return false
  return outcome.values.slice(0, 2).every((amount) => BigInt.asIntN(192, amount) === amount)
}

function eventOf(operation: PoolOperation, values: readonly bigint[], call: number): PoolEvent {
  const place = { blockNumber: call + 2, logIndex: 0, timestamp: 1000 + call }
  const [first = 0n, second = 0n, third = 0n, fourth = 0n, fifth = 0n] = values
  const { kind } = operation
  switch (kind) {
    case 'initialize':
      return { kind, ...place, sqrtPriceX96: first, tick: Number(second) }
    case 'swap': {
      const amounts = { amount0: first, amount1: second }
      return {
        kind,
        ...place,
        ...amounts,
        sqrtPriceX96: third,
        liquidity: fourth,
        tick: Number(fifth),
      }
    }
    case 'mint':
    case 'burn': {
      const { tickLower, tickUpper } = operation
      return {
        kind,
        ...place,
        tickLower,
        tickUpper,
        liquidity: first,
        amount0: second,
        amount1: third,
      }
    }
    case 'collect': {
      const { tickLower, tickUpper } = operation
      return { kind, ...place, tickLower, tickUpper, amount0: first, amount1: second }
    }
    case 'flash':
      return { kind, ...place, amount0: first, amount1: second, paid0: third, paid1: fourth }
    case 'setFeeProtocol':
      return {
        kind,
        ...place,
        feeProtocol0Old: Number(first),
        feeProtocol1Old: Number(second),
        feeProtocol0New: Number(third),
        feeProtocol1New: Number(fourth),
      }
    case 'collectProtocol':
      return { kind, ...place, amount0: first, amount1: second }
    case 'increaseObservationCardinalityNext':
      return {
        kind,
        ...place,
        observationCardinalityNextOld: Number(first),
        observationCardinalityNextNew: Number(second),
      }
  }
}
