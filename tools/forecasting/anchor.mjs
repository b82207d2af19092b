// A published pair of numbers beside ours.
import { table } from '../accuracy/page.mjs'
import { fixed } from './tables.mjs'

const published = { naive: 0.547, har: 0.657 }

/** R² of log variance of BTC four hours ahead: what a public notebook has, and what this page has. */
export function anchorSection(finished) {
  const ours = finished.filter(
    ({ market, hour, target }) =>
      market.startsWith('BTC') && hour === 4 && target.kind === 'log-variance',
  )
  return `## A published anchor

A public notebook has, for the log variance of BTC over four hours out of sample, R² 0.547 for persistence
and 0.657 for HAR. Ours, beside it:

${table(
  ['data', 'persistence>', 'HAR>', 'difference>'],
  [
    row('published', published),
    ...ours.map(({ market, report }) => {
      const of = (name) => report.total.find((scores) => scores.name === name).rSquared
      return row(market, { naive: of('naive'), har: of('har') })
    }),
  ],
)}

R² depends on how finely the variance is measured and on how much its level moves. The range of a candle is the
finest measure in years of hourly candles, and there both figures are nearest to the published ones. One squared hourly
return, all that an epoch of one cell has, says little about the variance of its hour: persistence falls far, HAR, which
averages, less. Eight months of five-minute candles measure well, but their level moves less than that of years.
`
}

function row(name, { naive, har }) {
  return [name, fixed(naive, 3), fixed(har, 3), fixed(har - naive, 3)]
}
