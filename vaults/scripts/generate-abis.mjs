// Writes the ABIs and creation code that TypeScript uses, from what forge compiles:
//
//   node vaults/scripts/generate-abis.mjs           (or `npm run abis`)
//   node vaults/scripts/generate-abis.mjs --check   says what has drifted, and fails if anything has
//
// One line per ABI entry, so that a change of a contract is a readable change there. Nothing in the files
// depends on the machine: the compiler appends no metadata, and the places of linked libraries, which the
// compiler fills with hashes of paths, are zeros until a deployment fills in addresses.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { deployedArtifacts } from './artifacts.mjs'
import { forge } from './forge.mjs'

/** File name and prefix of the exports of each contract; `code` where TypeScript deploys it. */
const contracts = [
  { contract: 'StrategyVault', name: 'strategyVault', file: 'strategy-vault', code: true },
  { contract: 'PriceEnvelope', name: 'priceEnvelope', file: 'price-envelope', code: true },
  { contract: 'RedemptionQueue', name: 'redemptionQueue', file: 'redemption-queue', code: false },
  { contract: 'RangePolicy', name: 'rangePolicy', file: 'range-policy', code: true },
  { contract: 'QuantizedModel', name: 'quantizedModel', file: 'quantized-model', code: true },
  { contract: 'VaultFactory', name: 'vaultFactory', file: 'vault-factory', code: true },
  { contract: 'RiskTimelock', name: 'riskTimelock', file: 'risk-timelock', code: true },
  { contract: 'LimitRules', name: 'limitRules', file: 'limit-rules', code: true },
  { contract: 'FeatureOracle', name: 'featureOracle', file: 'feature-oracle', code: true },
  {
    contract: 'InferenceRegistry',
    name: 'inferenceRegistry',
    file: 'inference-registry',
    code: true,
  },
  { contract: 'RegistryRules', name: 'registryRules', file: 'registry-rules', code: true },
  { contract: 'RevealRules', name: 'revealRules', file: 'reveal-rules', code: true },
  { contract: 'InferenceScores', name: 'inferenceScores', file: 'inference-scores', code: true },
  { contract: 'KeeperPay', name: 'keeperPay', file: 'keeper-pay', code: true },
  { contract: 'RebalanceLogic', name: 'rebalanceLogic', file: 'rebalance-logic', code: true },
]

const generated = new URL('../../libs/protocol/src/generated/', import.meta.url)
const header = '// Written by vaults/scripts/generate-abis.mjs; do not edit.\n'

const { status, stdout, stderr } = forge(['build', '--skip', 'test', '--skip', 'script'], {
  stdio: 'pipe',
  encoding: 'utf8',
  env: { FOUNDRY_LINT_LINT_ON_BUILD: 'false' },
})
if (status !== 0) {
  console.error(`${stdout}${stderr}`)
  process.exit(1)
}
const artifacts = deployedArtifacts()
const wanted = new Map(contracts.map((entry) => [`${entry.file}.ts`, sourceOf(entry)]))
if (process.argv.includes('--check')) check()
else write()

function sourceOf({ contract, name, code }) {
  const artifact = artifacts.get(contract)
  const entries = artifact.abi.map((entry) => `  ${compact(entry)},\n`).join('')
  const abi = `export const ${name}Abi = [\n${entries}] as const\n`
  if (!code) return header + abi
  return `${header}import type { ContractCode } from '../deploy/link.ts'\n\n${abi}\n${codeOf(name, artifact.bytecode)}`
}

/** Solidity's own names of the types are left out: types are inferred from the others. */
function compact(entry) {
  return JSON.stringify(entry, (key, value) => (key === 'internalType' ? undefined : value))
}

/** Creation code with zeros where addresses of libraries go, and where that is. */
function codeOf(name, { object, linkReferences }) {
  const links = Object.values(linkReferences)
    .flatMap((libraries) => Object.entries(libraries))
    .flatMap(([library, places]) => places.map(({ start }) => ({ library, start })))
    .sort((a, b) => a.start - b.start)
  const bytecode = object.replace(/__\$[0-9a-f]{34}\$__/g, '0'.repeat(40))
  const lines = links.map(
    ({ library, start }) => `    { library: '${library}', start: ${start} },\n`,
  )
  const list = lines.length === 0 ? '[]' : `[\n${lines.join('')}  ]`
  return `export const ${name}Code: ContractCode = {\n  bytecode:\n    '${bytecode}',\n  links: ${list},\n}\n`
}

function filesThere() {
  return existsSync(generated) ? readdirSync(generated) : []
}

function check() {
  const drifted = [...wanted].filter(([file, text]) => {
    const path = new URL(file, generated)
    return !existsSync(path) || readFileSync(path, 'utf8') !== text
  })
  const names = [
    ...drifted.map(([file]) => file),
    ...filesThere().filter((file) => !wanted.has(file)),
  ]
  if (names.length === 0) return
  console.error(
    `libs/protocol/src/generated is not what the contracts compile to: ${names.join(', ')}`,
  )
  console.error('run: npm run abis')
  process.exitCode = 1
}

function write() {
  mkdirSync(generated, { recursive: true })
  for (const file of filesThere()) if (!wanted.has(file)) rmSync(new URL(file, generated))
  for (const [file, text] of wanted) writeFileSync(new URL(file, generated), text)
}
