import { describe, expect, it } from 'vitest'
import { checkDecision, type Decision, type TargetRange } from '../decision.ts'
import { parseParameters, type ParameterValue } from '../parameters.ts'
import { findStrategy, strategies } from '../registry.ts'
import { stepView, vaultWith } from '../testing/step-view.ts'
import type { DecisionView } from '../forecasts/decision-view.ts'
import type { VaultView } from '../vault-view.ts'

function decide(
  name: string,
  view: DecisionView,
  vault: VaultView,
  values: Record<string, ParameterValue> = {},
): Decision {
  const strategy = findStrategy(name)
  const decision = strategy.decide(view, vault, parseParameters(strategy, values))
  checkDecision(decision, view.spec.tickSpacing)
  return decision
}

const DAY = 86_400
const calm = stepView([[0, 1003]], 10 * DAY)
const empty = vaultWith(10n ** 18n, 10n ** 18n)

describe('built-in strategies', () => {
  it('all give a decision that a vault can carry out, and hold when nothing is due', () => {
    for (const { name } of strategies) {
      decide(name, calm, empty)
      const placed = vaultWith(0n, 0n, [[0, 2000]], calm.timestamp)
      expect(decide(name, calm, placed).kind, name).toBe('hold')
    }
  })

  it('full-range takes all usable ticks', () => {
    expect(decide('full-range', calm, empty)).toMatchObject({
      ranges: [{ tickLower: -887270, tickUpper: 887270, weightBps: 10000 }],
    })
  })

  it('static-range rounds outward', () => {
    expect(decide('static-range', calm, empty, { belowTicks: 100, aboveTicks: 300 })).toMatchObject(
      { ranges: [{ tickLower: 900, tickUpper: 1310 }] },
    )
  })

  it('recentre acts at the threshold and not before', () => {
    const vault = vaultWith(0n, 0n, [[0, 2000]], 0)
    const at = (tick: number) =>
      decide('recentre', stepView([[0, tick]], DAY), vault, { thresholdTicks: 500 }).kind
    expect([at(1499), at(1500), at(501), at(500)]).toEqual([
      'hold',
      'rebalance',
      'hold',
      'rebalance',
    ])
  })

  it('recentre does not place the range again that it has, however narrow or wide', () => {
    // Rounded to the spacing, or cut at the ends of the ticks, the price is not in the middle of it.
    for (const [halfWidthTicks, thresholdTicks] of [
      [100, 1],
      [1, 4],
      [880_000, 800],
      [887_272, 800],
    ] as const) {
      const settings = { halfWidthTicks, thresholdTicks }
      const view = stepView([[0, -198_421]], DAY)
      const first = decide('recentre', view, empty, settings)
      if (first.kind !== 'rebalance') throw new Error('it places nothing')
      const [{ tickLower, tickUpper }] = first.ranges as [TargetRange]
      const placed = vaultWith(0n, 0n, [[tickLower, tickUpper]], 0)
      expect(decide('recentre', view, placed, settings).kind).toBe('hold')
      const nearby = stepView([[0, -198_430]], DAY)
      if (thresholdTicks === 800)
        expect(decide('recentre', nearby, placed, settings).kind).toBe('hold')
    }
    const cut = vaultWith(0n, 0n, [[-887_270, 681_580]], 0)
    const settings = { halfWidthTicks: 880_000, thresholdTicks: 800 }
    const risen = stepView([[0, -197_600]], DAY)
    expect(decide('recentre', risen, cut, settings).kind).toBe('rebalance')
  })

  it('recentre by time counts whole epochs although the last action was late', () => {
    const vault = vaultWith(0n, 0n, [[0, 2000]], 60)
    const after = (seconds: number) =>
      decide('recentre', stepView([[0, 1000]], seconds), vault, { periodEpochs: 2 }).kind
    expect([after(3600), after(7200)]).toEqual(['hold', 'rebalance'])
  })

  it('recentre without swap asks for none', () => {
    expect(decide('recentre', calm, empty, { swap: false })).toMatchObject({ swap: 'none' })
  })

  it('passive offers the token left over on its side of the price', () => {
    const limit = (idle0: bigint, idle1: bigint) => {
      const decision = decide('passive', calm, vaultWith(idle0, idle1), { limitWidthTicks: 50 })
      return decision.kind === 'rebalance' ? decision.ranges[1] : undefined
    }
    expect(limit(10n ** 18n, 0n)).toMatchObject({ tickLower: 1010, tickUpper: 1060 })
    expect(limit(0n, 10n ** 18n)).toMatchObject({ tickLower: 950, tickUpper: 1000 })
  })

  it('volatility-band is k·σ·√horizon wide', () => {
    // The tick alternates by ±40 every five minutes: each 5-minute mean differs from the last by 40,
    // so an hour's variance is 12·1600 ticks² and σ over 4 hours is √76800 = 277.1 ticks.
    const steps = Array.from({ length: 288 * 3 }, (_, i) => [i * 300, i % 2 ? 40 : 0] as const)
    const view = stepView(steps, 3 * DAY - 1)
    const decision = decide('volatility-band', view, empty, {
      horizonEpochs: 4,
      widthMilliSigmas: 1500,
    })
    const half = Math.ceil(1.5 * Math.sqrt(4 * 12 * 1600))
    expect(decision).toMatchObject({
      ranges: [
        {
          tickLower: Math.floor((view.tick - half) / 10) * 10,
          tickUpper: Math.ceil((view.tick + half) / 10) * 10,
        },
      ],
    })
  })

  it('volatility-band needs no more history than it declares', () => {
    const strategy = findStrategy('volatility-band')
    const params = parseParameters(strategy, {})
    const view = stepView([[1234, 0]], 1234 + strategy.warmupSeconds(params) - params.epochSeconds)
    expect(() => strategy.decide(view, empty, params)).not.toThrow()
  })
})
