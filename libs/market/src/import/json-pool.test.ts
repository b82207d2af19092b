import { mkdir, writeFile } from 'node:fs/promises'
import { ExactPool, UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { spec, testPool } from '../testing/synthetic-market.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { importDataset } from './import-dataset.ts'

const address = `0x${'c3'.repeat(20)}`

/** JSON with bigints written as bare numbers, as Python and Java write them. */
const bareJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `#${item}#` : item,
  ).replaceAll(/"#(-?\d+)#"/g, '$1')

const market = () => {
  const pool = ExactPool.create(spec)
  pool.initialize(2n ** 96n, 1000)
  const range = { owner: address, tickLower: -1000, tickUpper: 1000 }
  pool.mint({ ...range, liquidity: 2n ** 60n + 12_345n }, 1000)
  const start = pool.toStartState(99)
  const transactions = [1, 2, 3, 4, 5].map((i) => {
    const timestamp = 1000 + i
    const swap = pool.swap(
      { zeroForOne: i % 2 === 0, amountSpecified: 10n ** 15n * BigInt(i) },
      timestamp,
    )
    const place = { blockNo: 100 + Math.floor(i / 2), timestamp }
    return { ...place, method: 'SWAP', sender: address, recipient: address, ...swap }
  })
  const poolFile = {
    poolAddress: testPool.address,
    block: start.blockNumber,
    data: {
      token0: testPool.token0.address,
      token1: testPool.token1.address,
      ...spec,
      feeGrowthGlobal0X128: start.feeGrowthGlobal0X128,
      feeGrowthGlobal1X128: start.feeGrowthGlobal1X128,
      liquidity: start.liquidity,
      slot0: { sqrtPriceX96: start.sqrtPriceX96, tick: start.tick, feeProtocol: 0 },
      ticks: Object.fromEntries(start.ticks.map(({ tick, ...record }) => [tick, record])),
    },
  }
  return { start, pool: bareJson(poolFile), transactions: bareJson({ data: transactions }) }
}

describe('full-state pool in JSON', () => {
  const folder = useTemporaryFolder()

  const run = async (pool: string, transactions: string) => {
    await mkdir(folder.path('source'), { recursive: true })
    await writeFile(folder.path('source/pool.txt'), pool)
    await writeFile(folder.path('source/transactions.txt'), transactions)
    const result = await importDataset({
      source: folder.path('source'),
      out: folder.path('out'),
      pool: { chainId: 31337, token0: { decimals: 18 }, token1: { decimals: 6 } },
    })
    if (result.kind !== 'events') throw new Error(result.kind)
    return result.dataset
  }

  it('keeps every digit of numbers beyond 2^53', async () => {
    const { start, pool, transactions } = market()
    const dataset = await run(pool, transactions)
    expect(dataset.startState).toEqual(start)
    expect(dataset.columns.logIndex).toEqual(
      Object.assign(new Uint32Array(new SharedArrayBuffer(20)), [0, 0, 1, 0, 1]),
    )
  })

  it('refuses numbers that went through a double, naming file and field', async () => {
    const { start, pool, transactions } = market()
    const rounded = pool.replace(
      `"liquidity":${start.liquidity}`,
      '"liquidity":1.152921504606859e18',
    )
    await expect(run(rounded, transactions)).rejects.toBeInstanceOf(UserError)
    await expect(run(rounded, transactions)).rejects.toThrow(
      /pool\.txt: data\.liquidity is no whole/,
    )
  })

  it('refuses numbers that a double rounded without a trace, by the replay', async () => {
    const { pool, transactions } = market()
    // What JSON.parse and JSON.stringify make of the file.
    const rounded = JSON.stringify(JSON.parse(transactions))
    await expect(run(pool, rounded)).rejects.toBeInstanceOf(UserError)
  })

  it('names the line where a file is cut', async () => {
    const { pool, transactions } = market()
    await expect(run(pool.slice(0, 300), transactions)).rejects.toMatchObject({ code: 'E_JSON' })
  })
})
