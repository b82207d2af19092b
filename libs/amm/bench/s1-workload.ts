import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { ExactPool, floorTickToSpacing } from '@tickwise/amm'
import type { SwapRequest } from '@tickwise/amm'

/** A swap of the stream with the block time it had on chain. */
export interface TimedSwap extends SwapRequest {
  readonly timestamp: number
}

/** A position that the workload's pool starts with. */
export interface StartPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/**
 * Workload S1: the 6,046 swaps of one day of USDC/WETH 0.05 % on mainnet as exact inputs, over a pool
 * with the liquidity shape that the day showed: one position per 10-tick cell, and a thin full range.
 */
export interface S1Workload {
  readonly fee: number
  readonly tickSpacing: number
  readonly sqrtPriceX96: bigint
  readonly positions: readonly StartPosition[]
  readonly swaps: readonly TimedSwap[]
}

interface SwapLog {
  readonly timestamp: number
  readonly amount0: bigint
  readonly amount1: bigint
  readonly sqrtPriceX96: bigint
  readonly liquidity: bigint
  readonly tick: number
}

const SPACING = 10
const FIRST_CELL = 198770
const LAST_CELL = 199590
const SWAP_TOPIC = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67'

const dataRoot =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** The workload, or `undefined` where the folder with the real data is absent. */
export function loadS1(): S1Workload | undefined {
  const path = join(dataRoot, 'ethereum_usdc_weth_005/2024-01-05.raw.csv.gz')
  if (!existsSync(path)) return undefined
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  const logs = lines.filter((line) => line.includes(SWAP_TOPIC)).map(swapLog)
  const first = logs[0]
  if (first === undefined) return undefined
  return {
    fee: 500,
    tickSpacing: SPACING,
    sqrtPriceX96: first.sqrtPriceX96,
    positions: [
      { tickLower: -887270, tickUpper: 887270, liquidity: 10n ** 15n },
      ...cellPositions(logs),
    ],
    swaps: logs.map(({ amount0, amount1, timestamp }) => ({
      zeroForOne: amount0 > 0n,
      amountSpecified: amount0 > 0n ? amount0 : amount1,
      timestamp,
    })),
  }
}

/** The workload's pool before its first swap. */
export function createS1Pool(workload: S1Workload): ExactPool {
  const timestamp = workload.swaps[0]?.timestamp ?? 0
  const pool = ExactPool.create({ fee: workload.fee, tickSpacing: workload.tickSpacing })
  pool.initialize(workload.sqrtPriceX96, timestamp)
  for (const position of workload.positions) pool.mint({ owner: 'lp', ...position }, timestamp)
  return pool
}

function cellPositions(logs: readonly SwapLog[]): StartPosition[] {
  const observed = new Map<number, bigint[]>()
  for (const { tick, liquidity } of logs) {
    const cell = floorTickToSpacing(tick, SPACING)
    const values = observed.get(cell)
    if (values === undefined) observed.set(cell, [liquidity])
    else values.push(liquidity)
  }
  const positions: StartPosition[] = []
  let liquidity = median([...observed.values()].flat())
  for (let cell = FIRST_CELL; cell <= LAST_CELL; cell += SPACING) {
    const values = observed.get(cell)
    if (values !== undefined) liquidity = median(values)
    positions.push({ tickLower: cell, tickUpper: cell + SPACING, liquidity })
  }
  return positions
}

function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[Math.floor(sorted.length / 2)] ?? 0n
}

function swapLog(line: string): SwapLog {
  const time = line.split(',', 2)[1] ?? ''
  const words = line
    .slice(line.lastIndexOf('0x') + 2)
    .trim()
    .match(/.{64}/g)
  const word = (index: number) => BigInt(`0x${words?.[index] ?? ''}`)
  return {
    timestamp: Date.parse(`${time.replace(' ', 'T')}Z`) / 1000,
    amount0: BigInt.asIntN(256, word(0)),
    amount1: BigInt.asIntN(256, word(1)),
    sqrtPriceX96: word(2),
    liquidity: word(3),
    tick: Number(BigInt.asIntN(256, word(4))),
  }
}
