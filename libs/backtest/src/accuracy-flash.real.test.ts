import { deriveStartState } from '@tickwise/amm'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  arbitrumSpec as spec,
  loadArbitrumStates,
  loadArbitrumWindow,
} from '../../amm/src/testing/shared-data.ts'
import { compareWithChainStates, type HourComparison } from './accuracy-hours.ts'
import { hasSharedData } from './testing/real-days.ts'

const skipped = hasSharedData ? '' : ' (skipped: no shared data folder, see TICKWISE_SHARED_DATA)'

describe.skipIf(!hasSharedData)(
  `hourly fee growth of a pool without Flash events${skipped}`,
  () => {
    const hours: HourComparison[] = []

    beforeAll(async () => {
      for (const window of ['WB', 'W1', 'W2'] as const) {
        const columns = await loadArbitrumWindow(window)
        const states = await loadArbitrumStates(columns)
        const chainStates = states.map(({ feeGrowth0X128, feeGrowth1X128, ...state }) => ({
          ...state,
          feeGrowthGlobal0X128: feeGrowth0X128,
          feeGrowthGlobal1X128: feeGrowth1X128,
        }))
        const startState = deriveStartState(columns, spec)
        hours.push(...compareWithChainStates({ columns, spec, startState, chainStates }).hours)
      }
    })

    it('is never above the chain and equal in most hours', () => {
      const growths = hours.flatMap(({ token0, token1 }) => [token0, token1])
      const count = (relation: string) => growths.filter((one) => one.relation === relation).length
      expect([count('equal'), count('below'), count('above')]).toEqual([1006, 30, 0])
      const both = hours.filter(
        ({ token0, token1 }) => token0.relation === 'equal' && token1.relation === 'equal',
      )
      expect([both.length, hours.length]).toEqual([490, 518])
    })

    it('is elsewhere short of exactly one flash payment or two, for 29 of the 30', () => {
      const short = hours.flatMap(({ token0, token1 }) =>
        [token0, token1].filter(({ relation }) => relation !== 'equal'),
      )
      const found = { one: 0, two: 0, open: 0 }
      for (const { chainX128, replayX128, flash } of short) {
        if (flash === undefined) {
          found.open++
          continue
        }
        found[flash.payments === 1 ? 'one' : 'two']++
        const { payments, at } = flash
        const sum = at.reduce(
          (total, { paid, liquidity }) => total + (paid << 128n) / liquidity,
          0n,
        )
        // Two at one liquidity round down once more than their sum.
        expect(sum - (chainX128 - replayX128)).toBe(BigInt(payments - at.length))
      }
      expect(found).toEqual({ one: 24, two: 5, open: 1 })
    })
  },
)
