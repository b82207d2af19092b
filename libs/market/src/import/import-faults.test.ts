import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { UserError } from '@tickwise/amm'
import type { PoolEvent } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { withDuckDb } from '../store/duckdb.ts'
import { writeParquet } from '../store/parquet-table.ts'
import { eventTable } from '../store/tables.ts'
import { openDataset } from '../store/open-dataset.ts'
import { marketEvents, testPool } from '../testing/synthetic-market.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import type { ColumnMapping } from './column-mapping.ts'
import { importDataset } from './import-dataset.ts'
import type { ImportOptions } from './import-dataset.ts'

const columns = [
  'block_number',
  'log_index',
  'timestamp',
  'event',
  'amount0',
  'amount1',
  'sqrt_price_x96',
  'liquidity',
  'tick',
  'tick_lower',
  'tick_upper',
] as const

const mapping: ColumnMapping = {
  tables: [
    {
      kind: {
        column: 'event',
        values: { initialize: 'initialize', swap: 'swap', mint: 'mint', burn: 'burn' },
      },
      columns: {
        blockNumber: 'block_number',
        logIndex: 'log_index',
        timestamp: 'timestamp',
        amount0: 'amount0',
        amount1: 'amount1',
        sqrtPriceX96: 'sqrt_price_x96',
        liquidity: 'liquidity',
        tick: 'tick',
        tickLower: 'tick_lower',
        tickUpper: 'tick_upper',
      },
    },
  ],
}

const cellsOf = (event: PoolEvent): string[] => {
  const cells = new Map(eventTable.map(({ name, cell }) => [name, cell(event)]))
  return columns.map((name) => String(cells.get(name) ?? ''))
}

const events = marketEvents(200)
const rows = events.map(cellsOf)
const csvOf = (lines: readonly (readonly string[])[]): string =>
  [columns, ...lines].map((cells) => cells.join(',')).join('\n') + '\n'

/** A copy of the rows with one cell changed; `row` counts from 1 as in messages. */
const withCell = (row: number, column: (typeof columns)[number], value: string): string[][] =>
  rows.map((cells, i) =>
    i === row - 1 ? cells.map((cell, j) => (columns[j] === column ? value : cell)) : cells,
  )

const swapRow = events.findIndex((event, i) => i > 50 && event.kind === 'swap') + 1
const mintRow = events.findIndex((event, i) => i > 10 && event.kind === 'mint') + 1

