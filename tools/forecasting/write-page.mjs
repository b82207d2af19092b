// Walks all experiments forward and writes docs/forecasting.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBackend } from '@tickwise/forecast'
import { formatted } from '../format.mjs'
import { repositoryRoot } from '../install.mjs'
import { anchorSection } from './anchor.mjs'
import { runExperiment } from './experiment.mjs'
import { introduction, methodSection, verdictSection } from './prose.mjs'
import { anchorExperiment, experiments } from './plans.mjs'
import { foldTable, totalTable } from './tables.mjs'

/** Where imported data and finished folds are kept between runs. */
const cache = join(repositoryRoot, 'node_modules/.cache/forecasting')

export async function writeForecastingPage(data) {
  mkdirSync(cache, { recursive: true })
  const backend = await openBackend('auto')
  const surroundings = { backend, cache: join(cache, 'folds') }
  const finished = []
  for await (const experiment of experiments(data, cache, backend)) {
    finished.push(await runExperiment(experiment, surroundings))
  }
  const anchor = await runExperiment(await anchorExperiment(data, cache), surroundings)
  const path = join(repositoryRoot, 'docs/forecasting.md')
  const text = [
    introduction(),
    verdictSection(finished),
    anchorSection([anchor, ...finished]),
    ...markets(finished).map(marketSection),
    methodSection(backend),
  ].join('\n')
  const style = { proseWrap: 'always', printWidth: 110 }
  writeFileSync(path, await formatted('page.md', text, style))
  console.error('wrote docs/forecasting.md')
}

function markets(finished) {
  const names = [...new Set(finished.map(({ market }) => market))]
  return names.map((name) => finished.filter(({ market }) => market === name))
}

function marketSection(experimentsOfMarket) {
  const [{ market }] = experimentsOfMarket
  return [
    `## ${market}\n`,
    ...experimentsOfMarket.map(
      (experiment) => `### ${experiment.hour} h ahead

${sentence(experiment)}

${totalTable(experiment)}

<details><summary>Fold by fold</summary>

${foldTable(experiment)}

</details>
`,
    ),
  ].join('\n')
}

function sentence({ choice, report }) {
  const rows = report.total[0].rows.toLocaleString('en-US')
  return `${rows} rows out of sample in ${report.folds.length} folds. **Verdict:** ${choice.reason}.`
}
