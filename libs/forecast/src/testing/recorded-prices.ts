import { fileURLToPath } from 'node:url'
import { hasSharedData, queryShared } from '../../../amm/src/testing/shared-data.ts'
import type { PricePoint } from './oracle-vectors.ts'

/** The committed sample, simulated on the real contracts: 11,318 swaps of 14 days. */
export function samplePrices(): Promise<PricePoint[]> {
  const events = fileURLToPath(new URL('../../../../data/sample/events', import.meta.url))
  return query(`
    select timestamp::double as time, tick::int tick, sqrt_price_x96 price
    from read_parquet('${events}/*.parquet') where event in ('initialize', 'swap')
    order by block_number, log_index`)
}

/** The first swaps of a window of four days of Arbitrum WETH/USDC 0.05 %; undefined without shared data. */
export function arbitrumPrices(count: number): Promise<PricePoint[]> | undefined {
  if (!hasSharedData) return undefined
  return query(`
    select timestamp::bigint::double as time, tick::int tick, sqrt_price_x96 price
    from read_parquet('$root/arbitrum_weth_usdc_005/swaps/*.parquet', filename = true)
    where parse_filename(filename) between '2025-06-18.parquet' and '2025-06-21.parquet'
    order by block_number::int, log_index::int limit ${count}`)
}

async function query(sql: string): Promise<PricePoint[]> {
  const rows = await queryShared(sql)
  return rows.map((row) => ({
    timestamp: Number(row['time']),
    tick: Number(row['tick']),
    sqrtPriceX96: BigInt(String(row['price'])),
  }))
}
