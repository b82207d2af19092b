import { describe, expect, it } from 'vitest'
import { deriveStartState } from './derive-start.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { estimatedSteps, feeGrowthBetween } from './fee-growth-index.ts'
import { buildFeeGrowthIndex } from './fee-growth-index-build.ts'
import { loadRawLogs } from './testing/raw-logs.ts'
import {
  arbitrumSpec as spec,
  hasSharedData,
  queryShared,
  whySkipped,
} from './testing/shared-data.ts'

describe.skipIf(!hasSharedData)(`fees of real closed positions${whySkipped}`, () => {
  it.each([
    ['ethereum', 7, ['639419']],
    ['polygon', 5, []],
  ] as const)('on %s equal what they collected, to the wei', async (chain, count, open) => {
    const columns = await loadRawLogs(chain)
    const index = buildFeeGrowthIndex(columns, spec, deriveStartState(columns, spec), {
      strict: true,
    })
    const positions = await queryShared(`
      select * from read_csv('$root/lp_position_truth/closed_positions.csv', all_varchar = true)
      where chain = '${chain}'`)
    expect(positions).toHaveLength(count)
    const undetermined: string[] = []
    for (const position of positions) {
      const lower = Number(position['tick_lower'])
      const upper = Number(position['tick_upper'])
      const from = rowOf(columns, position['mint_block'], position['mint_log_index']) + 1
      const to = rowOf(columns, position['last_burn_block'], position['last_burn_log_index'])
      if (estimatedSteps(index, lower, upper, from, to) > 0) {
        undetermined.push(String(position['token_id']))
        continue
      }
      const liquidity = BigInt(String(position['liquidity']))
      const { growth0X128, growth1X128 } = feeGrowthBetween(index, lower, upper, from, to)
      expect({
        token: position['token_id'],
        fee0: String((growth0X128 * liquidity) >> 128n),
        fee1: String((growth1X128 * liquidity) >> 128n),
      }).toEqual({
        token: position['token_id'],
        fee0: position['fee0'],
        fee1: position['fee1'],
      })
    }
    expect(undetermined).toEqual(open)
  })
})

function rowOf(columns: PoolEventColumns, block: unknown, logIndex: unknown): number {
  const row = columns.blockNumber.findIndex(
    (blockNumber, at) => blockNumber === Number(block) && columns.logIndex[at] === Number(logIndex),
  )
  if (row < 0) throw new Error(`no event at block ${String(block)}, log ${String(logIndex)}`)
  return row
}
