// Four windows of one deep pool against the states that its chain showed every hour.
import { replaySteps } from '@tickwise/amm'
import { compareWithChainStates } from '@tickwise/backtest'
import { claim, commands, count, outOf, percent, plural, table, time } from './page.mjs'
import { importCommand, windowNames } from './datasets.mjs'

export function windowsSection(datasets) {
  const windows = windowNames.map((name) => measure(name, datasets[name]))
  const { pool } = datasets.w2.manifest
  const hours = windows.flatMap(({ comparison }) => comparison.hours)
  const growths = hours.flatMap((hour) => [hour.token0, hour.token1])
  const unequal = hours.flatMap((hour) =>
    ['token0', 'token1']
      .map((token) => ({ to: hour.to, token: pool[token].symbol, ...hour[token] }))
      .filter(({ relation }) => relation !== 'equal'),
  )
  const above = unequal.filter(({ relation }) => relation === 'above').length
  const proven = (payments) => unequal.filter(({ flash }) => flash?.payments === payments).length
  const open = unequal.length - proven(1) - proven(2)
  const guessed = hours.filter(({ estimatedSteps }) => estimatedSteps > 0)
  const equal = (token) => hours.filter((hour) => hour[token].relation === 'equal').length
  const holds =
    above === 0 && windows.every(({ comparison }) => comparison.equalPrices === comparison.states)
  const text = `## Price and fee growth of a deep pool, hour by hour

${claim(holds)} Replaying the events of WETH/USDC 0.05 % (Arbitrum) gives the sqrt price of every state that was
read from the chain, about one an hour. The growth of fees between two such states is never above the
chain's, and equal to the last bit for ${count(growths.length - unequal.length)} of ${count(growths.length)} pairs of hour and token (${percent(1 - unequal.length / growths.length, 3)}).

${table(
  [
    'window',
    'swaps>',
    'mints and burns>',
    'contradictions>',
    'guessed steps>',
    'sqrt price equal>',
    'hours equal in both tokens>',
    'above the chain>',
  ],
  windows.map(windowRow),
)}

Hours equal: ${pool.token0.symbol} ${outOf(equal('token0'), hours.length)}, ${pool.token1.symbol} ${outOf(equal('token1'), hours.length)}, both ${outOf(hours.filter(isEqual).length, hours.length)}.
Above the chain: ${above}. A *contradiction* is an event that does not follow from those before it (direction, tick,
in-range liquidity, amount paid out, fee); a *guessed step* is one whose liquidity no event reveals (hours with such steps that are equal all
the same: ${guessed.filter(isEqual).length} of ${guessed.length}). Window
${windows
  .filter(({ comparison }) => comparison.states === 0)
  .map(({ name }) => name)
  .join(', ')} has no states to compare with.

**Not equal, and why.** All ${unequal.length} pairs in which the growths differ are listed here; none is smoothed over or left
out. These data have no Flash events, and the fee of a flash loan raises the growth without a swap; nothing else does, and a swap that is
missing would show as a contradiction. One
payment of *p* base units at in-range liquidity *L* adds exactly ⌊p · 2^128 / L⌋, so a number fits by chance
about once in 10^19 tries. Each difference is tried against every in-range liquidity of its hour: ${proven(1)} are one payment, ${proven(2)} are two
(at one liquidity each rounds down by itself; at different ones they count only where chance would give such a pair
less than once in a thousand), ${open} cannot be made by one or two.

${table(
  ['hour until (UTC)', 'token', 'share missing>', 'explained exactly by', 'in-range liquidity>'],
  unequal.map((one) => [
    time(one.to),
    one.token,
    percent(one.missingShare),
    explanation(one.flash),
    one.flash === undefined
      ? ''
      : one.flash.at.map(({ liquidity }) => count(liquidity)).join(' and '),
  ]),
)}

**Exact.** Fees of swaps, to the bit. **Not exact here.** Fees of flash loans, which these files do not
record. Data fetched from a node or read from raw logs have the Flash events, and the replay counts them.

${commands(...windowNames.flatMap((name) => [importCommand(name), `npx tickwise data check data/${name}`]))}
`
  return { holds, text }
}

function measure(name, dataset) {
  const { columns, spec, startState } = dataset
  let guessed = 0
  const summary = replaySteps(columns, spec, startState, {
    onStep: ({ estimated }) => {
      if (estimated) guessed++
    },
  })
  const rows = dataset.manifest.rows
  return {
    name,
    swaps: summary.swaps,
    liquidityEvents: (rows.mint ?? 0) + (rows.burn ?? 0),
    contradictions: summary.faults.length,
    guessed,
    comparison: compareWithChainStates(dataset),
  }
}

function windowRow({ name, swaps, liquidityEvents, contradictions, guessed, comparison }) {
  const { states, equalPrices, hours } = comparison
  const compared = states > 0
  const above = hours.flatMap(({ token0, token1 }) => [token0, token1]).filter(isAbove).length
  return [
    name,
    ...[swaps, liquidityEvents, contradictions, guessed].map(count),
    compared ? `${count(equalPrices)} of ${count(states)}` : 'no states',
    compared ? outOf(hours.filter(isEqual).length, hours.length) : '–',
    compared ? count(above) : '–',
  ]
}

const isAbove = ({ relation }) => relation === 'above'

const isEqual = ({ token0, token1 }) => token0.relation === 'equal' && token1.relation === 'equal'

function explanation(flash) {
  if (flash === undefined) return 'not explained'
  const amounts = flash.at.map(({ paid }) => plural(paid, 'base unit'))
  if (flash.payments === 1) return `one flash payment of ${amounts[0]}`
  const together = flash.at.length === 1 ? ' together' : ''
  return `two flash payments of ${amounts.join(' and ')}${together}`
}
