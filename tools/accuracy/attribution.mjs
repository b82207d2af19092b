// Do the books of a run close, for every built-in strategy?
import { marketDataOf, runBacktest } from '@tickwise/backtest'
import { parseParameters, strategies } from '@tickwise/strategies'
import { claim, commands, count, table } from './page.mjs'
import { importCommand } from './datasets.mjs'

export function attributionSection({ w2 }) {
  const market = marketDataOf(w2)
  const rows = ['taker', 'diluted', 'counterfactual'].flatMap((impact) =>
    strategies.map((strategy) => {
      const result = runBacktest(market, strategy, parseParameters(strategy, {}), { impact })
      return { impact, ...closing(result) }
    }),
  )
  const closed = rows.filter(({ change, sum }) => change === sum).length
  const holds = closed === rows.length
  const text = `## Attribution

${claim(holds)} The terms that explain a result (fees, price move, tracking, LVR, swap fee, swap impact, gas, vault
fees, rounding) are integers in base units of the asset and add to the change of the net asset value, to
the unit: ${closed} of ${rows.length} runs over window w2 (${w2.manifest.pool.token1.symbol} asset, one base unit = 10^-${w2.manifest.pool.token1.decimals}, default parameters and capital).

${table(
  [
    'strategy',
    'impact',
    'rebalances>',
    'change of NAV>',
    'sum of terms>',
    'equal',
    'rounding term>',
  ],
  rows.map((row) => [
    row.name,
    row.impact,
    count(row.rebalances),
    ...[row.change, row.sum].map(count),
    row.change === row.sum ? 'yes' : 'no',
    count(row.rounding),
  ]),
)}

**Not exact.** Each other term is rounded down to whole base units in every stretch between rebalances; the
rounding term is what that leaves, so it is listed and not spread over the others.

${commands(
  importCommand('w2'),
  'npx tickwise backtest --dataset data/w2 --strategy recentre --json',
)}
`
  return { holds, text }
}

function closing({ strategy, attribution, navStart, navEnd, actions }) {
  const sum = Object.values(attribution).reduce((total, term) => total + BigInt(term), 0n)
  return {
    name: strategy.name,
    rebalances: actions.filter(({ kind }) => kind === 'rebalance').length,
    change: BigInt(navEnd) - BigInt(navStart),
    sum,
    rounding: BigInt(attribution.rounding),
  }
}
