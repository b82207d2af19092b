import { UserError } from '@tickwise/amm'
import { marketDataOf, type MarketData } from '@tickwise/backtest'
import { modelHash } from '@tickwise/forecast'
import { strategyOf } from '@tickwise/keeper'
import { openDataset } from '@tickwise/market'
import { findStrategy } from '@tickwise/strategies'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { testModel } from '../../protocol/src/testing/test-model.ts'
import { comparePlay } from './compare/compare-play.ts'
import { backtestOf, checkParity, playPlanOf, type ParityRun } from './parity.ts'
import type { PlayedEpoch } from './play/play-market.ts'

const sample = fileURLToPath(new URL('../../../data/sample', import.meta.url))
const HOUR = 3600
const file = testModel()
const model = { name: 'linear', hash: modelHash(file), file, skill: 'proven' } as const
const strategy = strategyOf(findStrategy('volatility-band'), {
  model: 'linear',
  horizonEpochs: 2,
  lookbackEpochs: 1,
  recentreBps: 500,
  widthMilliSigmas: 1000,
})

let market: MarketData
let from: number

beforeAll(async () => {
  market = marketDataOf(await openDataset(sample))
  from = Math.ceil((market.columns.timestamp[0] ?? 0) / HOUR) * HOUR + 60 * HOUR
})

describe('six hours of the sample dataset, kept by the real keeper', () => {
  let run: ParityRun
  const deployed: string[] = []
  const epochs: PlayedEpoch[] = []

  beforeAll(async () => {
    run = await checkParity(
      {
        market,
        strategy,
        model,
        from,
        to: from + 6 * HOUR,
        limits: { cooldownSeconds: 600, maxDeviationTicks: 15 },
      },
      {
        onDeployed: ({ vault }) => void deployed.push(vault.address),
        onEpoch: (_, epoch) => void epochs.push(epoch),
      },
    )
  })

  it('went as the backtest said: same ranges and liquidity, fees and value to the last unit', () => {
    const { report } = run
    expect(report.rebalances.length).toBeGreaterThan(3)
    expect(report.rebalances.every(({ equal }) => equal)).toBe(true)
    expect(report.rebalances.some(({ chain }) => (chain?.[0]?.liquidity ?? 0n) > 0n)).toBe(true)
    expect(report).toMatchObject({
      passed: true,
      worstFeeDifference: 0n,
      worstNavDifferenceBps: 0,
    })
    expect(report.epochs.length).toBe(7)
  })

  it('was refused by the guards, in one epoch to the end and in others until prices settled', () => {
    const kinds = run.backtest.actions.map(({ kind }) => (kind === 'refused' ? '-' : 'R')).join('')
    expect(kinds).toMatch(/^-{10}/)
    expect(kinds).toMatch(/R-+R/)
    const [first] = run.report.rebalances
    expect(first!.timestamp).toBeGreaterThan(from + HOUR + 120)
    expect(first!.refusals.length).toBeGreaterThan(10)
  })

  it('let others in at each epoch', () => {
    expect(deployed).toHaveLength(1)
    expect(epochs.map(({ boundary }) => boundary)).toEqual(
      Array.from({ length: 6 }, (_, i) => from + i * HOUR),
    )
  })

  it('would have been told from a market with another price, other limits or a larger vault', () => {
    const { played, plan } = run
    const passedWith = (change: Partial<typeof plan>, capital = played.capital) =>
      comparePlay(played, backtestOf({ ...plan, ...change }, { capital })).passed
    expect(passedWith({})).toBe(true)
    expect(passedWith({ limits: { ...plan.limits, idleTargetBps: 501 } })).toBe(false)
    expect(passedWith({ delaySeconds: 61 })).toBe(false)
    const { amount0, amount1 } = played.capital
    expect(passedWith({}, { amount0, amount1: amount1 + 1000n })).toBe(false)
    const later = playPlanOf({ ...plan, market, from: from + HOUR, to: plan.to })
    expect(passedWith({ market: later.market, from: later.from })).toBe(false)
  })
})

describe('a parity run refuses', () => {
  const code = (change: object): string => {
    try {
      playPlanOf({ market, strategy, model, from, to: from + HOUR, ...change })
      return 'none'
    } catch (error) {
      return error instanceof UserError ? error.code : String(error)
    }
  }

  it('what cannot be compared', () => {
    expect(code({})).toBe('none')
    expect(code({ from: from - 59 * HOUR })).toBe('E_PARITY_STRETCH')
    expect(code({ to: from })).toBe('E_PARITY_STRETCH')
    expect(code({ to: from + 1e9 })).toBe('E_PARITY_STRETCH')
    expect(code({ strategy: strategyOf(findStrategy('volatility-band')) })).toBe('E_PARITY_MODEL')
    expect(code({ model: { ...model, name: 'other', hash: '0x01' } })).toBe('E_PARITY_MODEL')
    expect(code({ strategy: strategyOf(findStrategy('recentre')) })).toBe('E_PARITY_STRATEGY')
    const noSwap = { ...strategy.params, swap: false }
    expect(code({ strategy: { ...strategy, params: noSwap } })).toBe('E_PARITY_STRATEGY')
  })
})
