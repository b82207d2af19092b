// `npm run forecasting -- [data folder]`: walks forecasts forward over real data and writes docs/forecasting.md.
// The folder defaults to TICKWISE_SHARED_DATA. Finished folds are kept in node_modules/.cache/forecasting: a run
// that was stopped goes on where it was.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { installIfNeeded, run } from './install.mjs'

const given = process.argv[2] ?? process.env.TICKWISE_SHARED_DATA
if (given === undefined || !existsSync(given)) {
  console.error('usage: npm run forecasting -- <data folder>   (or set TICKWISE_SHARED_DATA)')
  process.exit(1)
}
installIfNeeded()
if (
  run(process.execPath, ['tools/nx.mjs', 'run-many', '-t', 'build'], { TICKWISE_QUIET_BUILD: '1' })
) {
  process.exit(1)
}
// Only now: it imports what was just built.
const { writeForecastingPage } = await import('./forecasting/write-page.mjs')
await writeForecastingPage(resolve(given))
