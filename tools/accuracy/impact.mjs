// What own liquidity does to fees: shared step by step, against a pool that really holds it.
import {
  advanceProfile,
  createLiquidityProfile,
  liquidityOfInterval,
  rowCountAtTime,
} from '@tickwise/amm'
import { marketDataOf, runBacktest } from '@tickwise/backtest'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { claim, commands, count, percent, table } from './page.mjs'
import { importCommand } from './datasets.mjs'

const shares = [0.0001, 0.01, 0.1]
const impacts = ['taker', 'diluted', 'counterfactual']
const oneUsdc = 10n ** 6n
/** Small enough to leave the pool as it is; its share tells what capital makes which share. */
const probeCapital = 1000n * oneUsdc

export function impactSection({ w2 }) {
  const market = marketDataOf(w2)
  const strategy = findStrategy('static-range')
  const params = parseParameters(strategy, {})
  const run = (impact, value) =>
    runBacktest(market, strategy, params, { impact, capital: { value }, gasPriceWei: 0n })
  const probe = run('diluted', probeCapital).capacity.meanLiquidityShare
  const rows = shares.map((share) => {
    const dollars = BigInt(Math.round((Number(probeCapital / oneUsdc) * share) / probe))
    const results = impacts.map((impact) => run(impact, dollars * oneUsdc))
    return { share, dollars, results, ...compare(w2, results) }
  })
  const respected = rows.filter(isRespected).length
  const aboveTaker = rows.filter(({ results: [taker, , last] }) => fees(last) > fees(taker))
  const momentsBound = Math.max(
    ...rows.map(({ results }) => results[1].capacity.dilution.largestErrorBound),
  )
  const holds = respected === rows.length
  const text = `## Own liquidity: diluted against counterfactual

${claim(holds)} Sharing each recorded fee with our liquidity (\`diluted\`, the default) stays within a bound of what a pool
that holds our liquidity would have paid (\`counterfactual\`: every recorded swap executed again in the exact pool):
${respected} of ${rows.length} sizes. Static range of ±2,000 ticks over window w2; fees in hundredths of a percent (bp) of the capital;
*displaced* is how far the counterfactual price strays from the recorded one, at the end of an hour, at most.

${table(
  [
    'aimed share of liquidity',
    'capital USDC>',
    'taker bp>',
    'diluted bp>',
    'counterfactual bp>',
    'displaced ticks>',
    'counterfactual over diluted>',
    'bound>',
    'within',
  ],
  rows.map((row) => [
    percent(row.share),
    count(row.dollars),
    ...row.results.map((result) => fees(result).toFixed(3)),
    count(row.displacement),
    `${row.difference < 0 ? '−' : '+'}${percent(Math.abs(row.difference))}`,
    percent(row.bound),
    isRespected(row) ? 'yes' : 'no',
  ]),
)}

The bound is the sum of three things. \`diluted\` itself is a change by our largest share of the liquidity. A pool
displaced by δ ticks has other liquidity around its price, which changes our share by at most the mean over the hours
of the largest |ln L(tick + d) − ln L(tick)| with |d| ≤ δ. And values shift by 0.01 % a tick. δ is measured in the
counterfactual run, so the bound judges the comparison and forecasts nothing; it is a loose one.

Where \`diluted\` answers from the index's moments instead of summing steps, its error against the sum is bounded
beforehand: by ${percent(momentsBound)} of the undiluted fees at most in these runs.

**Not exact.** No setting knows what the market's traders would have done otherwise. \`counterfactual\` repeats their
orders unchanged, so nobody brings a displaced price home, and it moves through other liquidity than the recorded one did.${
    aboveTaker.length === 0
      ? ''
      : ` At ${aboveTaker.map(({ share }) => percent(share)).join(' and ')} that makes it pay more than \`taker\`, which shares nothing.`
  } Read the three together: where they part, the capital is too large for any of them to be believed alone.

${commands(
  importCommand('w2'),
  'for impact in taker diluted counterfactual; do',
  `  npx tickwise backtest --dataset data/w2 --strategy static-range --impact $impact --capital-value ${rows.at(-1).dollars} --gas-price 0`,
  'done',
  '(cd libs/backtest && npx vitest run src/run/backtest.real.test.ts)',
)}
`
  return { holds, text }
}

/** Fees in bp of the start value. */
const fees = (result) => (Number(result.attribution.fees) / Number(result.navStart)) * 1e4

const isRespected = ({ difference, bound }) => Math.abs(difference) <= bound

function compare(dataset, [, diluted, counterfactual]) {
  const displacement = Math.max(
    ...diluted.equity.map(({ tick }, i) => Math.abs(tick - counterfactual.equity[i].tick)),
  )
  return {
    displacement,
    difference: fees(counterfactual) / fees(diluted) - 1,
    bound:
      diluted.capacity.maxLiquidityShare +
      displacement * 1e-4 +
      liquidityChangeWithin(dataset, displacement, diluted.equity),
  }
}

/** Mean over the epochs of the greatest |ln L(tick + d) − ln L(tick)| with |d| ≤ ticks. */
function liquidityChangeWithin({ columns, spec, startState }, ticks, equity) {
  const profile = createLiquidityProfile(columns, spec, startState)
  const reach = Math.ceil(ticks / spec.tickSpacing)
  const changes = equity.map(({ timestamp, tick }) => {
    advanceProfile(profile, rowCountAtTime(columns, timestamp))
    const index = Math.floor(tick / spec.tickSpacing)
    const here = Number(liquidityOfInterval(profile, index) ?? 0n)
    let greatest = 0
    for (let offset = -reach; offset <= reach; offset++) {
      const there = Number(liquidityOfInterval(profile, index + offset) ?? 0n)
      if (here > 0 && there > 0) greatest = Math.max(greatest, Math.abs(Math.log(there / here)))
    }
    return greatest
  })
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length
  // A shift of less than an interval leaves it only when the price is near its edge.
  return mean * Math.min(1, ticks / spec.tickSpacing)
}
