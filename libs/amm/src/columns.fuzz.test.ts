import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEvents, sliceColumns } from './columns-encode.ts'
import { eventAt, rowCountAtBlock, rowCountAtTime } from './columns-read.ts'
import { UserError } from './errors.ts'
import type { PoolEvent, SwapEvent } from './events.ts'

const int192 = fc.bigInt({ min: -(1n << 191n), max: (1n << 191n) - 1n })
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
const amount = fc.oneof(int192, fc.bigInt({ min: -(1n << 64n), max: 1n << 64n }))
const tick = fc.integer({ min: -887272, max: 887272 })
const place = {
  blockNumber: fc.integer({ min: 0, max: 0xffffffff }),
  logIndex: fc.integer({ min: 0, max: 0xffffffff }),
  timestamp: fc.integer({ min: 0, max: 0xffffffff }),
}
const amounts = { amount0: amount, amount1: amount }
const range = { tickLower: tick, tickUpper: tick }

const anyEvent: fc.Arbitrary<PoolEvent> = fc.oneof(
  fc.record({ kind: fc.constant('initialize' as const), ...place, sqrtPriceX96: uint(160n), tick }),
  fc.record({
    kind: fc.constant('swap' as const),
    ...place,
    ...amounts,
    sqrtPriceX96: uint(160n),
    liquidity: uint(128n),
    tick,
  }),
  fc.record({
    kind: fc.constant('mint' as const),
    ...place,
    ...amounts,
    ...range,
    liquidity: uint(128n),
  }),
  fc.record({
    kind: fc.constant('burn' as const),
    ...place,
    ...amounts,
    ...range,
    liquidity: uint(128n),
  }),
  fc.record({ kind: fc.constant('collect' as const), ...place, ...amounts, ...range }),
  fc.record({ kind: fc.constant('collectProtocol' as const), ...place, ...amounts }),
)

const swap: SwapEvent = {
  kind: 'swap',
  blockNumber: 1,
  logIndex: 0,
  timestamp: 10,
  amount0: 1n,
  amount1: -1n,
  sqrtPriceX96: 1n << 96n,
  liquidity: 1n,
  tick: 0,
}

describe('event columns', () => {
  it('give back every event they were made of', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (events) => {
        const columns = encodeEvents(events)
        expect(events.map((_, row) => eventAt(columns, row))).toEqual(events)
      }),
      { numRuns: 300 },
    )
  })

  it('slices without moving a value', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 3, maxLength: 8 }), (events) => {
        const part = sliceColumns(encodeEvents(events), 1, events.length - 1)
        expect(Array.from({ length: part.length }, (_, row) => eventAt(part, row))).toEqual(
          events.slice(1, -1),
        )
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['sqrtPriceX96', { sqrtPriceX96: 1n << 160n }],
    ['liquidity', { liquidity: -1n }],
    ['amount0', { amount0: 1n << 191n }],
    ['blockNumber', { blockNumber: 2 ** 32 }],
    ['timestamp', { timestamp: 1.5 }],
  ])('refuse a %s that does not fit, naming row and field', (field, wrong) => {
    const encode = () => encodeEvents([swap, { ...swap, ...wrong }])
    expect(encode).toThrow(UserError)
    expect(encode).toThrow(new RegExp(`row 1: ${field}`))
  })

  it('find the row of a time and of a block', () => {
    const columns = encodeEvents([
      { ...swap, blockNumber: 5, timestamp: 10 },
      { ...swap, blockNumber: 5, timestamp: 10 },
      { ...swap, blockNumber: 7, timestamp: 20 },
    ])
    expect([9, 10, 19, 20, 30].map((time) => rowCountAtTime(columns, time))).toEqual([
      0, 2, 2, 3, 3,
    ])
    expect([4, 5, 6, 7].map((block) => rowCountAtBlock(columns, block))).toEqual([0, 2, 2, 3])
  })
})
