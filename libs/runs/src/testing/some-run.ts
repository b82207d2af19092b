import { prepareRun, runPrepared, type MarketData } from '@tickwise/backtest'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { poolMarket } from '../../../backtest/src/testing/pool-market.ts'
import type { RunToRecord } from '../write-run.ts'

let market: MarketData | undefined

/** A finished run of a strategy that moves its range, on a market that a pool has made. */
export function someRun(halfWidthTicks = 600, more: Partial<RunToRecord> = {}): RunToRecord {
  market ??= poolMarket({ seed: 7, swaps: 400, maxGapSeconds: 900 }).market
  const strategy = findStrategy('recentre')
  const params = parseParameters(strategy, { halfWidthTicks, thresholdTicks: 60 })
  const settings = { nativePrice: 10n ** 18n, capital: { value: 10n ** 18n } }
  const prepared = prepareRun(market, strategy, params, settings)
  return {
    command: 'backtest',
    inputs: prepared.inputs,
    result: runPrepared(prepared),
    made: {
      madeAt: '2025-01-02T03:04:05.000Z',
      seconds: 0.5,
      arguments: ['backtest', '--dataset', 'data/some', '--strategy', 'recentre'],
      datasetPath: 'data/some',
      node: 'v20.19.0',
    },
    ...more,
  }
}

/** A folder that is gone when the tests of the file are done. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-runs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
