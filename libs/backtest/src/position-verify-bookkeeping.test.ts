import type { PositionEvent, PositionEventKind } from '@tickwise/market'
import { expect, it } from 'vitest'
import { feeDown, keepBooks } from './position-verify-bookkeeping.ts'

const Q128 = 2n ** 128n

interface Step {
  readonly kind: PositionEventKind
  readonly liquidity?: bigint
  readonly amounts?: readonly [bigint, bigint]
  /** Fee growth of token0 inside the range at this step; token1 has grown twice as much. */
  readonly growth: bigint
}

function books(steps: readonly Step[]) {
  const growths = new Map<number, bigint>()
  const events = steps.map(
    ({ kind, liquidity = 0n, amounts = [0n, 0n], growth }, i): PositionEvent => {
      growths.set(i, growth)
      return {
        kind,
        tokenId: 1n,
        blockNumber: i,
        logIndex: 1,
        poolLogIndex: 0,
        timestamp: i,
        liquidity,
        amount0: amounts[0],
        amount1: amounts[1],
        tickLower: 0,
        tickUpper: 10,
      }
    },
  )
  return keepBooks(events, ({ blockNumber }) => {
    const growth = growths.get(blockNumber) ?? 0n
    return { growth0X128: growth, growth1X128: (2n * growth) % 2n ** 256n }
  })
}

it('rounds down at each touch, not once over the life', () => {
  // Growth of 1.5 per unit of liquidity 1, twice: 1 + 1, where the whole would give 3.
  const half = (3n * Q128) / 2n
  const result = books([
    { kind: 'increaseLiquidity', liquidity: 1n, growth: 0n },
    { kind: 'collect', growth: half, amounts: [1n, 3n] },
    { kind: 'decreaseLiquidity', liquidity: 1n, growth: 2n * half, amounts: [70n, 80n] },
    { kind: 'collect', growth: 2n * half, amounts: [71n, 83n] },
  ])
  expect(result).toEqual({
    simulatedFee0: 2n,
    simulatedFee1: 6n,
    collectedFee0: 2n,
    collectedFee1: 6n,
  })
})

it('credits growth on the liquidity held before an increase or decrease', () => {
  const result = books([
    { kind: 'increaseLiquidity', liquidity: 10n, growth: 0n },
    { kind: 'increaseLiquidity', liquidity: 90n, growth: Q128 },
    { kind: 'decreaseLiquidity', liquidity: 40n, growth: 2n * Q128 },
    { kind: 'decreaseLiquidity', liquidity: 60n, growth: 3n * Q128 },
    { kind: 'collect', growth: 9n * Q128, amounts: [170n, 340n] },
  ])
  expect(result).toMatchObject({ simulatedFee0: 10n + 100n + 60n, simulatedFee1: 340n })
})

it('earns nothing while empty', () => {
  const result = books([
    { kind: 'increaseLiquidity', liquidity: 5n, growth: 0n },
    { kind: 'decreaseLiquidity', liquidity: 5n, growth: Q128 },
    { kind: 'increaseLiquidity', liquidity: 5n, growth: 100n * Q128 },
    { kind: 'decreaseLiquidity', liquidity: 5n, growth: 101n * Q128 },
    { kind: 'collect', growth: 101n * Q128 },
  ])
  expect(result.simulatedFee0).toBe(10n)
})

it('takes growth modulo 2^256, as the contract does', () => {
  expect(feeDown(2n ** 256n - Q128, 2n * Q128, 7n)).toBe(21n)
})
