// `npm run accuracy -- [data folder]`: measures every accuracy claim on real data and writes
// docs/accuracy.md. The folder defaults to TICKWISE_SHARED_DATA. Ends with 3 when a claim does not hold.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildTypeScript } from './build.mjs'
import { installIfNeeded } from './install.mjs'

const given = process.argv[2] ?? process.env.TICKWISE_SHARED_DATA
if (given === undefined || !existsSync(given)) {
  console.error('usage: npm run accuracy -- <data folder>   (or set TICKWISE_SHARED_DATA)')
  process.exit(1)
}
installIfNeeded()
if (buildTypeScript() !== 0) process.exit(1)
// Only now: it imports what was just built.
const { writeAccuracyPage } = await import('./accuracy/write-page.mjs')
const broken = await writeAccuracyPage(resolve(given))
if (broken.length > 0) console.error(`claims that do not hold: ${broken.join(', ')}`)
process.exit(broken.length === 0 ? 0 : 3)
