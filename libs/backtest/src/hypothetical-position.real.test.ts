import { deriveStartState, encodeEvents } from '@tickwise/amm'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  hypotheticalPosition,
  type HypotheticalOutcome,
  type PricedDataset,
} from './hypothetical-position.ts'
import {
  hasSharedData,
  polygonDay,
  readCsv,
  sharedData,
  type RealDay,
} from './testing/real-days.ts'
import { verifiable } from './testing/verifiable.ts'

const skipped = hasSharedData ? '' : ' (skipped: no shared data folder, see TICKWISE_SHARED_DATA)'
const spec = { fee: 500, tickSpacing: 10 }

interface KnownPosition {
  readonly tokenId: string
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  readonly from: number
  readonly to: number
  readonly minted: readonly [bigint, bigint]
  readonly burned: readonly [bigint, bigint]
  readonly fees: readonly [bigint, bigint]
}

/** Known outcomes whose mint and burn are the last price-relevant events of their blocks. */
function knownPositions({ events }: RealDay): KnownPosition[] {
  const rows = readCsv(`${sharedData}/lp_position_truth/closed_positions.csv`)
  return rows.flatMap((row): KnownPosition[] => {
    const number = (name: string) => Number(row[name])
    const pair = (a: string, b: string) => [BigInt(row[a] ?? 0), BigInt(row[b] ?? 0)] as const
    const timeOf = (block: number, log: number) => {
      const inBlock = events.filter((event) => event.blockNumber === block)
      const isLast = !inBlock.some((event) => event.kind === 'swap' && event.logIndex > log)
      return isLast ? inBlock[0]?.timestamp : undefined
    }
    const from = timeOf(number('mint_block'), number('mint_log_index'))
    const to = timeOf(number('last_burn_block'), number('last_burn_log_index'))
    if (from === undefined || to === undefined) return []
    return [
      {
        tokenId: row['token_id'] ?? '',
        tickLower: number('tick_lower'),
        tickUpper: number('tick_upper'),
        liquidity: BigInt(row['liquidity'] ?? 0),
        from,
        to,
        minted: pair('mint_amount0', 'mint_amount1'),
        burned: pair('burned_amount0', 'burned_amount1'),
        fees: pair('fee0', 'fee1'),
      },
    ]
  })
}

describe.skipIf(!hasSharedData)(`hypothetical position on a real day${skipped}`, () => {
  let day: RealDay
  let dataset: PricedDataset

  beforeAll(() => {
    day = polygonDay()
    dataset = verifiable(day, spec, deriveStartState(encodeEvents(day.events), spec))
  })

  it('with the range, liquidity and times of a real NFT gets its amounts and fees to the wei', () => {
    const known = knownPositions(day)
    expect(known.length).toBeGreaterThanOrEqual(3)
    for (const { fees, minted, burned, ...position } of known) {
      const { start, end, undilutedFees, estimatedSteps } = hypotheticalPosition(dataset, position)
      expect([start.amounts.amount0, start.amounts.amount1]).toEqual(minted)
      expect([end.amounts.amount0, end.amounts.amount1]).toEqual(burned)
      expect([undilutedFees.amount0, undilutedFees.amount1]).toEqual(fees)
      expect(estimatedSteps).toBe(0)
    }
  })

  const wide = { tickLower: 193000, tickUpper: 195000 }

  function outcome(liquidity: bigint): HypotheticalOutcome {
    return hypotheticalPosition(dataset, { ...wide, liquidity })
  }

  it('dust is not diluted; more liquidity earns more, but less than in proportion', () => {
    const dust = outcome(10n ** 12n)
    const some = outcome(10n ** 17n)
    const much = outcome(10n ** 18n)
    expect(Number(dust.dilutedFees.amount0)).toBeCloseTo(Number(dust.undilutedFees.amount0), -1)
    expect(some.dilutedFees.amount0).toBeLessThan(some.undilutedFees.amount0)
    expect(much.dilutedFees.amount0).toBeGreaterThan(some.dilutedFees.amount0)
    expect(much.dilutedFees.amount0).toBeLessThan(10n * some.dilutedFees.amount0)
  })

  it('liquidity beyond all bounds would have taken nearly all fees of the pool, and no more', () => {
    const paidIn = day.events.reduce(
      (sum, event) => (event.kind === 'swap' && event.amount0 > 0n ? sum + event.amount0 : sum),
      0n,
    )
    const share = Number(outcome(10n ** 24n).dilutedFees.amount0) / (Number(paidIn) * 0.0005)
    // The contract rounds each step's fee up by less than a unit, a millionth of the day's fees in all.
    expect(share).toBeLessThan(1 + 2e-6)
    expect(share).toBeGreaterThan(1 - 1e-4)
  })
})
