import {
  advanceProfile,
  createLiquidityProfile,
  liquidityOfInterval,
  rowCountAtTime,
} from '@tickwise/amm'
import { findStrategy, parseParameters, strategies } from '@tickwise/strategies'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasSharedData, whySkipped } from '../../../amm/src/testing/shared-data.ts'
import { checkLookahead } from '../check/lookahead.ts'
import type { MarketData } from '../market/market-data.ts'
import { arbitrumMarket } from '../testing/arbitrum-market.ts'
import { attributionTerms } from './attribution.ts'
import { runBacktest } from './backtest.ts'
import type { BacktestResult } from './result.ts'
import type { Impact } from './settings.ts'

let market: MarketData

/** Hundredths of a percent of the start value. */
function basisPoints(result: BacktestResult, amount: string): number {
  return (Number(amount) / Number(result.navStart)) * 1e4
}

describe.skipIf(!hasSharedData)(`runs over 14 recorded days${whySkipped}`, () => {
  beforeAll(async () => {
    market = await arbitrumMarket('W2')
  })

  it('close their attribution to the unit, for every strategy', () => {
    for (const { name } of strategies) {
      const strategy = findStrategy(name)
      for (const impact of ['taker', 'diluted'] as const) {
        const result = runBacktest(market, strategy, parseParameters(strategy, {}), { impact })
        const sum = attributionTerms.reduce(
          (total, term) => total + BigInt(result.attribution[term]),
          0n,
        )
        expect(sum).toBe(BigInt(result.navEnd) - BigInt(result.navStart))
        // Ten units for the terms of an interval; a WETH wei is worth less than a USDC unit.
        const bound = 12 * result.attributionIntervals.length
        expect(Math.abs(Number(result.attribution.rounding))).toBeLessThanOrEqual(bound)
      }
    }
  })

  it('lose to rebalancing about what theory says for a full-range position', () => {
    const strategy = findStrategy('full-range')
    const params = parseParameters(strategy, {})
    const result = runBacktest(market, strategy, params, { gasPriceWei: 0n })
    // Milionis et al.: a full-range position loses σ²/8 of its value per unit of time.
    let variance = 0
    for (let i = 1; i < result.equity.length; i++) {
      const [from, to] = [result.equity[i - 1]!, result.equity[i]!]
      variance += Math.log(to.price / from.price) ** 2
    }
    const measured = -basisPoints(result, result.attribution.lvr) / 1e4
    expect(measured / (variance / 8)).toBeGreaterThan(0.8)
    expect(measured / (variance / 8)).toBeLessThan(1.3)
  })

  it('know nothing of the future, in a sample of decisions and in the first half alone', () => {
    const strategy = findStrategy('volatility-band')
    const params = parseParameters(strategy, { recentreBps: 3000 })
    const report = checkLookahead(market, strategy, params, {}, { maxDecisions: 40 })
    expect(report).toMatchObject({ passed: true, checked: 40 })
  })

  /**
   * What `diluted` leaves out: our liquidity holds the pool's price back, and traders who send the
   * same orders do not bring it home. A pool that stands δ ticks away has other liquidity around it:
   * that changes our share, hence our fees, by at most the mean of |ln L(tick + d) − ln L(tick)| with
   * the worst |d| ≤ δ; values shift by 1e-4 per tick; and dilution itself is off by the share.
   */
  it('stay within the bound between diluted and counterfactual, at 0.01 %, 1 % and 10 % of the pool', () => {
    const strategy = findStrategy('static-range')
    const params = parseParameters(strategy, {})
    const run = (impact: Impact, value: bigint) =>
      runBacktest(market, strategy, params, { impact, capital: { value }, gasPriceWei: 0n })
    const probe = run('diluted', 10n ** 9n).capacity.meanLiquidityShare
    const rows = [0.0001, 0.01, 0.1].map((share) => {
      const value = BigInt(Math.round((10 ** 9 * share) / probe))
      const [taker, diluted, counterfactual] = [
        run('taker', value),
        run('diluted', value),
        run('counterfactual', value),
      ]
      const fees = (result: BacktestResult) => basisPoints(result, result.attribution.fees)
      const displacement = counterfactual.capacity.maxDisplacementTicks
      const relativeBound =
        diluted.capacity.maxLiquidityShare +
        displacement * 1e-4 +
        liquidityChangeWithin(displacement, diluted)
      const relativeDifference = fees(counterfactual) / fees(diluted) - 1
      expect(Math.abs(relativeDifference)).toBeLessThanOrEqual(relativeBound)
      return {
        share,
        'capital USDC': Number(value) / 1e6,
        'fees taker bp': fees(taker),
        'fees diluted bp': fees(diluted),
        'fees counterfactual bp': fees(counterfactual),
        'price displacement ticks': displacement,
        'relative difference': relativeDifference,
        'relative bound': relativeBound,
      }
    })
    console.table(rows)
    const differences = rows.map((row) => Math.abs(row['relative difference']))
    expect(differences[0]).toBeLessThan(1e-4)
    expect(differences[2]).toBeLessThan(0.05)
  })
})

/** Mean over the epochs of the greatest |ln L(tick + d) − ln L(tick)| with |d| ≤ ticks. */
function liquidityChangeWithin(ticks: number, run: BacktestResult): number {
  const { columns, spec, startState } = market
  const profile = createLiquidityProfile(columns, spec, startState)
  const reach = Math.ceil(ticks / spec.tickSpacing)
  const changes = run.equity.map(({ timestamp, tick }) => {
    advanceProfile(profile, rowCountAtTime(columns, timestamp))
    const index = Math.floor(tick / spec.tickSpacing)
    const here = Number(liquidityOfInterval(profile, index) ?? 0n)
    let greatest = 0
    for (let offset = -reach; offset <= reach; offset++) {
      const there = Number(liquidityOfInterval(profile, index + offset) ?? 0n)
      if (here > 0 && there > 0) greatest = Math.max(greatest, Math.abs(Math.log(there / here)))
    }
    return greatest
  })
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length
  // A shift of less than an interval leaves it only when the price is near its edge.
  return mean * Math.min(1, ticks / spec.tickSpacing)
}
