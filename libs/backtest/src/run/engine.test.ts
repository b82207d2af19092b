import { amountsForLiquidityDown, sqrtPriceAt } from '@tickwise/amm'
import { findStrategy, parseParameters, type Decision } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { poolMarket, START } from '../testing/pool-market.ts'
import { scripted } from '../testing/scripted-strategy.ts'
import { runBacktest } from './backtest.ts'
import type { Impact } from './settings.ts'

const { market, pool } = poolMarket({ seed: 11, swaps: 800 })
const end = market.columns.timestamp[market.columns.length - 1]!
const FIRST = Math.ceil((START + 1) / 3600)
const free = { gasPriceWei: 0n, confirmationSeconds: 0, delaySeconds: 0 }
const everywhere: Decision = {
  kind: 'rebalance',
  swap: 'none',
  ranges: [{ tickLower: -60_000, tickUpper: 60_000, weightBps: 10_000 }],
  reason: 'once',
}

describe('run', () => {
  it('of hold is HODL: all of the change is the price move', () => {
    const hold = findStrategy('hold')
    const capital = { amount0: 10n ** 18n, amount1: 10n ** 18n }
    const result = runBacktest(market, hold, parseParameters(hold, {}), { ...free, capital })
    expect(result.navEnd).toBe(result.benchmarks[0]!.navEnd)
    const change = BigInt(result.navEnd) - BigInt(result.navStart)
    const { priceMove, rounding, ...others } = result.attribution
    expect(BigInt(priceMove) + BigInt(rounding)).toBe(change)
    expect(Object.values(others).every((term) => term === '0')).toBe(true)
    const price = pool.sqrtPriceX96
    expect(BigInt(result.navEnd)).toBe(10n ** 18n + ((10n ** 18n * price * price) >> 192n))
  })

  it('pays a taker exactly growth inside × liquidity / 2^128, and the amounts of a burn', () => {
    const strategy = scripted([everywhere], FIRST)
    const capital = { amount0: 10n ** 18n, amount1: 10n ** 18n }
    const settings = { ...free, capital, impact: 'taker' } as const
    const result = runBacktest(market, strategy, { epochSeconds: 3600 }, settings)
    const action = result.actions[0]!
    const range = action.ranges[0]!
    expect(action.timestamp).toBe(FIRST * 3600)
    const liquidity = BigInt(range.liquidity)
    // The pool's one wide position has the same range since the start: its growth inside is known.
    const inside = pool.feeGrowthInside(-60_000, 60_000)
    const before = poolAt(action.row)
    const grown0 = inside.inside0X128 - before.inside0X128
    const grown1 = inside.inside1X128 - before.inside1X128
    const burn = amountsForLiquidityDown(pool.sqrtPriceX96, -60_000, 60_000, liquidity)
    const held0 = 10n ** 18n - BigInt(range.amount0) + burn.amount0 + ((grown0 * liquidity) >> 128n)
    const held1 = 10n ** 18n - BigInt(range.amount1) + burn.amount1 + ((grown1 * liquidity) >> 128n)
    const price = pool.sqrtPriceX96
    expect(BigInt(result.navEnd)).toBe(held1 + ((held0 * price * price) >> 192n))
  })

  it('knows whole epochs, decides when they are final and acts after the delay, at the state found there', () => {
    const seen: number[] = []
    const spy = scripted([everywhere], FIRST)
    const watching: typeof spy = {
      ...spy,
      decide: (view, vault, params) => {
        seen.push(view.timestamp)
        return spy.decide(view, vault, params)
      },
    }
    const settings = { gasPriceWei: 0n, confirmationSeconds: 100, delaySeconds: 500 }
    const result = runBacktest(market, watching, { epochSeconds: 3600 }, settings)
    expect(seen.slice(0, 2)).toEqual([START, FIRST * 3600])
    const action = result.actions[0]!
    expect(action.decidedAt).toBe(FIRST * 3600 + 100)
    expect(action.timestamp - action.decidedAt).toBe(500)
    const { timestamp } = market.columns
    expect(timestamp[action.row - 1]!).toBeLessThanOrEqual(action.timestamp)
    expect(timestamp[action.row]!).toBeGreaterThan(action.timestamp)
    expect(action.price).toBe(priceBefore(action.row))
    const decidedRow = timestamp.findIndex((time) => time > action.decidedAt)
    expect(action.price).not.toBe(priceBefore(decidedRow))
  })

  it('values what an own swap left behind at the price the market restores, not at the moved one', () => {
    const swapping: Decision = { ...everywhere, swap: 'to-ratio' }
    const strategy = scripted([swapping], FIRST)
    const capital = { amount0: 0n, amount1: 10n ** 19n }
    const result = runBacktest(market, strategy, { epochSeconds: 3600 }, { ...free, capital })
    const [action] = result.actions
    expect(action!.swap!.zeroForOne).toBe(false)
    const after = result.equity.find(({ timestamp }) => timestamp === action!.timestamp)!
    expect(after.price).toBe(priceBefore(action!.row))
    // Selling 5·10^18 into a liquidity of about 10^19 moves the price a lot; the loss must show.
    expect(Number(result.attribution.swapImpact)).toBeLessThan(-0.05 * 10 ** 19)
    expect(Number(after.nav)).toBeLessThan(0.95 * 10 ** 19)
  })

  it('with next to nothing in the pool gives the same in all three settings', () => {
    const recentre = findStrategy('recentre')
    const params = parseParameters(recentre, { halfWidthTicks: 600, thresholdTicks: 120 })
    const capital = { amount0: 10n ** 12n, amount1: 10n ** 12n }
    const [taker, diluted, counterfactual] = (
      ['taker', 'diluted', 'counterfactual'] as Impact[]
    ).map((impact) => runBacktest(market, recentre, params, { ...free, capital, impact }))
    expect(taker!.actions.length).toBeGreaterThan(3)
    for (const other of [diluted!, counterfactual!]) {
      expect(other.actions.map(({ ranges }) => ranges.map((r) => r.tickLower))).toEqual(
        taker!.actions.map(({ ranges }) => ranges.map((r) => r.tickLower)),
      )
      // Our share of the pool is 1e-6; so are the differences.
      const ratio = Number(other.navEnd) / Number(taker!.navEnd)
      expect(Math.abs(ratio - 1)).toBeLessThan(3e-6)
    }
  })

  it('does not depend on when it ends', () => {
    const recentre = findStrategy('recentre')
    const params = parseParameters(recentre, { halfWidthTicks: 600, thresholdTicks: 120 })
    for (const impact of ['taker', 'diluted', 'counterfactual'] as const) {
      const long = runBacktest(market, recentre, params, { ...free, impact })
      const to = START + Math.floor((end - START) / 2)
      const short = runBacktest(market, recentre, params, { ...free, impact, to })
      const before = <T extends { readonly timestamp: number }>(items: readonly T[]) =>
        items.filter(({ timestamp }) => timestamp < to)
      expect(before(short.equity)).toEqual(before(long.equity))
      expect(before(short.actions)).toEqual(before(long.actions))
      expect(short.actions.length).toBeGreaterThan(1)
    }
  })

  it('starts in the middle with what came before as history', () => {
    const strategy = findStrategy('volatility-band')
    const params = parseParameters(strategy, { lookbackEpochs: 6 })
    const from = START + 15 * 3600 + 7
    const result = runBacktest(market, strategy, params, { ...free, from })
    expect(result.equity[0]!.timestamp).toBe(from)
    expect(result.actions[0]!.timestamp).toBeLessThan(from + 2 * 3600)
    const early = runBacktest(market, strategy, params, free)
    expect(early.actions[0]!.timestamp).toBeGreaterThan(START + 6 * 3600)
  })

  it('failed transactions cost gas and change nothing', () => {
    const strategy = scripted([everywhere], FIRST)
    const settings = { ...free, gasPriceWei: 10n ** 9n, failureProbability: 1 }
    const result = runBacktest(market, strategy, { epochSeconds: 3600 }, settings)
    expect(result.actions[0]!.kind).toBe('failed')
    const { gas, fees, swapFee } = result.attribution
    expect([fees, swapFee]).toEqual(['0', '0'])
    expect(BigInt(gas)).toBe(-BigInt(result.actions[0]!.gasCost))
    expect(BigInt(gas)).toBeLessThan(0n)
  })

  it('gas is units × price, valued by the pool when the native token is in it', () => {
    const strategy = scripted([everywhere], FIRST)
    const capital = { amount0: 10n ** 18n, amount1: 10n ** 18n }
    const settings = { ...free, capital, gasPriceWei: 10n ** 9n, l1FeeWei: 7n }
    const action = runBacktest(market, strategy, { epochSeconds: 3600 }, settings).actions[0]!
    expect(action.gasUnits).toBe('359430')
    const wei = 359_430e9 + 7
    expect(Number(action.gasCost)).toBeCloseTo(wei * action.price, -3)
  })

  it('management and performance fees come off the NAV and into the attribution', () => {
    const strategy = scripted([everywhere], FIRST)
    const params = { epochSeconds: 3600 }
    const capital = { amount0: 10n ** 18n, amount1: 10n ** 18n }
    const plain = runBacktest(market, strategy, params, { ...free, capital })
    const charged = runBacktest(market, strategy, params, {
      ...free,
      capital,
      managementFeeBps: 200,
    })
    const fee = BigInt(plain.navEnd) - BigInt(charged.navEnd)
    expect(-BigInt(charged.attribution.vaultFees)).toBe(fee)
    const expected = (Number(plain.navStart) * 0.02 * (end - START)) / (365 * 86_400)
    expect(Number(fee) / expected).toBeGreaterThan(0.95)
    expect(Number(fee) / expected).toBeLessThan(1.05)
  })

  it('charges management fees for every second up to its end', () => {
    const hold = findStrategy('hold')
    const params = parseParameters(hold, { epochSeconds: 604_800 })
    const capital = { value: 10n ** 18n }
    const result = runBacktest(market, hold, params, { ...free, capital, managementFeeBps: 200 })
    const owed = Number(10n ** 18n) * 0.02 * ((end - START) / (365 * 86_400))
    expect(-Number(result.attribution.vaultFees) / owed).toBeCloseTo(1, 4)
  })

  it('measures arbitrage loss on a grid of its own, whatever waits are made of', () => {
    const busy = poolMarket({ seed: 5, swaps: 1500, maxGapSeconds: 20 }).market
    const capital = { amount0: 10n ** 18n, amount1: 10n ** 18n }
    const lvr = (confirmationSeconds: number, delaySeconds: number) => {
      const settings = { ...free, capital, confirmationSeconds, delaySeconds, markoutSeconds: 60 }
      const strategy = scripted([everywhere], FIRST)
      return runBacktest(busy, strategy, { epochSeconds: 3600 }, settings).attribution.lvr
    }
    expect(Number(lvr(0, 60))).toBeLessThan(0)
    expect(lvr(60, 0)).toBe(lvr(0, 60))
  })

  it('counts the seconds in range from every price, not from a grid', () => {
    const ranges = [{ tickLower: -60, tickUpper: 60, weightBps: 10_000 }]
    const strategy = scripted([{ ...everywhere, ranges }], FIRST)
    const { timestamp, tickA, kind, length } = market.columns
    let seconds = 0
    let row = 0
    let tick = 0
    for (let second = START; second < end; second++) {
      for (; row < length && timestamp[row]! <= second; row++) {
        if (kind[row] === 1) tick = tickA[row]!
      }
      if (second >= FIRST * 3600 && tick >= -60 && tick < 60) seconds++
    }
    expect(seconds).toBeGreaterThan(1000)
    for (const impact of ['diluted', 'counterfactual'] as const) {
      const settings = { ...free, impact, capital: { amount0: 10n ** 6n, amount1: 10n ** 6n } }
      const { metrics } = runBacktest(market, strategy, { epochSeconds: 3600 }, settings)
      expect(metrics.timeInRange).toBeCloseTo(
        seconds / (end - START),
        impact === 'diluted' ? 12 : 2,
      )
    }
  })
})

/** Price as results show it, from the last swap before a row. */
function priceBefore(row: number): number {
  let last = row - 1
  while (market.columns.kind[last] !== 1) last--
  const root = Number(sqrtPriceAt(market.columns, last)) / 2 ** 96
  return root * root
}

/** Growth inside the wide range at a row, from the pool replayed to it. */
function poolAt(row: number): { inside0X128: bigint; inside1X128: bigint } {
  const swaps = market.columns.kind.slice(0, row).filter((kind) => kind === 1).length
  return poolMarket({ seed: 11, swaps }).pool.feeGrowthInside(-60_000, 60_000)
}
