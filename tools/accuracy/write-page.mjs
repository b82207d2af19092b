// Imports the data, measures all claims and writes docs/accuracy.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatted } from '../format.mjs'
import { attributionSection } from './attribution.mjs'
import { importAll, sources } from './datasets.mjs'
import { fullStateSection } from './full-state.mjs'
import { impactSection } from './impact.mjs'
import { indexSection } from './index-queries.mjs'
import { count, table } from './page.mjs'
import { positionsSection } from './positions.mjs'
import { windowsSection } from './windows.mjs'
import { repositoryRoot } from '../install.mjs'

/** Names of the claims that do not hold. */
export async function writeAccuracyPage(data) {
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-accuracy-'))
  try {
    const datasets = await importAll(data, folder)
    const measured = [
      ['full state', () => fullStateSection(data, datasets)],
      ['real positions', () => positionsSection(data, datasets)],
      ['hourly states', () => windowsSection(datasets)],
      ['index', () => indexSection(datasets)],
      ['own liquidity', () => impactSection(datasets)],
      ['attribution', () => attributionSection(datasets)],
    ].map(([name, section]) => {
      console.error(`measuring: ${name} …`)
      return { name, ...section() }
    })
    const path = join(repositoryRoot, 'docs/accuracy.md')
    const text = [introduction(), ...measured.map(({ text }) => text), dataSection(datasets)].join(
      '\n',
    )
    const style = { proseWrap: 'always', printWidth: 110 }
    writeFileSync(path, await formatted('page.md', text, style))
    console.error('wrote docs/accuracy.md')
    return measured.filter(({ holds }) => !holds).map(({ name }) => name)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function introduction() {
  return `# Accuracy

Written by \`npm run accuracy -- <data>\` on ${new Date().toISOString().slice(0, 10)}. Every number below was computed in that run
from real on-chain records and compared with what the chain itself said; only the date changes from run to
run. Under each claim are the commands that check it, run from the repository after \`npm run build\`. \`<data>\`
is the folder of records described [at the end](#data); tests that need it look for it in
\`TICKWISE_SHARED_DATA\` (an absolute path).

*Exact* means equal as integers: to the wei for amounts, to the last of 256 bits for fee growth.
`
}

function dataSection(datasets) {
  return `## Data

Roots name the content of the imported datasets: the same rows give the same root ([dataset
format](dataset-format.md)).

${table(
  ['dataset', 'records', 'pool', 'events>', 'root'],
  Object.entries(datasets).map(([name, { manifest, root, columns }]) => {
    const { source, window } = sources[name]
    const { token0, token1, fee, chainId } = manifest.pool
    return [
      name,
      `\`${source}\`${window === undefined ? '' : ` ${window}`}`,
      `${token0.symbol}/${token1.symbol} ${fee / 10_000} %, chain ${chainId}`,
      count(columns.length),
      `\`${root.slice(0, 18)}…\``,
    ]
  }),
)}
`
}
