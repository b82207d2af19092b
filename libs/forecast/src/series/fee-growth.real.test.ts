import { buildFeeGrowthIndex, createEventColumns, writeEvent, type PoolEvent } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import {
  fullStateSpec,
  loadSnapshot,
  loadTransactions,
  type Transaction,
} from '../../../amm/src/testing/full-state-pool.ts'
import { hasSharedData, whySkipped } from '../../../amm/src/testing/shared-data.ts'
import { worthInToken1 } from '../testing/epoch-states.ts'
import { epochFeeGrowthX128 } from './fee-growth.ts'

const WEEK = 7 * 86_400

describe.skipIf(!hasSharedData)(`fee growth of a real day${whySkipped}`, () => {
  it('is the change of the counters read from the chain before and after it, to the last bit', () => {
    const { start } = loadSnapshot('pool')
    const { start: after } = loadSnapshot('poolAfter')
    const transactions = loadTransactions()
    const columns = createEventColumns(transactions.length)
    transactions.forEach((transaction, row) => writeEvent(columns, row, eventOf(transaction, row)))
    const index = buildFeeGrowthIndex(columns, fullStateSpec, start)
    const market = { root: '0x', columns, startState: start, index: () => index }
    const epoch = Math.floor(transactions[0]!.timestamp / WEEK)
    expect(Math.floor(transactions.at(-1)!.timestamp / WEEK)).toBe(epoch)
    const chain = worthInToken1({
      epoch,
      growth0X128: after.feeGrowthGlobal0X128 - start.feeGrowthGlobal0X128,
      growth1X128: after.feeGrowthGlobal1X128 - start.feeGrowthGlobal1X128,
      sqrtPriceX96: after.sqrtPriceX96,
    })
    const epochs = { firstEpoch: epoch - 1, length: 3, epochSeconds: WEEK }
    expect(epochFeeGrowthX128(market, epochs)).toEqual([0n, chain, 0n])
  })
})

function eventOf(transaction: Transaction, row: number): PoolEvent {
  const { method, timestamp, tickLower, tickUpper, tick } = transaction
  const place = { blockNumber: row, logIndex: 0, timestamp }
  const amounts = { amount0: BigInt(transaction.amount0), amount1: BigInt(transaction.amount1) }
  if (method !== 'SWAP') {
    const kind = method === 'MINT' ? 'mint' : 'burn'
    const liquidity = BigInt(transaction.amount)
    return { kind, ...place, ...amounts, tickLower, tickUpper, liquidity }
  }
  const liquidity = BigInt(transaction.liquidity)
  const sqrtPriceX96 = BigInt(transaction.sqrtPriceX96)
  return { kind: 'swap', ...place, ...amounts, liquidity, sqrtPriceX96, tick }
}
