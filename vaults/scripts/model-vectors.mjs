// Writes vaults/cache/model-vectors.txt: model files, and what QuantizedModel must answer or revert with,
// reckoned by libs/forecast (`qmlp/testing/vector-lines.ts` says how a line reads).
// `test/model/ModelVectors.t.sol` makes the contracts and asks them.
//
// Every architecture in every mood is the same each time; random models and damaged files come from a seed
// that is new each time (or from TICKWISE_SEED), which is printed and is the file's last line.
//
//   node vaults/scripts/model-vectors.mjs --golden   writes the committed file instead
import { createJiti } from 'jiti'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = (lib) => fileURLToPath(new URL(`../../libs/${lib}/src/`, import.meta.url))
const jiti = createJiti(import.meta.url, {
  interopDefault: false,
  alias: { '@tickwise/amm': `${source('amm')}index.ts` },
})
const testing = `${source('forecast')}qmlp/testing/`
const { architectureLines, goldenLines, randomLines } = await jiti.import(
  `${testing}vector-lines.ts`,
)

if (process.argv.includes('--golden')) {
  writeFileSync(`${testing}golden-vectors.txt`, `${goldenLines().join('\n')}\n`)
} else {
  const seed = Number(process.env.TICKWISE_SEED ?? Math.floor(Math.random() * 2 ** 30))
  const lines = [...architectureLines(120, 1), ...randomLines(600, 10, seed), `end ${seed}`]
  const folder = new URL('../cache/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('model-vectors.txt', folder), `${lines.join('\n')}\n`)
  console.log(`model vectors of every architecture, random ones of seed ${seed}`)
}
