import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importDataset } from '@tickwise/market'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRealData, needsRealData, realData } from '../../../market/src/testing/shared-data.ts'
import { arbitrumPrices } from '../testing/recorded-prices.ts'
import { seriesOfPrices } from '../testing/oracle-vectors.ts'
import { seriesFromCandles, type CandlePrices } from './series-from-candles.ts'

const hours = { epochSeconds: 3600, cellsPerEpoch: 12 }

describe.skipIf(!hasRealData)(`series of real candles${needsRealData}`, () => {
  let folder: string
  let fiveMinutes: CandlePrices
  let hourly: CandlePrices

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candles-'))
    fiveMinutes = await candles('ETH_USDT-5m')
    hourly = await candles('ETH_USDT-1h')
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function candles(name: string): Promise<CandlePrices> {
    const source = realData(`binance_candles/${name}.feather`)
    const imported = await importDataset({ source, out: join(folder, name) })
    if (imported.kind !== 'candles') throw new Error(`${name} holds ${imported.kind}`)
    return imported.dataset
  }

  it('lie near the records of the pool at the same time', async () => {
    const pool = seriesOfPrices((await arbitrumPrices(200_000))!, hours)
    const exchange = seriesFromCandles(fiveMinutes, hours, 'base-is-token0')
    let [differences, sumOfPool, sumOfExchange, epochs] = [0, 0, 0, 0]
    for (let i = 0; i < pool.length; i++) {
      const j = pool.firstEpoch + i - exchange.firstEpoch
      expect(exchange.valid[j]).toBe(1)
      differences += Math.abs(exchange.logVarianceX16[j]! - pool.logVarianceX16[i]!) / 65536
      sumOfPool += pool.variance[i]!
      sumOfExchange += exchange.variance[j]!
      epochs++
    }
    expect(epochs).toBeGreaterThan(90)
    // Means of open, high, low and close move less than those of all seconds, and more than half as much.
    expect(sumOfExchange / sumOfPool).toBeGreaterThan(0.7)
    expect(sumOfExchange / sumOfPool).toBeLessThan(1)
    expect(differences / epochs).toBeLessThan(0.5)
  })

  it('have years of epochs of 1, 4 and 24 hours from hourly candles', () => {
    for (const cellsPerEpoch of [1, 4, 24]) {
      const grid = { epochSeconds: cellsPerEpoch * 3600, cellsPerEpoch }
      const series = seriesFromCandles(hourly, grid, 'base-is-token0')
      const valid = series.valid.reduce((sum, one) => sum + one, 0)
      expect(valid / series.length).toBeGreaterThan(0.98)
      expect((series.length * grid.epochSeconds) / 86_400).toBeGreaterThan(7 * 365)
    }
  })

  it('are refused in cells finer than the candles', () => {
    expect(() => seriesFromCandles(hourly, hours, 'base-is-token0')).toThrow(
      expect.objectContaining({ code: 'E_CANDLES_COARSE' }),
    )
  })
})
