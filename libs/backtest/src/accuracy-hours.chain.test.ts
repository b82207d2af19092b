import { encodeEvents, type PoolEvent } from '@tickwise/amm'
import type { ChainState } from '@tickwise/market'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareWithChainStates } from './accuracy-hours.ts'
import { startLocalPositions, type LocalPositions } from './testing/local-positions.ts'

const HOURS = 6
const FLASH_HOUR = 3
const unit = 10n ** 15n

let chain: LocalPositions
let events: readonly PoolEvent[]
const chainStates: ChainState[] = []

const compare = (kept: readonly PoolEvent[]) =>
  compareWithChainStates({
    columns: encodeEvents(kept),
    spec: { fee: 500, tickSpacing: 10 },
    startState: { kind: 'fresh' },
    chainStates,
  })

beforeAll(async () => {
  chain = await startLocalPositions()
  await chain.manage(chain.mint(-100, 50, 5n * unit))
  chainStates.push(await chain.state())
  for (let hour = 0; hour < HOURS; hour++) {
    for (let i = 0; i < 4; i++) await chain.swap((hour + i) % 3 === 0, 4n * unit)
    await chain.manage(chain.mint(-20 * hour, 20 + 10 * hour, unit), chain.collect(1n))
    if (hour === FLASH_HOUR) await chain.flash(10n ** 12n)
    chainStates.push(await chain.state())
  }
  await chain.swap(true, unit)
  events = (await chain.history()).events
})

afterAll(async () => {
  await chain?.stop()
})

describe('compareWithChainStates, against the real pool', () => {
  it('is equal to the last bit in every stretch', () => {
    const comparison = compare(events)
    expect(comparison.states).toBe(HOURS + 1)
    expect(comparison.equalPrices).toBe(HOURS + 1)
    expect(comparison.hours.map((hour) => [hour.token0.relation, hour.token1.relation])).toEqual(
      new Array(HOURS).fill(['equal', 'equal']),
    )
    expect(comparison.hours.some((hour) => hour.token0.chainX128 > 0n)).toBe(true)
    expect(comparison.hours.every((hour) => hour.estimatedSteps === 0)).toBe(true)
  })

  it('is below the chain only where a Flash event is missing, and by its fee', () => {
    const { hours } = compare(events.filter((event) => event.kind !== 'flash'))
    const relations = hours.map((hour) => hour.token0.relation)
    expect(relations).toEqual(hours.map((_, i) => (i === FLASH_HOUR ? 'below' : 'equal')))
    const flash = events.find((event) => event.kind === 'flash')
    const { token0 } = hours[FLASH_HOUR]!
    const before = chainStates[FLASH_HOUR + 1]!
    const missing = token0.chainX128 - token0.replayX128
    expect(missing).toBe(((flash?.paid0 ?? 0n) << 128n) / before.liquidity)
    expect(token0.missingShare).toBeGreaterThan(0)
  })

  it('notices a wrong price of the chain state and leaves states beyond the events out', () => {
    const state = chainStates[1]!
    const { columns, ...rest } = {
      columns: encodeEvents(events),
      spec: { fee: 500, tickSpacing: 10 },
    }
    const comparison = compareWithChainStates({
      ...rest,
      columns,
      startState: { kind: 'fresh' },
      chainStates: [
        { ...state, blockNumber: 0 },
        { ...state, sqrtPriceX96: state.sqrtPriceX96 + 1n },
        { ...state, blockNumber: 1_000_000 },
      ],
    })
    expect(comparison).toEqual({ states: 1, equalPrices: 0, hours: [] })
  })
})
