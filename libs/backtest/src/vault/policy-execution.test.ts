import { priceCountAt, tickAfter, tickCumulativeAt } from '@tickwise/amm'
import { fillRanges, findStrategy, parseParameters, policyPlan } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { AttributionLedger } from '../run/attribution.ts'
import { runBacktest } from '../run/backtest.ts'
import { poolMarket, START } from '../testing/pool-market.ts'
import { CounterfactualVenue } from '../venue/counterfactual-venue.ts'
import { readPrices } from './price-reading.ts'
import { SimulatedVault } from './simulated-vault.ts'
import { checkVaultLimits, turnoverAvailableBps, type VaultLimits } from './vault-limits.ts'

const { market } = poolMarket({ seed: 23, swaps: 900, maxSwap: 3n * 10n ** 16n })
const end = market.columns.timestamp[market.columns.length - 1]!
const strategy = findStrategy('volatility-band')
const params = parseParameters(strategy, {
  lookbackEpochs: 2,
  horizonEpochs: 2,
  recentreBps: 1500,
  minHalfWidthTicks: 60,
})
const limits: VaultLimits = {
  maxDeviationTicks: 100,
  maxLossBps: 100,
  dailyTurnoverBps: 20_000,
  idleTargetBps: 500,
  cooldownSeconds: 60,
}
const free = { gasPriceWei: 0n, capital: { amount0: 10n ** 16n, amount1: 10n ** 16n } }
const run = (change: Partial<VaultLimits> = {}, rest = {}) =>
  runBacktest(market, strategy, params, { ...free, limits: { ...limits, ...change }, ...rest })
const kinds = (result: ReturnType<typeof run>) => new Set(result.actions.map(({ kind }) => kind))

describe('a policy without limits', () => {
  it('is carried out at the state of the action, and keeps nothing idle', () => {
    const venue = new CounterfactualVenue(market, 4)
    venue.moveTo(end)
    const holdings = { amount0: 3n * 10n ** 16n, amount1: 10n ** 15n }
    const parameters = {
      policyId: 1,
      minHalfWidthTicks: 300,
      maxHalfWidthTicks: 9000,
      widthMilliSigmas: 2000,
      horizonEpochs: 4,
      baseHalfWidthTicks: 0,
      limitWidthTicks: 0,
    }
    const varianceX32 = 40_000n << 32n
    const { sqrtPriceX96, tick } = venue
    const state = { sqrtPriceX96, tick, ...market.spec, liquidity: venue.marketLiquidity() }
    const placeable = { ...holdings, reserve0: 0n, reserve1: 0n }
    const plan = policyPlan(parameters, varianceX32, state, placeable)
    const vault = new SimulatedVault(venue, 1, holdings)
    const ledger = new AttributionLedger(1, end, sqrtPriceX96, holdings)
    // The ranges of the decision are for the reader: those of the policy count.
    const ranges = [{ tickLower: -60, tickUpper: 60, weightBps: 1 }]
    const policy = { parameters, varianceX32 }
    const decision = { kind: 'rebalance', swap: 'to-ratio', ranges, policy, reason: '' } as const
    const { swap, placed } = vault.rebalance(decision, end, ledger)
    expect(swap).toMatchObject(plan.swap!)
    const after0 = holdings.amount0 - swap!.amountIn
    const after1 = holdings.amount1 + swap!.amountOut
    expect(placed).toMatchObject(fillRanges(plan.ranges, venue.sqrtPriceX96, after0, after1))
    expect(placed[0]!.tickUpper - placed[0]!.tickLower).toBeGreaterThan(2 * 800)
  })
})

