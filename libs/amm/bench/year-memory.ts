import {
  buildFeeGrowthIndex,
  createEventColumns,
  deriveStartState,
  feeGrowthBetween,
  indexParts,
  liquidityAt,
  writeEvent,
} from '@tickwise/amm'
import type { PoolEvent, PoolEventColumns } from '@tickwise/amm'
import { arbitrumSpec, hasSharedData, loadArbitrumWindow } from '../src/testing/shared-data.ts'
import { randomQueries } from './random-queries.ts'

export const title = 'A year of a busy pool in memory'

const SWAPS = 2_500_000
const QUERIES = 300_000
const MIB = 2 ** 20
const SWAP = 1
const MINT = 2
const BURN = 3

/**
 * A 14-day window laid end to end until it holds 2.5 million swaps. Between two tiles the liquidity
 * that the tile added is taken back, so that each starts as the first did.
 */
export async function benchYearMemory() {
  if (!hasSharedData) return []
  const window = await loadArbitrumWindow('W2')
  const start = deriveStartState(window, arbitrumSpec)
  const columns = tile(window)
  const began = performance.now()
  const index = buildFeeGrowthIndex(columns, arbitrumSpec, start)
  const seconds = (performance.now() - began) / 1000
  const queries = randomQueries(index, QUERIES)
  const queryBegan = performance.now()
  for (let i = 0; i < QUERIES; i++) {
    feeGrowthBetween(
      index,
      queries.tickLower[i] ?? 0,
      queries.tickUpper[i] ?? 0,
      queries.fromRow[i] ?? 0,
      queries.toRow[i] ?? 0,
    )
  }
  const querySeconds = (performance.now() - queryBegan) / 1000
  const events = `${columns.length.toLocaleString('en-US')} events, 2.5 million swaps`
  return [
    { name: 'event arrays', value: bytesOf(columns) / MIB, unit: 'MiB', note: events },
    { name: 'index', value: bytesOf(indexParts(index).arrays) / MIB, unit: 'MiB' },
    {
      name: 'arrays, index and decoded values after the queries',
      value: heldBytes(columns, index) / MIB,
      unit: 'MiB',
      note: 'arrays plus live JavaScript heap',
    },
    { name: 'whole process, peak', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB' },
    { name: 'index built', value: seconds, unit: 's' },
    { name: 'exact queries, cold', value: QUERIES / querySeconds, unit: 'queries/s' },
  ]
}

function heldBytes(columns: PoolEventColumns, index: ReturnType<typeof buildFeeGrowthIndex>) {
  globalThis.gc?.()
  return bytesOf(columns) + bytesOf(indexParts(index).arrays) + process.memoryUsage().heapUsed
}

function bytesOf(arrays: object): number {
  return Object.values(arrays).reduce<number>(
    (sum, array) => sum + (ArrayBuffer.isView(array) ? array.byteLength : 0),
    0,
  )
}

function tile(window: PoolEventColumns): PoolEventColumns {
  const swaps = window.kind.reduce((count, kind) => count + (kind === SWAP ? 1 : 0), 0)
  const undo = undoEvents(window)
  const tiles = Math.ceil(SWAPS / swaps)
  const rowsPerTile = window.length + undo.length
  const columns = createEventColumns(tiles * rowsPerTile)
  const names = ['kind', 'blockNumber', 'logIndex', 'timestamp', 'tickA', 'tickB'] as const
  const wide = ['sqrtPriceX96', 'liquidity', 'amount0', 'amount1'] as const
  for (let tileNumber = 0; tileNumber < tiles; tileNumber++) {
    const first = tileNumber * rowsPerTile
    for (const name of names) columns[name].set(window[name], first)
    for (const name of wide) {
      columns[name].set(window[name], first * (window[name].length / window.length))
    }
    undo.forEach((event, at) => writeEvent(columns, first + window.length + at, event))
  }
  return columns
}

/** One mint or burn per range that gives back what the window's mints and burns left. */
function undoEvents(window: PoolEventColumns): PoolEvent[] {
  const left = new Map<string, { tickLower: number; tickUpper: number; liquidity: bigint }>()
  for (let row = 0; row < window.length; row++) {
    const kind = window.kind[row]
    if (kind !== MINT && kind !== BURN) continue
    const tickLower = window.tickA[row] ?? 0
    const tickUpper = window.tickB[row] ?? 0
    const key = `${tickLower}:${tickUpper}`
    const range = left.get(key) ?? { tickLower, tickUpper, liquidity: 0n }
    range.liquidity += kind === MINT ? liquidityAt(window, row) : -liquidityAt(window, row)
    left.set(key, range)
  }
  const place = {
    blockNumber: window.blockNumber.at(-1) ?? 0,
    logIndex: 0xffff,
    timestamp: window.timestamp.at(-1) ?? 0,
  }
  return [...left.values()]
    .filter(({ liquidity }) => liquidity !== 0n)
    .map(({ tickLower, tickUpper, liquidity }) => {
      const amounts = { amount0: 0n, amount1: 0n }
      return liquidity > 0n
        ? { kind: 'burn', ...place, tickLower, tickUpper, liquidity, ...amounts }
        : { kind: 'mint', ...place, tickLower, tickUpper, liquidity: -liquidity, ...amounts }
    })
}
