import { rowCountAtBlock, rowCountAtTime, type PoolEventColumns } from '@tickwise/amm'

/** What the pool contract's own counters were after the last event of a block. */
export interface CounterState {
  readonly blockNumber: number
  readonly timestamp: number
  readonly sqrtPriceX96: bigint
  readonly growth0X128: bigint
  readonly growth1X128: bigint
}

/** An epoch whose fees follow from the contract's counters before and after it. */
export interface CountedEpoch {
  readonly epoch: number
  readonly growth0X128: bigint
  readonly growth1X128: bigint
  /** After the last event of the epoch. */
  readonly sqrtPriceX96: bigint
}

/** The epochs that begin and end in a state read from the chain: no event lies between state and border. */
export function countedEpochs(
  columns: PoolEventColumns,
  states: readonly CounterState[],
  epochSeconds: number,
): CountedEpoch[] {
  const atBorder = new Map<number, CounterState>()
  for (const state of states) {
    const border = Math.floor(state.timestamp / epochSeconds) + 1
    const rows = rowCountAtTime(columns, border * epochSeconds - 1)
    if (rowCountAtBlock(columns, state.blockNumber) === rows) atBorder.set(border, state)
  }
  const counted: CountedEpoch[] = []
  for (const [border, to] of atBorder) {
    const from = atBorder.get(border - 1)
    if (from === undefined) continue
    counted.push({
      epoch: border - 1,
      growth0X128: BigInt.asUintN(256, to.growth0X128 - from.growth0X128),
      growth1X128: BigInt.asUintN(256, to.growth1X128 - from.growth1X128),
      sqrtPriceX96: to.sqrtPriceX96,
    })
  }
  return counted
}

/** Token1 that both growths are worth, from their definition: growth1 + ⌊growth0 · price⌋. */
export function worthInToken1({ growth0X128, growth1X128, sqrtPriceX96 }: CountedEpoch): bigint {
  return growth1X128 + (growth0X128 * sqrtPriceX96 ** 2n) / 2n ** 192n
}
