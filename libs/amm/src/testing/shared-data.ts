import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { createEventColumns, writeEvent } from '../columns-encode.ts'
import type { PoolEventColumns } from '../event-columns.ts'
import type { PoolEvent } from '../events.ts'

const root =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

/** Real on-chain records beside the repository; tests that need them skip where they are absent. */
export const hasSharedData = existsSync(root)

/** Appended to the title of a skipped block, so that the reason shows. */
export const whySkipped = hasSharedData ? '' : ' (skipped: no shared data folder)'

export const arbitrumSpec = { fee: 500, tickSpacing: 10 } as const

/** Windows of gap-free days of one deep pool: file days from, to. */
export const arbitrumWindows = {
  WA: ['2025-05-31', '2025-06-05'],
  WB: ['2025-06-06', '2025-06-09'],
  W1: ['2025-06-18', '2025-06-21'],
  W2: ['2025-06-27', '2025-07-10'],
} as const

export type ArbitrumWindow = keyof typeof arbitrumWindows

export type Row = Readonly<Record<string, unknown>>

export async function queryShared(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const result = await connection.runAndReadAll(sql.replaceAll('$root', root))
    return result.getRowObjects()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** All swaps, mints and burns of a window in chain order. */
export async function loadArbitrumWindow(window: ArbitrumWindow): Promise<PoolEventColumns> {
  const [from, to] = arbitrumWindows[window]
  const files = (folder: string) => `
    read_parquet('$root/arbitrum_weth_usdc_005/${folder}/*.parquet', filename = true)
    where parse_filename(filename) between '${from}.parquet' and '${to}.parquet'`
  const place = 'block_number::int block, log_index::int log, timestamp::bigint::double as time'
  const rows = await queryShared(`
    select * from (
      select 'swap' kind, ${place}, amount0, amount1, liquidity, sqrt_price_x96 price,
        tick::int a, 0 b from ${files('swaps')}
      union all select 'mint', ${place}, amount0, amount1, liquidity, '0',
        tick_lower::int, tick_upper::int from ${files('mints')}
      union all select 'burn', ${place}, amount0, amount1, liquidity, '0',
        tick_lower::int, tick_upper::int from ${files('burns')}
    ) order by block, log`)
  const columns = createEventColumns(rows.length)
  rows.forEach((row, index) => writeEvent(columns, index, arbitrumEvent(row)))
  return columns
}

export interface ChainState {
  readonly blockNumber: number
  readonly timestamp: number
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
  readonly feeGrowth0X128: bigint
  readonly feeGrowth1X128: bigint
}

/** Hourly states read from the chain, each after the last event of its block. */
export async function loadArbitrumStates(columns: PoolEventColumns): Promise<ChainState[]> {
  const first = columns.blockNumber[0] ?? 0
  const last = columns.blockNumber[columns.length - 1] ?? 0
  const rows = await queryShared(`
    select block_number::int block, timestamp::bigint::double as time, sqrt_price_x96 price, tick::int tick, liquidity,
      fee_growth_global0_x128 growth0, fee_growth_global1_x128 growth1
    from read_parquet('$root/arbitrum_weth_usdc_005/states/*.parquet')
    where block_number between ${first} and ${last} order by block`)
  return rows.map((row) => ({
    blockNumber: Number(row['block']),
    timestamp: Number(row['time']),
    sqrtPriceX96: big(row['price']),
    tick: Number(row['tick']),
    liquidity: big(row['liquidity']),
    feeGrowth0X128: big(row['growth0']),
    feeGrowth1X128: big(row['growth1']),
  }))
}

function arbitrumEvent(row: Row): PoolEvent {
  const place = {
    blockNumber: Number(row['block']),
    logIndex: Number(row['log']),
    timestamp: Number(row['time']),
  }
  const amounts = { amount0: big(row['amount0']), amount1: big(row['amount1']) }
  const liquidity = big(row['liquidity'])
  const a = Number(row['a'])
  if (row['kind'] === 'swap') {
    return {
      kind: 'swap',
      ...place,
      ...amounts,
      liquidity,
      sqrtPriceX96: big(row['price']),
      tick: a,
    }
  }
  const kind = row['kind'] === 'mint' ? 'mint' : 'burn'
  return { kind, ...place, ...amounts, liquidity, tickLower: a, tickUpper: Number(row['b']) }
}

function big(value: unknown): bigint {
  return BigInt(String(value))
}
