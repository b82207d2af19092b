import { attributionTerms } from '@tickwise/backtest'
import { waterfallChart } from '../charts/waterfall-chart.ts'
import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import {
  formatAmount,
  formatExactAmount,
  formatSignedAmount,
  tellChange,
  toWholeTokens,
} from '../format/amount.ts'

/** Terms of the attribution in few words. */
export const termNames: Readonly<Record<(typeof attributionTerms)[number], string>> = {
  fees: 'fees earned',
  priceMove: 'price move (HODL)',
  tracking: 'price beyond HODL',
  lvr: 'loss versus rebalancing',
  swapFee: 'fees of own swaps',
  swapImpact: 'impact of own swaps',
  gas: 'gas',
  vaultFees: 'vault fees',
  rounding: 'rounding',
}

const meanings: Readonly<Record<(typeof attributionTerms)[number], string>> = {
  fees: 'swap fees that the positions earned, valued when they were booked',
  priceMove: 'what the holdings at the start of each stretch gained by being held',
  tracking: 'price gains of what the positions turned into, beyond that',
  lvr: 'what arbitrage took by trading against a pool price that lagged',
  swapFee: 'fees paid for swaps of its own',
  swapImpact: 'price impact of swaps of its own',
  gas: 'gas and data fees',
  vaultFees: 'management and performance fees',
  rounding: 'whole units lost or won by integer arithmetic',
}

/** Where the change of value came from. The terms sum to it exactly. */
export function attributionSection({ result, money, change }: RunFacts): Section {
  const { decimals, digits, symbol } = money
  const terms = attributionTerms.map((term) => ({ term, raw: BigInt(result.attribution[term]) }))
  const sum = terms.reduce((total, { raw }) => total + raw, 0n)
  const bar = (name: string, raw: bigint) => ({
    name,
    value: toWholeTokens(raw, decimals),
    label: formatSignedAmount(raw, decimals, digits),
  })
  const chart = waterfallChart({
    id: 'attribution',
    title: `What the change of value is made of, in ${symbol}`,
    summary: `${terms.map(({ term, raw }) => `${termNames[term]} ${formatSignedAmount(raw, decimals, digits)}`).join(', ')}; together ${tellChange(change, money)}.`,
    terms: terms.map(({ term, raw }) => bar(termNames[term], raw)),
    total: bar('change of value', change),
  })
  const closes =
    sum === change
      ? `The terms are whole base units and sum to the change of net asset value exactly: ${formatExactAmount(sum, decimals)} ${symbol}, ${sum.toString().replace('-', '−')} base units, nothing left over.`
      : `The terms sum to ${sum.toString()} base units, the net asset value changed by ${change.toString()}: this result does not close and should not be believed.`
  return {
    id: 'attribution',
    title: 'What made the result',
    blocks: [
      {
        kind: 'chart',
        chart,
        tableOpen: true,
        table: {
          caption: `Attribution of the change of value, exact, in ${symbol}`,
          columns: [
            { title: 'term' },
            { title: symbol, align: 'right' },
            { title: 'what it is', isAside: true },
          ],
          rows: terms.map(({ term, raw }) => [
            termNames[term],
            formatAmount(raw, decimals, decimals),
            meanings[term],
          ]),
          footer: ['sum', formatAmount(sum, decimals, decimals), ''],
        },
      },
      { kind: 'text', text: closes },
    ],
  }
}
