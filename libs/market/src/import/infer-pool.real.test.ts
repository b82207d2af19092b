import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDataset } from './import-dataset.ts'
import { hasRealData, needsRealData, realData } from '../testing/shared-data.ts'

describe.skipIf(!hasRealData)(`a source that does not name its pool${needsRealData}`, () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwise-infer-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    ['raw logs', 'ethereum_usdc_weth_005/2024-01-05.raw.csv.gz'],
    ['raw logs with inline columns', 'polygon_usdc_weth_005/2022-01-05.raw.csv.gz'],
  ])(
    '%s: fee and spacing come out of the events, the rest is said to be unknown',
    async (name, path) => {
      const source = join(folder, `${name.replaceAll(' ', '-')}.csv.gz`)
      await copyFile(realData(path), source)
      const { dataset, notes } = await importDataset({ source, out: join(folder, name) })
      expect(dataset.manifest).toMatchObject({
        pool: { chainId: 0, fee: 500, tickSpacing: 10, token0: { symbol: 'token0', decimals: 0 } },
      })
      expect(notes.join()).toContain('not named by the source')
    },
  )
})
