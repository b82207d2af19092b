import type { ChainComparison, GrowthComparison } from '@tickwise/backtest'
import { describe, expect, it } from 'vitest'
import { renderChainComparison } from './chain-comparison-view.ts'

const equal: GrowthComparison = {
  relation: 'equal',
  replayX128: 9n,
  chainX128: 9n,
  missingShare: 0,
}
const below = { relation: 'below', replayX128: 1n, chainX128: 9n, missingShare: 4.5e-6 } as const

function comparison(...growths: readonly GrowthComparison[]): ChainComparison {
  const hours = growths.map((token1, hour) => ({
    from: 3600 * hour,
    to: 3600 * (hour + 1),
    fromBlock: hour,
    toBlock: hour + 1,
    priceEqual: true,
    token0: equal,
    token1,
    estimatedSteps: 0,
  }))
  return { states: growths.length + 1, equalPrices: growths.length + 1, hours }
}

describe('renderChainComparison', () => {
  it('says that all is equal in two lines', () => {
    expect(renderChainComparison(comparison(equal, equal))).toEqual([
      'On-chain states: price equal at 3 of 3',
      'Fee growth between them, equal to the last bit: 2 of 2 intervals in both tokens, 4 of 4 counted by token',
    ])
  })

  it('gives each difference a line, with the payments that explain it', () => {
    const at = (...paid: readonly bigint[]) => paid.map((one) => ({ paid: one, liquidity: 7n }))
    const [, summary, ...lines] = renderChainComparison(
      comparison(
        equal,
        below,
        { ...below, flash: { payments: 1, at: at(1n) } },
        { ...below, flash: { payments: 2, at: at(710_937n) } },
        { ...below, flash: { payments: 2, at: at(35n, 1_205n) } },
        { ...below, relation: 'above', missingShare: null },
      ),
    )
    expect(summary).toContain('1 of 6 intervals in both tokens, 7 of 12 counted by token')
    expect(lines).toEqual([
      '  until 1970-01-01 02:00  token1 below the chain by 0.00045 %',
      '  until 1970-01-01 03:00  token1 below the chain by 0.00045 %: one flash payment of 1 base unit explains it exactly',
      '  until 1970-01-01 04:00  token1 below the chain by 0.00045 %: two flash payments of 710,937 base units together explain it exactly',
      '  until 1970-01-01 05:00  token1 below the chain by 0.00045 %: two flash payments of 35 base units and 1,205 base units explain it exactly',
      '  until 1970-01-01 06:00  token1 above the chain',
      '  3 of 5 differences are flash-loan fees to the last bit; the data have no event for them.',
    ])
  })
})
