// `npm run coverage -w vaults`: what of src the tests run. Forge tells runs of the same source apart by compiler profile
// and adds up one of them only, so everything is compiled under one here.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { forge } from './forge.mjs'

await import('./policy-vectors.mjs')
await import('./model-vectors.mjs')
await import('./oracle-vectors.mjs')
const config = readFileSync(new URL('../foundry.toml', import.meta.url), 'utf8')
const single = config
  .replace(/^additional_compiler_profiles = .*$/m, '')
  .replace(/^compilation_restrictions = \[\n[^\]]*^\]$/m, '')
if (/plain|max_optimizer_runs/.test(single.replace(/^#.*$/gm, '')))
  throw new Error('foundry.toml names compiler profiles in a way that is not known here')
const place = new URL('../cache/coverage.toml', import.meta.url)
mkdirSync(new URL('.', place), { recursive: true })
writeFileSync(place, single)
const { status } = forge(
  [
    'coverage',
    ...['--no-match-coverage', '(test|script|node_modules)/'],
    // Gas is measured on what is deployed, and long sequences run nothing that single tests do not.
    ...['--no-match-contract', 'GasTest|Invariants'],
  ],
  { env: { FOUNDRY_CONFIG: fileURLToPath(place) } },
)
process.exitCode = status ?? 1
