// Everything that is checked about the contracts: formatting, lint, sizes, tests, gas against the
// committed snapshot. Counts go where the root's `npm test` adds them up.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deployedArtifacts } from './artifacts.mjs'
import { forge } from './forge.mjs'

const counts = { passed: 0, failed: 0, skipped: 0 }

check('forge fmt', ['fmt', '--check'])
check('forge lint', ['lint', '--deny', 'warnings', 'vaults/src', 'vaults/script'])
// Answers of the TypeScript that RangePolicyVectorsTest compares with the contract's.
await import('./policy-vectors.mjs')
// And of models, that ModelVectorsTest compares.
await import('./model-vectors.mjs')
// Records, features and fixed-point numbers that the tests of the oracle compare with the contracts'.
await import('./oracle-vectors.mjs')
check('build', ['build', 'vaults/src'])
checkSizes()
checkGenerated()
countTests(['test', '--no-match-contract', 'GasTest'])
countTests(['test', '--match-contract', 'GasTest', '--isolate'], { FORGE_SNAPSHOT_CHECK: 'true' })
report()
process.exitCode = counts.failed === 0 ? 0 : 1

function check(name, args) {
  const { status, stdout, stderr } = forge(args, { stdio: 'pipe', encoding: 'utf8' })
  const ok = status === 0
  counts[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`)
  if (!ok) console.log(`${stdout}${stderr}`)
}

/**
 * Whether every contract fits on a chain (EIP-170, EIP-3860) as it is deployed. `forge build --sizes` would also
 * count what the tests compile without the optimizer, once that lies in the cache.
 */
function checkSizes() {
  const contracts = deployedArtifacts()
  const tooLarge = [...contracts].flatMap(([name, { bytecode, deployedBytecode }]) => {
    const [runtime, creation] = [deployedBytecode, bytecode].map(({ object }) => bytesOf(object))
    return runtime > 24_576 || creation > 49_152 ? [`${name}: ${runtime}, ${creation}`] : []
  })
  const ok = tooLarge.length === 0 && contracts.size > 0
  counts[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? 'ok' : 'FAILED'}: sizes of ${contracts.size} contracts`)
  for (const line of tooLarge) console.log(line)
}

function bytesOf(hex) {
  return (hex.length - 2) / 2
}

/** What TypeScript knows of the contracts is what they compile to. */
function checkGenerated() {
  const script = fileURLToPath(new URL('generate-abis.mjs', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  counts[status === 0 ? 'passed' : 'failed'] += 1
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: generated ABIs`)
  if (status !== 0) console.log(stderr)
}

/** Adds forge's own counts; a run that ended without a summary (it did not compile) is one failure. */
function countTests(args, env) {
  const { status, stdout } = forge(args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env,
  })
  process.stdout.write(stdout)
  const summary = /(\d+) tests? passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)/.exec(
    stdout,
  )
  counts.passed += Number(summary?.[1] ?? 0)
  counts.failed += Number(summary?.[2] ?? 0)
  counts.skipped += Number(summary?.[3] ?? 0)
  if (status !== 0 && !Number(summary?.[2])) counts.failed += 1
}

/** In the shape of a vitest report, which is what the root reads. */
function report() {
  const folder = process.env.TICKWISE_TEST_REPORTS
  if (folder === undefined) return
  writeFileSync(
    join(folder, 'vaults.json'),
    JSON.stringify({
      numPassedTests: counts.passed,
      numFailedTests: counts.failed,
      numPendingTests: counts.skipped,
      numTodoTests: 0,
      testResults: [],
    }),
  )
}
