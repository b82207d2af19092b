import { describe, expect, it } from 'vitest'
import { createEventColumns, encodeEvents, sliceColumns } from './columns-encode.ts'
import { decodeAll } from './testing/decode-all.ts'
import { deriveStartState } from './derive-start.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { kindCode } from './events.ts'
import {
  arbitrumSpec,
  arbitrumWindows,
  hasSharedData,
  loadArbitrumWindow,
  queryShared,
  whySkipped,
} from './testing/shared-data.ts'
import type { ArbitrumWindow } from './testing/shared-data.ts'

const windows = Object.keys(arbitrumWindows) as ArbitrumWindow[]

describe.skipIf(!hasSharedData)(`start state derived from events${whySkipped}`, () => {
  it.each(windows)('is the published start liquidity of window %s', async (window) => {
    const start = deriveStartState(await loadArbitrumWindow(window), arbitrumSpec)
    const published = await queryShared(`
      select * from read_csv('$root/arbitrum_weth_usdc_005/derived/start_liquidity_${arbitrumWindows[window][0]}.csv',
        all_varchar = true) order by tick_lower::int`)
    expect(published.length).toBeGreaterThan(79)
    expect(start.kind === 'derived' && start.intervals).toEqual(
      published.map((row) => ({
        tickLower: Number(row['tick_lower']),
        tickUpper: Number(row['tick_upper']),
        liquidity: BigInt(String(row['active_liquidity'])),
      })),
    )
  })

  it('names row, block and both values when a mint in range is missing', async () => {
    const columns = sliceColumns(await loadArbitrumWindow('WB'), 0, 20_000)
    const gap = firstInRangeMintBeforeASwapThere(columns)
    const events = decodeAll(columns)
    const derive = () => deriveStartState(encodeEvents(events.toSpliced(gap, 1)), arbitrumSpec)
    expect(derive).toThrow(/row \d+ \(block \d+\): in-range liquidity of the swap is \d+, .*\d+/)
    expect(derive).toThrow(expect.objectContaining({ code: 'E_DATA_GAP' }))
  })
})

describe('start state derived from events', () => {
  it('is fresh when the stream begins with Initialize', () => {
    const columns = createEventColumns(1)
    columns.kind[0] = kindCode.initialize
    expect(deriveStartState(columns, arbitrumSpec)).toEqual({ kind: 'fresh' })
  })
})

/** A mint around the price whose interval had a swap before, so that leaving it out must show. */
function firstInRangeMintBeforeASwapThere(columns: PoolEventColumns): number {
  let lastTick = Number.NaN
  for (let row = 1000; row < columns.length; row++) {
    if (columns.kind[row] === kindCode.swap) lastTick = columns.tickA[row] ?? Number.NaN
    const isMint = columns.kind[row] === kindCode.mint
    if (isMint && (columns.tickA[row] ?? 0) <= lastTick && lastTick < (columns.tickB[row] ?? 0)) {
      return row
    }
  }
  throw new Error('the sample has no mint in range')
}
