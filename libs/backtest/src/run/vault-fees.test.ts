import { describe, expect, it } from 'vitest'
import { vaultFees } from './vault-fees.ts'

const YEAR = 365 * 86_400

describe('vault fees', () => {
  it('charge management by time, rounded up', () => {
    const fees = vaultFees({ managementFeeBps: 200, performanceFeeBps: 0 }, 0, 1_000_000n)
    expect(fees.charge(YEAR / 2, 1_000_000n)).toBe(10_000n)
    expect(fees.charge(YEAR / 2 + 1, 1_000_000n)).toBe(1n)
  })

  it('charge performance only above the high-water mark, once', () => {
    const fees = vaultFees({ managementFeeBps: 0, performanceFeeBps: 1000 }, 0, 1000n)
    expect(fees.charge(1, 900n)).toBe(0n)
    expect(fees.charge(2, 1000n)).toBe(0n)
    expect(fees.charge(3, 1200n)).toBe(20n)
    // The mark stands at 1180, what the shareholders kept.
    expect(fees.charge(4, 1180n)).toBe(0n)
    expect(fees.charge(5, 1280n)).toBe(10n)
  })

  it('charge nothing on nothing', () => {
    const fees = vaultFees({ managementFeeBps: 200, performanceFeeBps: 1000 }, 0, 10n)
    expect(fees.charge(YEAR, 0n)).toBe(0n)
    expect(fees.charge(2 * YEAR, -5n)).toBe(0n)
  })
})
