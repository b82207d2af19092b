import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { TickRecord } from '../event-columns.ts'
import type { ChainStartState, PositionState } from '../pool-state.ts'
import { parseJsonExactly } from './exact-json.ts'

const root =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

const folder = join(root, 'ethereum_wbtc_weth_03/2023-03-31')

export const fullStateSpec = { fee: 3000, tickSpacing: 60 } as const

type Digits = number | string

interface FullState {
  readonly block: number
  readonly data: {
    readonly feeGrowthGlobal0X128: Digits
    readonly feeGrowthGlobal1X128: Digits
    readonly liquidity: Digits
    readonly slot0: { readonly sqrtPriceX96: Digits; readonly tick: number }
    readonly ticks: Readonly<Record<string, Readonly<Record<string, Digits>>>>
    readonly positions: Readonly<Record<string, Readonly<Record<string, Digits>>>>
  }
}

/** A line of the transactions file; which fields are present depends on `method`. */
export interface Transaction {
  readonly method: 'SWAP' | 'MINT' | 'BURN'
  readonly timestamp: number
  readonly owner: string
  readonly tickLower: number
  readonly tickUpper: number
  readonly tick: number
  readonly amount: Digits
  readonly amount0: Digits
  readonly amount1: Digits
  readonly sqrtPriceX96: Digits
  readonly liquidity: Digits
}

/** All of a pool's state, read from the chain. */
export interface Snapshot {
  readonly start: ChainStartState
  readonly positions: readonly PositionState[]
}

export function loadSnapshot(file: 'pool' | 'poolAfter'): Snapshot {
  const { block, data } = readJson(`${file}.txt.gz`) as FullState
  const ticks = Object.entries(data.ticks).map(([tick, info]) => tickRecord(Number(tick), info))
  return {
    start: {
      kind: 'chain',
      blockNumber: block,
      sqrtPriceX96: BigInt(data.slot0.sqrtPriceX96),
      tick: data.slot0.tick,
      liquidity: BigInt(data.liquidity),
      // The file's feeProtocol is really observationCardinalityNext; no protocol fee was on that day.
      feeProtocol: 0,
      feeGrowthGlobal0X128: BigInt(data.feeGrowthGlobal0X128),
      feeGrowthGlobal1X128: BigInt(data.feeGrowthGlobal1X128),
      ticks: ticks.sort((a, b) => a.tick - b.tick),
    },
    positions: Object.entries(data.positions).map(([key, info]) => position(key, info)),
  }
}

export function loadTransactions(): readonly Transaction[] {
  const { data } = readJson('transactions.txt.gz') as { readonly data: readonly Transaction[] }
  return data
}

function readJson(name: string): unknown {
  return parseJsonExactly(gunzipSync(readFileSync(join(folder, name))).toString('utf8'))
}

function tickRecord(tick: number, info: Readonly<Record<string, Digits>>): TickRecord {
  return {
    tick,
    liquidityGross: big(info['liquidityGross']),
    liquidityNet: big(info['liquidityNet']),
    feeGrowthOutside0X128: big(info['feeGrowthOutside0X128']),
    feeGrowthOutside1X128: big(info['feeGrowthOutside1X128']),
  }
}

/** A key is owner, lower and upper tick glued together; both ticks have six digits in this pool. */
function position(key: string, info: Readonly<Record<string, Digits>>): PositionState {
  const [, owner = '', lower, upper] = /^(0x.{40})(-?\d{6})(-?\d{6})$/.exec(key) ?? []
  if (lower === undefined || upper === undefined) throw new Error(`position key ${key}`)
  return {
    owner,
    tickLower: Number(lower),
    tickUpper: Number(upper),
    liquidity: big(info['liquidity']),
    feeGrowthInside0LastX128: big(info['feeGrowthInside0LastX128']),
    feeGrowthInside1LastX128: big(info['feeGrowthInside1LastX128']),
    tokensOwed0: big(info['tokensOwed0']),
    tokensOwed1: big(info['tokensOwed1']),
  }
}

function big(value: Digits | undefined): bigint {
  if (value === undefined) throw new Error('a number is missing in the pool file')
  return BigInt(value)
}
