import { feeGrowthBetween, Q128 } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { poolMarket } from '../testing/pool-market.ts'
import { dilutedAccrual } from './fee-accrual.ts'

const { market } = poolMarket({ seed: 3, swaps: 400 })
const rows = market.columns.length

describe('fees shared with our liquidity', () => {
  it('do not depend on how often somebody looks, however small they are', () => {
    // Some 10^-6 of the pool's liquidity in units as coarse as those of an 8-decimal token.
    const liquidity = 10n ** 5n
    const range = { tickLower: -60_000, tickUpper: 60_000 }
    const { growth0X128, growth1X128 } = feeGrowthBetween(
      market.index(),
      range.tickLower,
      range.tickUpper,
      0,
      rows,
    )
    const accrual = dilutedAccrual(market)
    accrual.place([{ ...range, liquidity }], 0)
    for (let row = 1; row < rows; row++) accrual.at(row)
    const [watched] = accrual.at(rows)
    // A share this small takes nothing from anybody: the contract's own sum, rounded down once.
    const full0 = (growth0X128 * liquidity) / Q128
    const full1 = (growth1X128 * liquidity) / Q128
    expect(full0).toBeGreaterThan(100n)
    expect(Number(full0 - watched!.amount0)).toBeLessThanOrEqual(1)
    expect(Number(full1 - watched!.amount1)).toBeLessThanOrEqual(1)
  })
})
