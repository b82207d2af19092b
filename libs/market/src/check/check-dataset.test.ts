import { readFile, rename, writeFile } from 'node:fs/promises'
import { buildFeeGrowthIndex, encodeEvents, kindCode } from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../dataset.ts'
import { sqlText, withDuckDb } from '../store/duckdb.ts'
import { openDataset } from '../store/open-dataset.ts'
import { writeDataset } from '../store/write-dataset.ts'
import { marketEvents, meta } from '../testing/synthetic-market.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { checkDataset } from './check-dataset.ts'

const events = marketEvents(300)

describe('check of a dataset', () => {
  const folder = useTemporaryFolder()
  const write = (): Promise<Dataset> =>
    writeDataset(folder.path('a'), { meta, events, startState: { kind: 'fresh' } })

  /** The dataset with one column cell changed behind its back. */
  const spoil = (dataset: Dataset, change: (columns: PoolEventColumns) => void): Dataset => {
    const columns = encodeEvents(events)
    change(columns)
    const index = () => buildFeeGrowthIndex(columns, dataset.spec, dataset.startState)
    return { ...dataset, columns, index }
  }

  const secondSwapFrom = (row: number): number => {
    const first = events.findIndex((event, i) => i >= row && event.kind === 'swap')
    return events.findIndex((event, i) => i > first && event.kind === 'swap')
  }

  it('finds nothing in what a pool made', async () => {
    const { errors, warnings, findings, rows } = await checkDataset(await write())
    expect({ errors, warnings, findings, rows }).toEqual({
      errors: 0,
      warnings: 0,
      findings: [],
      rows: events.length,
    })
  })

  const row = secondSwapFrom(250)
  const mint = events.findIndex((event, i) => i > 3 && event.kind === 'mint')
  const faults: readonly (readonly [string, number, (columns: PoolEventColumns) => void])[] = [
    [
      'duplicate',
      row,
      (c) => {
        c.blockNumber[row] = c.blockNumber[row - 1]!
        c.logIndex[row] = c.logIndex[row - 1]!
      },
    ],
    ['order', row, (c) => (c.blockNumber[row] = c.blockNumber[row - 1]! - 1)],
    ['order', row, (c) => (c.timestamp[row] = c.timestamp[row - 1]! - 1)],
    ['tick-price', row, (c) => (c.tickA[row]! += 2)],
    ['spacing', mint, (c) => (c.tickA[mint]! += 1)],
    ['liquidity', row, (c) => (c.liquidity[2 * row]! += 1n)],
    [
      'output',
      row,
      (c) => {
        const column = c.amount0[3 * row + 2]! >> 63n === 1n ? c.amount0 : c.amount1
        column[3 * row]! -= 5n
      },
    ],
    [
      'fee',
      row,
      (c) => {
        const column = c.amount0[3 * row + 2]! >> 63n === 1n ? c.amount1 : c.amount0
        column[3 * row]! = (column[3 * row]! * 11n) / 10n
      },
    ],
  ]

  it.each(faults)('finds a fault of %s and names its row', async (check, at, change) => {
    const dataset = await write()
    expect(dataset.columns.kind[row]).toBe(kindCode.swap)
    const { errors, findings } = await checkDataset(spoil(dataset, change))
    const found = findings.find((finding) => finding.check === check && finding.columnRow === at)
    expect(errors).toBeGreaterThan(0)
    expect(found).toMatchObject({ severity: 'error', logIndex: expect.any(Number) })
    const [first, second] = dataset.manifest.files
    const inFirst = at < first!.rows
    expect(found).toMatchObject({
      file: inFirst ? first!.path : second!.path,
      row: inFirst ? at + 1 : at - first!.rows + 1,
    })
  })

  it('finds a file that was cut after it was written', async () => {
    const dataset = await write()
    const { path } = dataset.manifest.files[1]!
    const file = folder.path(`a/${path}`)
    await writeFile(file, (await readFile(file)).subarray(0, 200))
    const { errors, findings } = await checkDataset(dataset)
    expect(errors).toBe(1)
    expect(findings[0]).toMatchObject({ check: 'file', file: path })
  })

  it('finds rows that were put out of order in a file', async () => {
    const { directory, manifest } = await write()
    const [first] = manifest.files
    const file = folder.path(`a/${first!.path}`)
    const [from, to] = [sqlText(file), sqlText(`${file}.new`)]
    await withDuckDb((db) =>
      db.run(
        `COPY (SELECT * FROM read_parquet(${from}) ORDER BY block_number DESC, log_index) TO ${to} (FORMAT parquet, COMPRESSION snappy)`,
      ),
    )
    await rename(`${file}.new`, file)
    await expect(openDataset(directory)).rejects.toMatchObject({ code: 'E_ROOT_MISMATCH' })
    const { findings } = await checkDataset(await openDataset(directory, { allowBroken: true }))
    expect(new Set(findings.map(({ check }) => check))).toContain('file')
    expect(findings.find(({ check }) => check === 'order')).toMatchObject({
      file: first!.path,
      row: 3,
    })
  })

  it('warns of a quiet time without calling the dataset broken', async () => {
    const dataset = await write()
    const { errors, warnings, findings } = await checkDataset(dataset, { longestQuietSeconds: 500 })
    expect(errors).toBe(0)
    expect(warnings).toBeGreaterThan(20)
    expect(findings.filter(({ check }) => check === 'quiet-time').length).toBe(20)
  })
})
