import { createEventColumns, writeEvent } from '../columns-encode.ts'
import type { PoolEventColumns } from '../event-columns.ts'
import type { PoolEvent } from '../events.ts'
import { queryShared } from './shared-data.ts'
import type { Row } from './shared-data.ts'

/** Days of undecoded pool logs. */
export const rawLogDays = {
  ethereum: `select block_number block, log_index log, block_timestamp as time, topics, data
    from read_csv('$root/ethereum_usdc_weth_005/2024-01-05.raw.csv.gz', all_varchar = true)`,
  polygon: `select block_number block, pool_log_index log, block_timestamp as time, pool_topics topics,
    pool_data as data
    from read_csv('$root/polygon_usdc_weth_005/2022-01-05.raw.csv.gz', all_varchar = true)`,
} as const

const kindOfTopic: Readonly<Record<string, 'swap' | 'mint' | 'burn'>> = {
  '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67': 'swap',
  '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde': 'mint',
  '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c': 'burn',
}

/** Swaps, mints and burns of a day; collects carry no fee growth. */
export async function loadRawLogs(day: keyof typeof rawLogDays): Promise<PoolEventColumns> {
  const rows = await queryShared(`${rawLogDays[day]} order by block::bigint, log::bigint`)
  const events = rows.flatMap((row) => decodeLog(row))
  const columns = createEventColumns(events.length)
  events.forEach((event, row) => writeEvent(columns, row, event))
  return columns
}

function decodeLog(row: Row): PoolEvent[] {
  const topics = String(row['topics']).match(/0x[0-9a-f]{64}/g) ?? []
  const kind = kindOfTopic[topics[0] ?? '']
  if (kind === undefined) return []
  const words = (String(row['data']).slice(2).match(/.{64}/g) ?? []).map((word) =>
    BigInt(`0x${word}`),
  )
  const word = (position: number) => words[position] ?? 0n
  const place = {
    blockNumber: Number(row['block']),
    logIndex: Number(row['log']),
    timestamp: Math.floor(
      Date.parse(`${String(row['time']).slice(0, 19).replace(' ', 'T')}Z`) / 1000,
    ),
  }
  if (kind === 'swap') {
    return [
      {
        kind,
        ...place,
        amount0: BigInt.asIntN(256, word(0)),
        amount1: BigInt.asIntN(256, word(1)),
        sqrtPriceX96: word(2),
        liquidity: word(3),
        tick: Number(BigInt.asIntN(24, word(4))),
      },
    ]
  }
  // Mint's data begins with the sender.
  const first = kind === 'mint' ? 1 : 0
  return [
    {
      kind,
      ...place,
      tickLower: Number(BigInt.asIntN(24, BigInt(topics[2] ?? 0))),
      tickUpper: Number(BigInt.asIntN(24, BigInt(topics[3] ?? 0))),
      liquidity: word(first),
      amount0: word(first + 1),
      amount1: word(first + 2),
    },
  ]
}
