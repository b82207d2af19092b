import { policyPlan, type RebalanceDecision } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { AttributionLedger } from '../run/attribution.ts'
import { poolMarket } from '../testing/pool-market.ts'
import { CounterfactualVenue } from '../venue/counterfactual-venue.ts'
import { dilutedAccrual } from '../venue/fee-accrual.ts'
import { IndexedVenue } from '../venue/indexed-venue.ts'
import { SimulatedVault } from './simulated-vault.ts'

const holdings = { amount0: 3n * 10n ** 16n, amount1: 10n ** 15n }

describe('the swap of a simulated vault', () => {
  const { market, pool } = poolMarket({ seed: 6, swaps: 150 })
  const end = market.columns.timestamp[market.columns.length - 1]!
  const { fee, tickSpacing } = market.spec
  const { sqrtPriceX96, tick } = pool.slot0
  const plan = policyPlan(
    {
      policyId: 1,
      minHalfWidthTicks: 900,
      maxHalfWidthTicks: 900,
      widthMilliSigmas: 1000,
      horizonEpochs: 1,
      baseHalfWidthTicks: 0,
      limitWidthTicks: 0,
    },
    0n,
    { sqrtPriceX96, tick, tickSpacing, fee, liquidity: pool.liquidity },
    { ...holdings, reserve0: 0n, reserve1: 0n },
  )
  const decision: RebalanceDecision = {
    kind: 'rebalance',
    swap: 'to-ratio',
    ranges: plan.ranges.map((range) => ({ ...range, weightBps: 10_000 })),
    reason: '',
  }
  const venues = {
    indexed: () => new IndexedVenue(market, dilutedAccrual(market)),
    counterfactual: () => new CounterfactualVenue(market, 4),
  }

  it.each(['indexed', 'counterfactual'] as const)(
    'for one range is the policy’s plan at the pool’s state (%s venue)',
    (kind) => {
      const venue = venues[kind]()
      venue.moveTo(end)
      const vault = new SimulatedVault(venue, 1, holdings)
      const ledger = new AttributionLedger(1, end, venue.sqrtPriceX96, holdings)
      const { swap, placed } = vault.rebalance(decision, end, ledger)
      expect(swap).toMatchObject(plan.swap!)
      expect(placed[0]).toMatchObject(plan.ranges[0]!)
    },
  )

  it('does not count the vault’s own liquidity, which is burned first', () => {
    const venue = venues.counterfactual()
    venue.moveTo(end)
    const vault = new SimulatedVault(venue, 1, holdings)
    const ledger = new AttributionLedger(1, end, venue.sqrtPriceX96, holdings)
    const idle = { ...decision, swap: 'none' as const }
    expect(vault.rebalance(idle, end, ledger).swap).toBeUndefined()
    expect(vault.liquidityInRange()).toBeGreaterThan(0n)
    // Minting and burning round by a unit of each token.
    const { swap } = vault.rebalance(decision, end, ledger)
    expect(Number(swap!.amountIn - plan.swap!.amountIn)).toBeCloseTo(0, -1)
  })
})
