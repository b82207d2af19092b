import { fileURLToPath } from 'node:url'
import { openDataset } from '@tickwise/market'
import { expect, it } from 'vitest'
import { seriesOfPrices, vectorLines, vectorSpec } from '../testing/oracle-vectors.ts'
import { samplePrices } from '../testing/recorded-prices.ts'
import { seriesFromEvents } from './series-from-events.ts'

const grid = { epochSeconds: 3600, cellsPerEpoch: 12 }
const golden = './golden-sample.csv'

it('records and features of 200 hours of the sample are those that the contract has', async () => {
  const folder = fileURLToPath(new URL('../../../../data/sample', import.meta.url))
  const { columns, startState, root, manifest } = await openDataset(folder)
  const { chainId, address: pool } = manifest.pool
  const series = seriesFromEvents({ chainId, pool, root, columns, startState }, grid)
  expect(series.source).toEqual({ kind: 'events', chainId, pool, root })
  await expect(`${vectorLines(series, vectorSpec, 200).join('\n')}\n`).toMatchFileSnapshot(golden)
})

it('the prices that the contract is given have the same records', async () => {
  const series = seriesOfPrices(await samplePrices(), grid)
  await expect(`${vectorLines(series, vectorSpec, 200).join('\n')}\n`).toMatchFileSnapshot(golden)
})
