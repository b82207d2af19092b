// Writes vaults/cache/policy-vectors.txt: calls of RangePolicy and what they must answer, reckoned by
// libs/strategies. `test/policy/RangePolicyVectors.t.sol` makes the calls. One call per line:
// calldata, `ok` or `revert`, returned bytes.
//
// The first FIXED are the same each time; FRESH more come from a seed that is new each time (or from
// TICKWISE_SEED), which is printed and is the file's last line.
import fc from 'fast-check'
import { createJiti } from 'jiti'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FIXED = 10_000
const FRESH = 5_000
const source = (lib) => fileURLToPath(new URL(`../../libs/${lib}/src/`, import.meta.url))
const jiti = createJiti(import.meta.url, {
  interopDefault: false,
  alias: { '@tickwise/amm': `${source('amm')}index.ts` },
})
const testing = (file) => jiti.import(`${source('strategies')}testing/${file}.ts`)
const { flawed, nearlyMixed, plannable } = await testing('policy-cases')
const { expectedAnswers } = await testing('policy-answers')

const freshSeed = Number(process.env.TICKWISE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const lines = [...linesOf(1, FIXED), ...linesOf(freshSeed, FRESH), `end ${freshSeed}`]
const folder = new URL('../cache/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('policy-vectors.txt', folder), `${lines.join('\n')}\n`)
console.log(`${FIXED} fixed policy vectors, ${FRESH} of seed ${freshSeed}`)

function linesOf(seed, count) {
  const cases = fc.oneof(
    { weight: 16, arbitrary: plannable },
    { weight: 3, arbitrary: nearlyMixed },
    { weight: 1, arbitrary: flawed },
  )
  return fc.sample(cases, { seed, numRuns: count }).map((policyCase, i) => {
    // A plan, or in each fourth line what filling its ranges gives.
    const answers = expectedAnswers(policyCase)
    const { call, ok, answer } = answers[i % 4 === 3 ? answers.length - 1 : 0]
    return `${call} ${ok ? 'ok' : 'revert'} ${answer}`
  })
}
