// `node tools/stylised-facts.mjs <dataset folder>[@yyyy-mm-dd] …` prints the market facts of datasets side by
// side as a Markdown table, of one UTC day where a day is given. Needs `npm run build`.
import { openDataset, stylisedFacts } from '@tickwise/market'

const rows = {
  days: ['days measured', 2],
  swapsPerHour: ['swaps per hour', 4],
  medianSwap: ['median swap (token1)', 4],
  volumePerDay: ['volume per day (token1)', 4],
  dailyVolatility: ['volatility per day', 2],
  excessKurtosis: ['excess kurtosis of 5-minute returns', 2],
  autocorrelation5m: ['autocorrelation of returns, 5 min', 2],
  absoluteAutocorrelation5m: ['autocorrelation of absolute returns, 5 min', 2],
  absoluteAutocorrelation60m: ['autocorrelation of absolute returns, 60 min', 2],
  volumeVolatilityCorrelation: ['correlation of volume and absolute return', 2],
  busyToQuietHours: ['six busiest hours over six quietest', 2],
  mintsPerDay: ['mints per day', 3],
  burnsPerDay: ['burns per day', 3],
  burnedShare: ['liquidity burned over minted, by value', 2],
}

const places = process.argv.slice(2)
if (places.length === 0) {
  console.error('usage: node tools/stylised-facts.mjs <dataset folder>[@yyyy-mm-dd] …')
  process.exit(1)
}
const columns = []
for (const place of places) {
  const [folder, day] = place.split('@')
  const dataset = await openDataset(folder)
  const { token1 } = dataset.manifest.pool
  const from = day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`) / 1000
  const window = from === undefined ? undefined : { from, to: from + 86_400 }
  const name = `${dataset.simulated ? 'simulated' : 'recorded'}: ${folder.split('/').at(-1)}${day === undefined ? '' : ` ${day}`}`
  columns.push({ name, facts: stylisedFacts(dataset.columns, token1.decimals, window) })
}
const number = (value, digits) =>
  Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumFractionDigits: 4 })
const line = (cells) => console.log(`| ${cells.join(' | ')} |`)
line(['fact', ...columns.map(({ name }) => name)])
line(['---', ...columns.map(() => '---:')])
for (const [field, [title, digits]] of Object.entries(rows))
  line([title, ...columns.map(({ facts }) => number(facts[field], digits))])
