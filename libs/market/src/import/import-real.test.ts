import { deriveStartState, feeGrowthGlobal, rowCountAtBlock, sqrtPriceAt } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { toBars } from '../bars/to-bars.ts'
import { checkDataset } from '../check/check-dataset.ts'
import type { Dataset } from '../dataset.ts'
import { hasRealData, needsRealData, realData } from '../testing/shared-data.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { csvRows } from './csv.ts'
import { importDataset } from './import-dataset.ts'
import type { ImportOptions } from './import-dataset.ts'

const arbitrum = 'arbitrum_weth_usdc_005'
const ethereumDay = 'ethereum_usdc_weth_005/2024-01-05'
const polygonDay = 'polygon_usdc_weth_005/2022-01-05'

describe.skipIf(!hasRealData)(`import of real data${needsRealData}`, () => {
  const folder = useTemporaryFolder()

  const run = (source: string, more: Partial<ImportOptions> = {}) =>
    importDataset({ source: realData(source), out: folder.path('out'), ...more })

  const importEvents = async (
    source: string,
    more: Partial<ImportOptions> = {},
  ): Promise<Dataset> => {
    const result = await run(source, more)
    if (result.kind !== 'events') throw new Error(result.kind)
    return result.dataset
  }

  it('reads raw logs and joins the position manager', async () => {
    const dataset = await importEvents(`${ethereumDay}.raw.csv.gz`, {
      positionEvents: realData(`${ethereumDay}.npm_events.raw.csv.gz`),
    })
    expect(dataset.manifest.rows).toEqual({ swap: 6046, mint: 54, burn: 69, collect: 65 })
    expect(dataset.manifest.pool.token1.symbol).toBe('WETH')
    expect((await checkDataset(dataset)).errors).toBe(0)
  })

  it.each([
    ['raw logs', `${ethereumDay}.raw.csv.gz`, 1_704_423_600, 1_704_434_400],
    ['raw logs with positions inline', `${polygonDay}.raw.csv.gz`, 1_641_351_600, 1_641_362_400],
  ])('takes only the chosen time of %s', async (_what, source, from, to) => {
    const { columns, manifest } = await importEvents(source, { from, to })
    expect(columns.length).toBeGreaterThan(100)
    expect(manifest.timeRange.from).toBeGreaterThanOrEqual(from)
    expect(manifest.timeRange.to).toBeLessThanOrEqual(to)
    const none = run(source, { from: 1, to: 2, out: folder.path('none') })
    await expect(none).rejects.toMatchObject({ code: 'E_EMPTY' })
  })

  it('refuses a choice of time that a layout cannot obey', async () => {
    const pool = 'ethereum_wbtc_weth_03/2023-03-31'
    await expect(run(pool, { to: 1_680_264_000 })).rejects.toMatchObject({ code: 'E_WINDOW' })
    await expect(run(`${ethereumDay}.raw.csv.gz`, { window: '2024-01-05' })).rejects.toMatchObject({
      code: 'E_WINDOW',
    })
  })

  it('asks which file is meant where a folder mixes layouts', async () => {
    await expect(run('ethereum_usdc_weth_005')).rejects.toMatchObject({
      code: 'E_FORMAT_MIXED',
      hint: expect.stringContaining('2024-01-05.raw.csv.gz (raw-logs)'),
    })
  })

  it('reads raw logs with the position manager inline', async () => {
    const dataset = await importEvents(`${polygonDay}.raw.csv.gz`)
    expect(dataset.manifest.rows).toEqual({ swap: 3972, mint: 64, burn: 62, collect: 60 })
    expect(dataset.positionEvents?.length).toBeGreaterThan(100)
  })

  it.each([
    [1, `${ethereumDay}.raw.csv.gz`, `${ethereumDay}.npm_events.raw.csv.gz`],
    [137, `${polygonDay}.raw.csv.gz`, undefined],
  ])('joins the positions whose life is known, chain %i', async (chainId, source, positions) => {
    const more = positions === undefined ? {} : { positionEvents: realData(positions) }
    const { positionEvents = [] } = await importEvents(source, more)
    let checked = 0
    const truth = realData('lp_position_truth/closed_positions.csv')
    for await (const row of csvRows(truth, ['chain', 'token_id', 'tick_lower', 'mint_log_index'])) {
      if ((row.cell('chain') === 'ethereum' ? 1 : 137) !== chainId) continue
      const tokenId = BigInt(row.cell('token_id') ?? '')
      const own = positionEvents.filter((event) => event.tokenId === tokenId)
      const minted = own.find(({ kind }) => kind === 'increaseLiquidity')
      expect(minted).toMatchObject({
        tickLower: Number(row.cell('tick_lower')),
        tickUpper: Number(row.cell('tick_upper')),
        liquidity: BigInt(row.cell('liquidity') ?? ''),
        blockNumber: Number(row.cell('mint_block')),
        poolLogIndex: Number(row.cell('mint_log_index')),
      })
      const collected = own.findLast(({ kind }) => kind === 'collect')
      expect(collected?.poolLogIndex).toBe(Number(row.cell('last_collect_log_index')))
      checked++
    }
    expect(checked).toBe(chainId === 1 ? 7 : 5)
  })

  it('reads the full-state pool exactly', async () => {
    const dataset = await importEvents('ethereum_wbtc_weth_03/2023-03-31')
    expect(dataset.manifest.rows).toEqual({ swap: 329, mint: 19, burn: 31 })
    const { startState: start, chainStates } = dataset
    if (start.kind !== 'chain') throw new Error(start.kind)
    expect(start.feeGrowthGlobal1X128).toBe(5039499970868038520851706484018894870293935n)
    expect(start.feeProtocol).toBe(0)
    expect(start.ticks.length).toBe(355)
    const [end] = chainStates
    const growth = feeGrowthGlobal(dataset.index(), dataset.columns.length)
    expect(start.feeGrowthGlobal0X128 + growth.growth0X128).toBe(end?.feeGrowthGlobal0X128)
    expect(start.feeGrowthGlobal1X128 + growth.growth1X128).toBe(end?.feeGrowthGlobal1X128)
  })

  it('reads a window of decoded Parquet whose states the replay meets', async () => {
    const dataset = await importEvents(arbitrum, { window: '2025-06-06..2025-06-09' })
    expect(dataset.manifest.rows['swap']).toBe(79_597)
    const { columns, chainStates, startState, spec } = dataset
    expect(startState).toEqual(deriveStartState(columns, spec))
    expect(chainStates.length).toBeGreaterThan(85)
    let same = 0
    for (const state of chainStates) {
      let row = rowCountAtBlock(columns, state.blockNumber) - 1
      while (row >= 0 && columns.kind[row] !== 1) row--
      if (row >= 0 && sqrtPriceAt(columns, row) === state.sqrtPriceX96) same++
    }
    expect(same).toBe(chainStates.length)
  })

  it('clips a window by time', async () => {
    const from = Date.UTC(2025, 5, 7) / 1000
    const dataset = await importEvents(arbitrum, { from, to: from + 7200 })
    expect(dataset.manifest.timeRange.from).toBeGreaterThanOrEqual(from)
    expect(dataset.manifest.timeRange.to).toBeLessThanOrEqual(from + 7200)
    expect(dataset.manifest.rows['swap']).toBeGreaterThan(100)
  })

  it('refuses a folder with gaps and names its stretches', async () => {
    const imported = run(arbitrum)
    await expect(imported).rejects.toMatchObject({ code: 'E_DATA_GAP', facts: { windows: 4 } })
    await expect(imported).rejects.toThrow('2025-06-27..2025-07-10')
    await expect(run('polygon_usdc_weth_005/minute')).rejects.toMatchObject({
      code: 'E_DATA_GAP',
      facts: { windows: 3 },
    })
  })

  it('maps the columns of decoded rows and gets the events of the raw logs', async () => {
    const liquidity = { liquidity: 'liquidity' }
    const mapped = await importEvents(`${ethereumDay}.tick.csv.gz`, {
      mapping: {
        tables: [
          {
            kind: {
              column: 'tx_type',
              values: { SWAP: 'swap', MINT: 'mint', BURN: 'burn', COLLECT: 'collect' },
            },
            columns: {
              blockNumber: 'block_number',
              logIndex: 'pool_log_index',
              timestamp: 'block_timestamp',
              amount0: 'amount0',
              amount1: 'amount1',
              sqrtPriceX96: 'sqrtPriceX96',
              liquidity: 'total_liquidity',
              tick: 'current_tick',
              tickLower: 'tick_lower',
              tickUpper: 'tick_upper',
            },
            columnsOfKind: { mint: liquidity, burn: liquidity },
          },
        ],
      },
    })
    const raw = await importEvents(`${ethereumDay}.raw.csv.gz`, { replace: true })
    expect(mapped.columns).toEqual(raw.columns)
  })

  it('makes the minute bars that demeter made from the same logs', async () => {
    const bars = toBars((await importEvents(`${ethereumDay}.raw.csv.gz`)).columns, 60)
    const result = await run(`${ethereumDay}.minute.csv.gz`, { out: folder.path('bars') })
    if (result.kind !== 'bars') throw new Error(result.kind)
    const theirs = result.dataset.bars
    expect(theirs.length).toBe(1440)
    const own = new Map(Array.from(bars.timestamp, (timestamp, i) => [timestamp, i]))
    let compared = 0
    for (let i = 0; i < theirs.length; i++) {
      const j = own.get(theirs.timestamp[i]!)
      if (j === undefined) continue
      for (const name of ['openTick', 'highTick', 'lowTick', 'closeTick'] as const)
        expect([name, i, bars[name][j]]).toEqual([name, i, theirs[name][i]])
      for (const name of [
        'amountIn0',
        'amountIn1',
        'netAmount0',
        'netAmount1',
        'liquidity',
      ] as const)
        expect([name, i, bars[name][j]]).toEqual([name, i, theirs[name][i]])
      compared++
    }
    expect(compared).toBeGreaterThan(1430)
  })

  it('flags stale closing ticks of minute bars', async () => {
    const result = await run('polygon_usdc_weth_005/minute', { window: '2022-07-19..2022-08-10' })
    if (result.kind !== 'bars') throw new Error(result.kind)
    const { manifest, bars } = result.dataset
    expect(manifest.rows).toBe(33_117)
    const flagged = bars.staleClose.filter((flag) => flag === 1).length
    expect(flagged).toBe(manifest.staleCloseTicks)
    // The data's own description: 5 to 10 % of these bars.
    expect(flagged / bars.length).toBeGreaterThan(0.05)
    expect(flagged / bars.length).toBeLessThan(0.1)
  })

  it('reads exchange candles out of lz4 Feather', async () => {
    const result = await run('binance_candles/BTC_USDT-1h.feather')
    if (result.kind !== 'candles') throw new Error(result.kind)
    const { manifest, timestamp, close } = result.dataset
    expect(manifest).toMatchObject({ symbol: 'BTC/USDT', secondsPerCandle: 3600, rows: 67_078 })
    expect(manifest.missingCandles).toBe(122)
    expect(timestamp[0]).toBe(Date.UTC(2018, 0, 1) / 1000)
    expect(close.every((price) => price > 3000 && price < 130_000)).toBe(true)
  })

  it('finds swapped amounts and a wrong fee in real rows', async () => {
    const window = { from: Date.UTC(2025, 5, 7) / 1000, to: Date.UTC(2025, 5, 7, 2) / 1000 }
    const place = { blockNumber: 'block_number', logIndex: 'log_index', timestamp: 'timestamp' }
    const price = { sqrtPriceX96: 'sqrt_price_x96', liquidity: 'liquidity', tick: 'tick' }
    const swaps = (amount0: string, amount1: string) => ({
      mapping: {
        tables: [
          {
            path: 'swaps',
            kind: 'swap' as const,
            columns: { ...place, ...price, amount0, amount1 },
          },
        ],
      },
      ...window,
    })
    await expect(run(arbitrum, swaps('amount1', 'amount0'))).rejects.toMatchObject({
      code: 'E_TOKENS_SWAPPED',
    })
    const [weth, usdc] = [
      '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
      '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
    ]
    const pool = {
      chainId: 42161,
      address: `0x${'77'.repeat(20)}`,
      token0: { address: weth, symbol: 'WETH' },
      token1: { address: usdc, symbol: 'USDC' },
      fee: 3000,
      tickSpacing: 10,
    }
    await expect(run(arbitrum, { ...swaps('amount0', 'amount1'), pool })).rejects.toMatchObject({
      code: 'E_FEE',
    })
  })
})
