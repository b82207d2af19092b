import { MASK_256, replaySteps, rowCountAtBlock } from '@tickwise/amm'
import type { ChainState, Dataset } from '@tickwise/market'
import { flashProofOf, inRangeLiquidities, type FlashProof } from './accuracy-flash.ts'
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
  /**
   * One flash-loan payment or two, at in-range liquidities the pool had in this stretch, that make the
   * missing growth to the last bit. Absent where none do: more payments, or something else. The growth
   * is unequal either way.
   */
  readonly flash?: FlashProof
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
    const liquidities = () => inRangeLiquidities(columns, before, rows[i] ?? 0, rows[i + 1] ?? 0)
    return [compareHour(before, after, growth, equal[i + 1] ?? false, liquidities)]
  })
  return { states: states.length, equalPrices: equal.filter(Boolean).length, hours }
}

function compareHour(
  before: ChainState,
  after: ChainState,
  growth: ReplayedGrowth,
  priceEqual: boolean,
  liquidities: () => ReadonlySet<bigint>,
): HourComparison {
  const chain0X128 = (after.feeGrowthGlobal0X128 - before.feeGrowthGlobal0X128) & MASK_256
  const chain1X128 = (after.feeGrowthGlobal1X128 - before.feeGrowthGlobal1X128) & MASK_256
  return {
    from: before.timestamp,
    to: after.timestamp,
    fromBlock: before.blockNumber,
    toBlock: after.blockNumber,
    priceEqual,
    token0: compareGrowth(growth.growth0X128, chain0X128, liquidities),
    token1: compareGrowth(growth.growth1X128, chain1X128, liquidities),
    estimatedSteps: growth.estimatedSteps,
  }
}

/** States from the first known price on: what happened before it cannot be replayed. */
function statesWithin(dataset: ComparableDataset): readonly ChainState[] {
  const { columns, chainStates } = dataset
  const firstRow = Math.max(1, firstPricedRow(columns, dataset.startState))
  const first = columns.blockNumber[firstRow - 1] ?? Infinity
  const last = columns.blockNumber[columns.length - 1] ?? -Infinity
  return chainStates.filter(({ blockNumber }) => first <= blockNumber && blockNumber <= last)
}

interface ReplayedGrowth {
  growth0X128: bigint
  growth1X128: bigint
  estimatedSteps: number
}

/** Growth from each of the ascending rows to the next, by one replay. */
function growthBetween(dataset: ComparableDataset, rows: readonly number[]): ReplayedGrowth[] {
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

function compareGrowth(
  replayX128: bigint,
  chainX128: bigint,
  liquidities: () => ReadonlySet<bigint>,
): GrowthComparison {
  const missing = chainX128 - replayX128
  const growths = { replayX128, chainX128 }
  const missingShare = shareOf(missing, chainX128)
  if (missing === 0n) return { relation: 'equal', ...growths, missingShare }
  if (missing < 0n) return { relation: 'above', ...growths, missingShare }
  const flash = flashProofOf(missing, liquidities())
  return { relation: 'below', ...growths, missingShare, ...(flash === undefined ? {} : { flash }) }
}

function shareOf(missing: bigint, chainX128: bigint): number | null {
  return chainX128 === 0n ? null : Number(missing) / Number(chainX128)
}
