import { openDataset } from '@tickwise/market'
import { parseParameters, strategies } from '@tickwise/strategies'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { marketDataOf } from '../market/market-data.ts'
import { runBacktest } from './backtest.ts'

const sample = fileURLToPath(new URL('../../../../data/sample', import.meta.url))

/**
 * One run of each built-in strategy over the sample dataset, as it was when last looked at. It proves
 * nothing about right or wrong (other tests do that): it makes every change of a number deliberate.
 */
it('every strategy still does on the sample what it did', async () => {
  const market = marketDataOf(await openDataset(sample))
  const runs = strategies.map((strategy) => {
    const result = runBacktest(market, strategy, parseParameters(strategy, {}))
    const { runId, navStart, navEnd, attribution, decisions, actions } = result
    return {
      strategy: strategy.name,
      runId,
      navStart,
      navEnd,
      attribution,
      decisions,
      actions: actions.length,
    }
  })
  await expect(`${JSON.stringify(runs, null, 2)}\n`).toMatchFileSnapshot('golden-runs.snap')
})
