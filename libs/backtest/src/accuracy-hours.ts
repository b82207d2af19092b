import { MASK_256, replaySteps, rowCountAtBlock } from '@tickwise/amm'
import type { ChainState, Dataset } from '@tickwise/market'
import { firstPricedRow, poolPriceAt } from './pool-price-at.ts'

/** What {@link compareWithChainStates} reads of a dataset. */
export type ComparableDataset = Pick<Dataset, 'columns' | 'spec' | 'startState' | 'chainStates'>

/** Fee growth of one token between two chain states, X128. */
export interface GrowthComparison {
  /** How the replay stands to the chain; `below` is what missing Flash events look like. */
  readonly relation: 'equal' | 'below' | 'above'
  readonly replayX128: bigint
  readonly chainX128: bigint
  /** Chain minus replay over the chain's growth; `null` when the chain's did not grow. */
  readonly missingShare: number | null
}

/** One stretch between two neighbouring chain states (about an hour). */
export interface HourComparison {
  readonly from: number
  readonly to: number
  readonly fromBlock: number
  readonly toBlock: number
  /** Whether the replay's sqrt price at the end is the chain's. */
  readonly priceEqual: boolean
  readonly token0: GrowthComparison
  readonly token1: GrowthComparison
  /** Swap steps whose liquidity the data do not reveal. */
  readonly estimatedSteps: number
}

/** How a replay of the events agrees with states read from the chain. */
export interface ChainComparison {
  /** States within the blocks of the events, from the first known price on. */
  readonly states: number
  readonly equalPrices: number
  readonly hours: readonly HourComparison[]
}

/**
 * Replays the dataset and compares price and global fee growths with every chain state inside its
 * blocks. Growths are compared as differences between neighbouring states: the growth before the
 * first event is not in the events.
 *
 * @example
 * const worst = compareWithChainStates(dataset).hours.filter((hour) => hour.token0.relation !== 'equal')
 */
export function compareWithChainStates(dataset: ComparableDataset): ChainComparison {
  const { columns, startState } = dataset
  const states = statesWithin(dataset)
  const rows = states.map((state) => rowCountAtBlock(columns, state.blockNumber))
  const equal = states.map(
    ({ sqrtPriceX96 }, i) =>
      poolPriceAt(columns, startState, rows[i] ?? 0)?.sqrtPriceX96 === sqrtPriceX96,
  )
  const grown = growthBetween(dataset, rows)
  const hours = grown.flatMap((growth, i): HourComparison[] => {
    const [before, after] = [states[i], states[i + 1]]
    if (before === undefined || after === undefined) return []
    return [
      {
        from: before.timestamp,
        to: after.timestamp,
        fromBlock: before.blockNumber,
        toBlock: after.blockNumber,
        priceEqual: equal[i + 1] ?? false,
        token0: compareGrowth(
          growth.growth0X128,
          after.feeGrowthGlobal0X128 - before.feeGrowthGlobal0X128,
        ),
        token1: compareGrowth(
          growth.growth1X128,
          after.feeGrowthGlobal1X128 - before.feeGrowthGlobal1X128,
        ),
        estimatedSteps: growth.estimatedSteps,
      },
    ]
  })
  return { states: states.length, equalPrices: equal.filter(Boolean).length, hours }
}

/** States from the first known price on: what happened before it cannot be replayed. */
function statesWithin(dataset: ComparableDataset): readonly ChainState[] {
  const { columns, chainStates } = dataset
  const firstRow = Math.max(1, firstPricedRow(columns, dataset.startState))
  const first = columns.blockNumber[firstRow - 1] ?? Infinity
  const last = columns.blockNumber[columns.length - 1] ?? -Infinity
  return chainStates.filter(({ blockNumber }) => first <= blockNumber && blockNumber <= last)
}

/** Growth from each of the ascending rows to the next, by one replay. */
function growthBetween(dataset: ComparableDataset, rows: readonly number[]) {
  const grown = rows.slice(1).map(() => ({ growth0X128: 0n, growth1X128: 0n, estimatedSteps: 0 }))
  let hour = -1
  replaySteps(dataset.columns, dataset.spec, dataset.startState, {
    onStep({ row, token, growthX128, estimated }) {
      while (row >= (rows[hour + 1] ?? Infinity)) hour++
      const growth = grown[hour]
      if (growth === undefined) return
      if (token === 0) growth.growth0X128 += growthX128
      else growth.growth1X128 += growthX128
      if (estimated) growth.estimatedSteps++
    },
  })
  return grown
}

function compareGrowth(replayX128: bigint, chainDifferenceX128: bigint): GrowthComparison {
  const chainX128 = chainDifferenceX128 & MASK_256
  const missing = chainX128 - replayX128
  return {
    relation: missing === 0n ? 'equal' : missing > 0n ? 'below' : 'above',
    replayX128,
    chainX128,
    missingShare: chainX128 === 0n ? null : Number(missing) / Number(chainX128),
  }
}
