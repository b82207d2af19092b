import { UserError } from '@tickwise/amm'
import { openDataset, type Dataset } from '@tickwise/market'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { blankSeries } from '../testing/blank-series.ts'
import { countedEpochs, worthInToken1, type CountedEpoch } from '../testing/epoch-states.ts'
import { epochFeeGrowthX128, withFeeGrowth } from './fee-growth.ts'

const EPOCH = 3600
let dataset: Dataset
let counted: CountedEpoch[]

beforeAll(async () => {
  dataset = await openDataset(fileURLToPath(new URL('../../../../data/sample', import.meta.url)))
  const states = dataset.chainStates.map((state) => ({
    ...state,
    growth0X128: state.feeGrowthGlobal0X128,
    growth1X128: state.feeGrowthGlobal1X128,
  }))
  counted = countedEpochs(dataset.columns, states, EPOCH)
})

describe('fee growth of epochs', () => {
  it("is what the pool contract's counters say, to the last bit", () => {
    expect(counted.length).toBeGreaterThan(300)
    const firstEpoch = counted[0]!.epoch
    const length = counted.at(-1)!.epoch - firstEpoch + 1
    const growths = epochFeeGrowthX128(dataset, { firstEpoch, length, epochSeconds: EPOCH })
    for (const epoch of counted) {
      expect(growths[epoch.epoch - firstEpoch]).toBe(worthInToken1(epoch))
    }
  })

  it('adds up over longer epochs, in each token at the later price', () => {
    const firstEpoch = Math.ceil(counted[0]!.epoch / 24)
    const daily = epochFeeGrowthX128(dataset, { firstEpoch, length: 3, epochSeconds: 24 * EPOCH })
    daily.forEach((growth, day) => {
      const hours = counted.filter(({ epoch }) => Math.floor(epoch / 24) === firstEpoch + day)
      expect(hours).toHaveLength(24)
      const sum = (pick: (hour: CountedEpoch) => bigint) =>
        hours.reduce((total, hour) => total + pick(hour), 0n)
      const whole = {
        ...hours.at(-1)!,
        growth0X128: sum(({ growth0X128 }) => growth0X128),
        growth1X128: sum(({ growth1X128 }) => growth1X128),
      }
      expect(growth).toBe(worthInToken1(whole))
    })
  })

  it('is written into a series as log2 X16; 0 without fees and where an entry is not valid', () => {
    const { epoch } = counted[0]!
    const series = blankSeries(epoch, 400, dataset.root)
    series.valid[1] = 0
    const { logFeeGrowthX16 } = withFeeGrowth(series, dataset)
    const growth = Number(worthInToken1(counted[0]!))
    expect(logFeeGrowthX16![0]! / 65_536).toBeCloseTo(Math.log2(growth), 4)
    expect(logFeeGrowthX16![1]).toBe(0)
    // The sample ends before the last of these epochs.
    expect(logFeeGrowthX16![399]).toBe(0)
  })

  it('knows nothing before the first event', () => {
    const before = { firstEpoch: 1, length: 2, epochSeconds: EPOCH }
    expect(epochFeeGrowthX128(dataset, before)).toEqual([0n, 0n])
  })

  it('refuses a series from other data', () => {
    const run = () => withFeeGrowth(blankSeries(1, 1, '0xother'), dataset)
    expect(run).toThrow(UserError)
    expect(run).toThrow('different data')
  })
})
