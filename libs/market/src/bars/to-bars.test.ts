import { amount0At, amount1At, encodeEvents } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { marketEvents } from '../testing/synthetic-market.ts'
import { toBars } from './to-bars.ts'

const columns = encodeEvents(marketEvents(300))

describe('bars from swaps', () => {
  it.each([60, 3600, 86_400])('conserve volume and net flow at %i s', (seconds) => {
    const bars = toBars(columns, seconds)
    const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n)
    let [in0, net1] = [0n, 0n]
    for (let row = 0; row < columns.length; row++) {
      if (columns.kind[row] !== 1) continue
      const amount0 = amount0At(columns, row)
      if (amount0 > 0n) in0 += amount0
      net1 += amount1At(columns, row)
    }
    expect(sum(bars.amountIn0)).toBe(in0)
    expect(sum(bars.netAmount1)).toBe(net1)
    expect(bars.staleClose.every((flag) => flag === 0)).toBe(true)
    for (let i = 1; i < bars.length; i++)
      expect(bars.timestamp[i]! - bars.timestamp[i - 1]!).toBe(seconds)
  })

  it('repeat the last price where nothing was traded', () => {
    const bars = toBars(columns, 60)
    const empty = bars.amountIn0.findIndex(
      (amount, i) => i > 0 && amount === 0n && bars.amountIn1[i] === 0n,
    )
    expect(empty).toBeGreaterThan(0)
    for (const ticks of [bars.openTick, bars.highTick, bars.lowTick, bars.closeTick])
      expect(ticks[empty]).toBe(bars.closeTick[empty - 1])
  })

  it('refuse a length that is none', () => {
    expect(() => toBars(columns, 0)).toThrow('not a bar length')
  })
})
