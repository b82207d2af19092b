import { expect, it } from 'vitest'
import { marketPresets, type MarketParameters } from './parameters.ts'
import { planMarket } from './plan-market.ts'

const startTime = 1_704_067_200

function plan(fee: number, tickSpacing: number, over: Partial<MarketParameters>) {
  const parameters = { ...marketPresets.calm, ...over }
  const endTime = startTime + 2 * 86_400
  return [...planMarket({ spec: { fee, tickSpacing }, parameters, seed: '1', startTime, endTime })]
}

// The exact pool inside the plan refuses what the contract would refuse: a plan that ends is one that can be played.
it.each<[string, number, number, Partial<MarketParameters>]>([
  ['the lowest fee', 100, 1, {}],
  ['the highest fee', 10_000, 200, {}],
  ['wild prices and hardly any liquidity', 500, 10, { dailyVolatility: 0.8, opensPerDay: 0.2 }],
  ['a tiny price', 3000, 60, { startPrice: 1e-6 }],
  ['a huge price that stands still', 100, 1, { startPrice: 1e9, dailyVolatility: 0 }],
  ['jumps and nobody but the arbitrageur', 500, 10, { noiseTradesPerDay: 0, jumpsPerDay: 100 }],
  ['positions of a few cents', 500, 10, { positionValue: 0.1 }],
  ['a flash loan in most blocks', 500, 10, { flashLoansPerDay: 1_500 }],
])('plans %s', (_, fee, tickSpacing, over) => {
  const blocks = plan(fee, tickSpacing, over)
  expect(blocks[0]?.expected[0]?.kind).toBe('initialize')
  const times = blocks.map((block) => block.timestamp)
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  const prices = blocks.flatMap(({ expected }) =>
    expected.flatMap((event) => (event.kind === 'swap' ? [event.sqrtPriceX96] : [])),
  )
  expect(prices.length).toBeGreaterThan(100)
  expect(blocks.filter((block) => block.stateBefore !== undefined).length).toBeGreaterThan(24)
})
