import { ExactPool, getSqrtRatioAtTick, type PoolEvent } from '@tickwise/amm'
import type { Decision } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { marketOf } from '../testing/pool-market.ts'
import { scripted } from '../testing/scripted-strategy.ts'
import { runBacktest } from './backtest.ts'
import type { Impact } from './settings.ts'

const HOUR = 3600
const START = 472_000 * HOUR
const L = 10n ** 18n
const IN = 10n ** 15n

/**
 * Price 1, one position of liquidity 10^18 over ±6000 ticks. A swap of one unit opens the market; one
 * of 10^15 token0 comes in the second hour, one of one unit ends it.
 */
function smallMarket() {
  const pool = ExactPool.create({ fee: 3000, tickSpacing: 60 })
  const events: PoolEvent[] = []
  let blockNumber = 1
  const place = (timestamp: number) => ({ blockNumber: blockNumber++, logIndex: 0, timestamp })
  const sqrtPriceX96 = getSqrtRatioAtTick(0)
  pool.initialize(sqrtPriceX96, START)
  events.push({ kind: 'initialize', ...place(START), sqrtPriceX96, tick: 0 })
  const range = { tickLower: -6000, tickUpper: 6000, liquidity: L }
  const minted = pool.mint({ owner: 'lp', ...range }, START)
  events.push({ kind: 'mint', ...place(START), ...range, ...minted })
  for (const [after, amountSpecified] of [
    [10, 1n],
    [HOUR + 1800, IN],
    [2 * HOUR + 10, 1n],
  ] as const) {
    const swap = pool.swap({ zeroForOne: true, amountSpecified }, START + after)
    events.push({ kind: 'swap', ...place(START + after), ...swap })
  }
  return marketOf(events)
}

const place: Decision = {
  kind: 'rebalance',
  swap: 'none',
  ranges: [{ tickLower: -600, tickUpper: 600, weightBps: 10_000 }],
  reason: 'once',
}
const exit: Decision = { kind: 'rebalance', swap: 'none', ranges: [], reason: 'out' }

function run(impact: Impact) {
  const strategy = scripted([place, exit], START / HOUR + 1)
  return runBacktest(
    smallMarket(),
    strategy,
    { epochSeconds: HOUR },
    {
      impact,
      capital: { amount0: 10n ** 15n, amount1: 10n ** 15n },
      gasPriceWei: 0n,
      confirmationSeconds: 0,
      delaySeconds: 0,
    },
  )
}

describe('a run checked by hand', () => {
  // The fee of 0.3 % on 10^15, rounded up on what is left after the price moves: 3·10^12.
  const fee = 3n * 10n ** 12n

  it('shares one fee: l/L for a taker, l/(L + l) diluted and in the pool itself', () => {
    for (const impact of ['taker', 'diluted', 'counterfactual'] as const) {
      const [placed, out] = run(impact).actions
      const l = BigInt(placed!.ranges[0]!.liquidity)
      const divisor = impact === 'taker' ? L : L + l
      const share = (fee * l) / divisor
      expect(Number(BigInt(out!.collected0) - share)).toBeGreaterThanOrEqual(-2)
      expect(Number(BigInt(out!.collected0) - share)).toBeLessThanOrEqual(2)
      expect(out!.collected1).toBe('0')
    }
  })

  it('holds the liquidity that both amounts buy at price 1, and leaves the rest idle', () => {
    const { liquidity, amount0, amount1 } = run('taker').actions[0]!.ranges[0]!
    // amount = L·(1 − 1/√1.0001^600), so L = 10^15 / 0.029554…
    const expected = 1e15 / (1 - 1.0001 ** -300)
    expect(Number(liquidity) / expected).toBeCloseTo(1, 9)
    expect(Number(amount0)).toBeLessThanOrEqual(1e15)
    expect(1e15 - Math.max(Number(amount0), Number(amount1))).toBeLessThan(10)
  })

  it('is in range for the hour between placing and leaving', () => {
    expect(run('taker').metrics.timeInRange).toBeCloseTo(HOUR / (2 * HOUR + 10), 12)
  })

  it('moves the price less when our liquidity is in the pool', () => {
    // Δ√P/√P = Δx·√P/L to first order: twice as far in log price.
    const tickOf = (impact: Impact) => run(impact).equity.at(-1)!.price
    const taker = Math.log(tickOf('taker'))
    const counterfactual = Math.log(tickOf('counterfactual'))
    const l = Number(run('taker').actions[0]!.ranges[0]!.liquidity)
    const net = Number(IN - fee)
    expect(taker).toBeCloseTo((-2 * net) / Number(L), 5)
    expect(counterfactual).toBeCloseTo((-2 * net) / (Number(L) + l), 5)
    expect(counterfactual).toBeGreaterThan(taker)
    const displaced = run('counterfactual').capacity.maxDisplacementTicks
    const expected = (counterfactual - taker) / Math.log(1.0001)
    expect(Math.abs(displaced - expected)).toBeLessThanOrEqual(1)
    expect(run('diluted').capacity.maxDisplacementTicks).toBe(0)
  })

  it('books a loss to arbitrage of half the price move squared, as the theory says', () => {
    const { attribution, actions, equity } = run('taker')
    const l = Number(actions[0]!.ranges[0]!.liquidity)
    const root = Math.sqrt(equity.at(-1)!.price)
    // Held: L(1 − √P) more token0, worth P each, for L(1 − √P) less token1: −L(1 − √P)²  … at √P ≈ 1.
    const expected = l * ((1 / root - 1) * root * root - (1 - root))
    expect(Number(attribution.lvr) / expected).toBeCloseTo(1, 3)
    expect(Number(attribution.lvr)).toBeLessThan(0)
  })
})
