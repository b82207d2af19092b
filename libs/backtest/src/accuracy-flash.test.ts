import { encodeEvents, ExactPool, type PoolEvent } from '@tickwise/amm'
import type { ChainState } from '@tickwise/market'
import { describe, expect, it } from 'vitest'
import { flashProofOf } from './accuracy-flash.ts'
import { compareWithChainStates } from './accuracy-hours.ts'

const spec = { fee: 500, tickSpacing: 10 }
const wide = { tickLower: -6000, tickUpper: 6000 }
const near = { tickLower: -50, tickUpper: 60 }
const far = { tickLower: 3000, tickUpper: 3010 }

/** A pool whose flash loans leave no event, and what the chain and the data say of it. */
function silentPool(feeProtocol = 0) {
  const pool = ExactPool.create(spec)
  const events: PoolEvent[] = []
  const chainStates: ChainState[] = []
  const place = () => ({ blockNumber: events.length, logIndex: 0, timestamp: events.length })
  const sqrtPriceX96 = 2n ** 96n
  pool.initialize(sqrtPriceX96, 0)
  events.push({ kind: 'initialize', ...place(), sqrtPriceX96, tick: 0 })
  const silent = {
    mint(range: typeof wide, liquidity: bigint) {
      const amounts = pool.mint({ owner: 'lp', ...range, liquidity }, 0)
      events.push({ kind: 'mint', ...place(), ...range, liquidity, ...amounts })
    },
    burn(range: typeof wide, liquidity: bigint) {
      const amounts = pool.burn({ owner: 'lp', ...range, liquidity }, 0)
      events.push({ kind: 'burn', ...place(), ...range, liquidity, ...amounts })
    },
    swap(zeroForOne: boolean, amountSpecified: bigint) {
      const swap = pool.swap({ zeroForOne, amountSpecified }, 0)
      events.push({ kind: 'swap', ...place(), ...swap })
    },
    flash: (paid0: bigint, paid1 = 0n) => pool.flash({ amount0: 0n, amount1: 0n, paid0, paid1 }),
    liquidity: () => pool.liquidity,
    state() {
      const { sqrtPriceX96, tick, liquidity } = pool
      const { feeGrowthGlobal0X128, feeGrowthGlobal1X128 } = pool
      const growths = { feeGrowthGlobal0X128, feeGrowthGlobal1X128 }
      const at = { blockNumber: events.length - 1, timestamp: events.length - 1 }
      chainStates.push({ ...at, sqrtPriceX96, tick, liquidity, ...growths })
    },
    hour() {
      silent.swap(false, 7_777_777_777n)
      silent.state()
      const startState = { kind: 'fresh' } as const
      const columns = encodeEvents(events)
      const { hours } = compareWithChainStates({ columns, spec, startState, chainStates })
      expect(hours).toHaveLength(1)
      return hours[0]!
    },
  }
  silent.mint(wide, 4_467_196_253_431_163_651n)
  silent.mint(far, 10n ** 24n)
  if (feeProtocol > 0) {
    pool.setFeeProtocol(feeProtocol, 0)
    const fees = { feeProtocol0Old: 0, feeProtocol1Old: 0, feeProtocol1New: 0 }
    events.push({ kind: 'setFeeProtocol', ...place(), ...fees, feeProtocol0New: feeProtocol })
  }
  silent.state()
  return silent
}

describe('growth that no event explains', () => {
  it('is proven to be one flash payment, wherever in the hour and whatever its size', () => {
    for (const paid of [1n, 35n, 204_530n, 8_052_470_492_359_632n]) {
      const pool = silentPool()
      pool.swap(true, 10n ** 16n)
      pool.mint(near, 987_654_321_987_654_321n)
      const liquidity = pool.liquidity()
      pool.flash(paid, 3n * paid)
      pool.burn(near, 123_456_789n)
      const { token0, token1 } = pool.hour()
      expect([token0.relation, token0.flash]).toEqual([
        'below',
        { payments: 1, at: [{ paid, liquidity }] },
      ])
      expect(token1.flash).toEqual({ payments: 1, at: [{ paid: 3n * paid, liquidity }] })
    }
  })

  it('may have come before the first event of the hour', () => {
    const pool = silentPool()
    const liquidity = pool.liquidity()
    pool.flash(35n)
    pool.mint(near, 987_654_321_987_654_321n)
    expect(pool.hour().token0.flash).toEqual({ payments: 1, at: [{ paid: 35n, liquidity }] })
  })

  it('of two payments at one liquidity is their sum, however they round', () => {
    const seen = new Set<number | undefined>()
    for (let part = 1n; part < 20n; part++) {
      const pool = silentPool()
      pool.flash(part * part)
      pool.swap(true, 1_000_000n)
      pool.flash(35n)
      const { flash } = pool.hour().token0
      expect(flash?.at).toEqual([{ paid: part * part + 35n, liquidity: pool.liquidity() }])
      seen.add(flash?.payments)
    }
    expect(seen).toEqual(new Set([1, 2]))
  })

  it('is proven to be two payments that met different liquidity', () => {
    const pool = silentPool()
    const before = pool.liquidity()
    pool.flash(44_774n)
    pool.swap(true, 10n ** 16n)
    pool.mint(near, 987_654_321_987_654_321n)
    const after = pool.liquidity()
    pool.flash(204_531n)
    const { token0, token1 } = pool.hour()
    const at = [
      { paid: 44_774n, liquidity: before },
      { paid: 204_531n, liquidity: after },
    ]
    expect([token0.relation, token0.flash]).toEqual(['below', { payments: 2, at }])
    expect([token1.relation, token1.flash]).toEqual(['equal', undefined])
  })

  it('stays open when three payments met different liquidity', () => {
    const pool = silentPool()
    for (const paid of [204_531n, 44_774n, 1_009n]) {
      pool.flash(paid)
      pool.mint(near, 987_654_321_987_654_321n)
    }
    const { token0 } = pool.hour()
    expect([token0.relation, token0.flash]).toEqual(['below', undefined])
  })

  it('stays open where chance would fit some pair of payments', () => {
    const liquidities = new Set([10n ** 20n + 39n, 10n ** 20n + 129n, 10n ** 20n + 153n])
    const [a = 0n, b = 0n] = liquidities
    const growthX128 = ((10n ** 19n) << 128n) / a + ((10n ** 18n) << 128n) / b
    expect(flashProofOf(growthX128, liquidities)).toBeUndefined()
  })

  it('is not proven by a number beside that of a payment', () => {
    const liquidity = 4_467_196_253_431_163_651n
    const growthX128 = (204_530n << 128n) / liquidity
    const liquidities = new Set([0n, liquidity])
    expect(flashProofOf(growthX128, liquidities)).toEqual({
      payments: 1,
      at: [{ paid: 204_530n, liquidity }],
    })
    expect(flashProofOf(growthX128 + 1n, liquidities)).toBeUndefined()
    expect(flashProofOf(growthX128 - 2n, liquidities)).toBeUndefined()
    expect(flashProofOf(0n, liquidities)).toBeUndefined()
  })

  it('counts what the protocol fee left to the providers', () => {
    const pool = silentPool(4)
    const liquidity = pool.liquidity()
    pool.flash(1000n)
    expect(pool.hour().token0.flash).toEqual({ payments: 1, at: [{ paid: 750n, liquidity }] })
  })
})