describe('a vault with limits', () => {
  it('rebalances within them and leaves the idle target', () => {
    const result = run()
    expect(result.actions.filter(({ kind }) => kind === 'rebalance').length).toBeGreaterThan(3)
    const idle = run({ idleTargetBps: 5000 })
    const placed = (of: typeof result) => Number(of.actions[0]!.ranges[0]!.amount1)
    expect(placed(idle) / placed(result)).toBeCloseTo(0.5 / 0.95, 1)
  })

  it('is refused by the name of the contract’s error and tried each minute while it can be revealed', () => {
    const result = run({ cooldownSeconds: 30 * 86_400, maxDeviationTicks: 300 })
    const refused = result.actions.filter(({ kind }) => kind === 'refused')
    expect(new Set(refused.map((action) => action.refused))).toEqual(new Set(['CooldownRunning']))
    const decidedAt = refused[0]!.decidedAt
    const tries = refused.filter((action) => action.decidedAt === decidedAt)
    expect(tries.map(({ timestamp }) => timestamp - decidedAt)).toEqual(
      Array.from({ length: 10 }, (_, i) => 60 + 60 * i),
    )
    expect(refused.every(({ gasCost }) => gasCost === '0')).toBe(true)
    expect(result.warnings.some((text) => text.includes('refused a rebalance'))).toBe(true)
  })

  it('waits for prices to settle', () => {
    const result = run({ maxDeviationTicks: 25 })
    expect(kinds(result)).toEqual(new Set(['rebalance', 'refused']))
    const at = result.actions.findIndex(
      ({ kind }, i) => kind === 'rebalance' && result.actions[i - 1]?.kind === 'refused',
    )
    expect(result.actions[at - 1]!.refused).toBe('PriceUnsettled')
  })

  it('swaps no more than a day’s turnover', () => {
    const swapped = (dailyTurnoverBps: number) =>
      run({ dailyTurnoverBps }).actions.filter(({ swap }) => swap !== undefined).length
    expect(swapped(0)).toBe(0)
    expect(swapped(20_000)).toBeGreaterThan(0)
  })

  it('is looked at without being changed', () => {
    // Refusals that come after everything was burned and swapped: the book must be as before.
    const strict = run({ maxLossBps: 0, idleTargetBps: 0 }, { impact: 'counterfactual' as const })
    const losses = strict.actions.filter(({ refused }) => refused === 'LossExceeded')
    expect(losses.length).toBeGreaterThan(0)
    expect(strict.navEnd).toBe(
      runBacktest(market, findStrategy('hold'), parseParameters(findStrategy('hold'), {}), {
        ...free,
        impact: 'counterfactual',
      }).navEnd,
    )
  })
})

describe('parts of the guards', () => {
  it('turnover comes back evenly, rounded for the guard', () => {
    const used = { rebalancedAt: 0, turnoverAt: 1000, turnoverUsedBps: 600 }
    expect(turnoverAvailableBps(used, 1000, 1000)).toBe(400)
    expect(turnoverAvailableBps(used, 1000, 1000 + 86_399)).toBe(1000)
    expect(turnoverAvailableBps(used, 1000, 1000 + 86)).toBe(400)
    expect(turnoverAvailableBps(used, 1000, 1000 + 87)).toBe(401)
    expect(turnoverAvailableBps(used, 500, 1000)).toBe(0)
  })

  it('prices are those of the pool’s own oracle', () => {
    const { market: calm, pool } = poolMarket({ seed: 3, swaps: 300 })
    const last = calm.columns.timestamp[calm.columns.length - 1]!
    const venue = new CounterfactualVenue(calm, 1)
    venue.moveTo(last)
    const prices = readPrices(venue.timeline.track, last, venue)!
    const mean = (seconds: number) => {
      const [then, now] = pool.observe([seconds, 0], last)
      return Math.floor(Number(now!.tickCumulative - then!.tickCumulative) / seconds)
    }
    expect(prices.shortTwapTick).toBe(mean(120))
    expect(prices.longTwapTick).toBe(mean(1800))
    const { track } = venue.timeline
    expect(prices.blockStartTick).toBe(tickAfter(track, priceCountAt(track, last - 1)))
    expect(tickCumulativeAt(track, last)).not.toBe(0)
    expect(readPrices(track, START + 1799, venue)).toBeUndefined()
  })

  it('limits are held to the contract’s ceilings', () => {
    expect(() => checkVaultLimits({ ...limits, maxLossBps: 101 })).toThrow('maxLossBps')
    expect(() => checkVaultLimits({ ...limits, cooldownSeconds: 59 })).toThrow('cooldownSeconds')
    expect(() => checkVaultLimits({ ...limits, idleTargetBps: 0.5 })).toThrow('idleTargetBps')
  })
})