describe('import of a broken source', () => {
  const folder = useTemporaryFolder()

  const importCsv = async (text: string, more: Partial<ImportOptions> = {}) => {
    await writeFile(folder.path('events.csv'), text)
    return importDataset({
      source: folder.path('events.csv'),
      out: folder.path('out'),
      mapping,
      pool: testPool,
      ...more,
    })
  }

  const expectFault = async (
    imported: Promise<unknown>,
    expected: { readonly code: string; readonly row?: number },
  ): Promise<UserError> => {
    const error = await imported.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(UserError)
    if (!(error instanceof UserError)) throw new Error('not reached')
    expect(error).toMatchObject({ code: expected.code })
    expect(error.message).toContain('events.')
    expect(error.hint).not.toBe('')
    if (expected.row !== undefined) expect(error.facts['row']).toBe(expected.row)
    expect((await folder.entries()).filter((name) => name.includes('out'))).toEqual([])
    return error
  }

  it('is not refused when nothing is wrong', async () => {
    const result = await importCsv(csvOf(rows))
    expect(result.kind === 'events' && result.dataset.columns.length).toBe(events.length)
  })

  it('names the columns that are missing', async () => {
    const error = await expectFault(importCsv(csvOf(rows).replace('sqrt_price_x96', 'price')), {
      code: 'E_MISSING_COLUMN',
    })
    expect(error.message).toContain('sqrt_price_x96')
    expect(error.hint).toContain('price')
  })

  it.each([
    ['3.5e+17', 'E_NOT_AN_INTEGER'],
    ['350000000000.0', 'E_NOT_AN_INTEGER'],
    ['0x12', 'E_NOT_AN_INTEGER'],
    ['', 'E_VALUE_EMPTY'],
  ])('refuses %o where digits matter', async (value, code) => {
    await expectFault(importCsv(csvOf(withCell(swapRow, 'amount0', value))), { code, row: swapRow })
  })

  it('finds a CSV that ends in the middle of a row', async () => {
    const text = csvOf(rows)
    await expectFault(importCsv(text.slice(0, text.lastIndexOf(',', text.length - 40))), {
      code: 'E_CSV_ROW',
      row: rows.length,
    })
  })

  it('finds a gzip that is cut short', async () => {
    const packed = gzipSync(csvOf(rows))
    await writeFile(folder.path('events.csv.gz'), packed.subarray(0, packed.length / 2))
    await expectFault(
      importDataset({
        source: folder.path('events.csv.gz'),
        out: folder.path('out'),
        mapping,
        pool: testPool,
      }),
      { code: 'E_FILE_BROKEN' },
    )
  })

  it('finds a Parquet file that is cut short', async () => {
    const file = folder.path('events.parquet')
    await withDuckDb((db) => writeParquet(db, file, eventTable, events))
    const whole = await readFile(file)
    await writeFile(file, whole.subarray(0, whole.length - 100))
    const imported = importDataset({
      source: file,
      out: folder.path('out'),
      mapping,
      pool: testPool,
    })
    await expectFault(imported, { code: 'E_FILE_BROKEN' })
  })

  it('finds a doubled row', async () => {
    const doubled = [...rows.slice(0, 60), ...rows.slice(59)]
    await expectFault(importCsv(csvOf(doubled)), { code: 'E_DUPLICATE_EVENT', row: 61 })
  })

  it('finds rows out of order', async () => {
    const [a, b] = [rows[59]!, rows[60]!]
    const turned = [...rows.slice(0, 59), b, a, ...rows.slice(61)]
    await expectFault(importCsv(csvOf(turned)), { code: 'E_EVENT_ORDER', row: 61 })
  })

  it('finds a missing mint by the liquidity of the swaps after it', async () => {
    const lacking = rows.filter((_, i) => i !== mintRow - 1)
    const error = await expectFault(importCsv(csvOf(lacking)), { code: 'E_DATA_GAP' })
    expect(error.facts['row']).toBe(mintRow)
    expect(error.message).toContain('in-range liquidity')
  })

  it('finds a missing mint in a stream whose start is not known, too', async () => {
    // The second mint of the same range comes after swaps that showed the liquidity without it.
    const tail = rows.slice(3)
    const at = mintRow - 1 - 3
    const lacking = tail.filter((_, i) => i !== at)
    const error = await expectFault(importCsv(csvOf(lacking)), { code: 'E_DATA_GAP' })
    expect(Number(error.facts['row'])).toBeGreaterThanOrEqual(at)
  })

  it('finds a missing swap by the amounts of the next', async () => {
    const lacking = rows.filter((_, i) => i !== swapRow - 1)
    await expectFault(importCsv(csvOf(lacking)), { code: 'E_DATA_GAP', row: swapRow })
  })

  it('finds a changed amount', async () => {
    const amount = BigInt(rows[swapRow - 1]![4]!)
    const column = amount < 0n ? 'amount0' : 'amount1'
    const value = BigInt(rows[swapRow - 1]![columns.indexOf(column)]!) + 1n
    await expectFault(importCsv(csvOf(withCell(swapRow, column, String(value)))), {
      code: 'E_DATA_GAP',
      row: swapRow,
    })
  })

  it('imports a broken source when told to, and opens it only when told to', async () => {
    const lacking = rows.filter((_, i) => i !== swapRow - 1)
    await importCsv(csvOf(lacking), { allowBroken: true })
    await expect(openDataset(folder.path('out'))).rejects.toMatchObject({
      code: 'E_DATASET_BROKEN',
    })
    const { columns: kept } = await openDataset(folder.path('out'), { allowBroken: true })
    expect(kept.length).toBe(lacking.length)
  })

  it('refuses tokens in the wrong order of address', async () => {
    const { token0, token1 } = testPool
    const pool = { ...testPool, token0: token1, token1: token0 }
    await expect(importCsv(csvOf(rows), { pool })).rejects.toMatchObject({
      code: 'E_TOKENS_SWAPPED',
    })
    expect(await folder.entries()).toEqual(['events.csv'])
  })

  it('refuses a fee that the amounts contradict', async () => {
    await expectFault(importCsv(csvOf(rows), { pool: { ...testPool, fee: 3000 } }), {
      code: 'E_FEE',
    })
  })

  it('refuses decimals that a reference price contradicts', async () => {
    // Raw price 1, decimals 18 and 6: 10^12 of token1 per token0.
    await importCsv(csvOf(rows), { referencePrice: 1e12 })
    const wrong = importCsv(csvOf(rows), {
      referencePrice: 1e12,
      out: folder.path('other'),
      pool: { ...testPool, token1: { ...testPool.token1, decimals: 8 } },
    })
    await expect(wrong).rejects.toMatchObject({ code: 'E_DECIMALS' })
    await expect(wrong).rejects.toThrow('reference price')
  })

  it('refuses decimals that are known to be wrong', async () => {
    const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
    const pool = {
      ...testPool,
      chainId: 1,
      token1: { address: usdc, symbol: 'USDC', decimals: 18 },
    }
    await expect(importCsv(csvOf(rows), { pool })).rejects.toMatchObject({ code: 'E_DECIMALS' })
  })

  it('asks for the pool when neither a name nor enough events tell it', async () => {
    await writeFile(folder.path('events.csv'), csvOf(rows.slice(0, 5)))
    const imported = importDataset({
      source: folder.path('events.csv'),
      out: folder.path('out'),
      mapping,
    })
    await expectFault(imported, { code: 'E_POOL_UNKNOWN' })
  })

  it('refuses a layout that it does not know', async () => {
    await writeFile(folder.path('events.csv'), csvOf(rows))
    const imported = importDataset({ source: folder.path('events.csv'), out: folder.path('out') })
    await expectFault(imported, { code: 'E_FORMAT_UNKNOWN' })
  })

  it('refuses an empty window', async () => {
    const imported = importCsv(csvOf(rows), { from: 1, to: 2 })
    await expect(imported).rejects.toMatchObject({ code: 'E_EMPTY' })
  })
})

describe('swapped amount columns', () => {
  const folder = useTemporaryFolder()

  it.each([
    ['by the direction of the price', 1n],
    ['by the level of the price', 1000n],
  ])('are found %s', async (_how, scale) => {
    const turned = events.map((event): PoolEvent => {
      if (event.kind !== 'swap') return event
      return { ...event, amount0: event.amount1 * scale, amount1: event.amount0 }
    })
    await writeFile(folder.path('events.csv'), csvOf(turned.map(cellsOf)))
    const imported = importDataset({
      source: folder.path('events.csv'),
      out: folder.path('out'),
      mapping,
      pool: testPool,
    })
    await expect(imported).rejects.toMatchObject({ code: 'E_TOKENS_SWAPPED' })
  })
})
