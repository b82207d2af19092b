// Everything that is checked about the contracts: formatting, lint, sizes, tests, gas against the
// committed snapshot. Counts go where the root's `npm test` adds them up.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deployedArtifacts } from './artifacts.mjs'
import { forge } from './forge.mjs'

const counts = { passed: 0, failed: 0, skipped: 0 }
const failures = []
/** Counts a check; one that failed is named in the report. */
function count(name, ok, details) {
  counts[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`)
  if (ok) return
  failures.push(name)
  console.log(details)
}

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
  count(name, status === 0, `${stdout}${stderr}`)
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
  count(`sizes of ${contracts.size} contracts`, ok, tooLarge.join('\n'))
}

function bytesOf(hex) {
  return (hex.length - 2) / 2
}

/** What TypeScript knows of the contracts is what they compile to. */
function checkGenerated() {
  const script = fileURLToPath(new URL('generate-abis.mjs', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  count('generated ABIs', status === 0, stderr)
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
  for (const [line] of stdout.matchAll(/^\[FAIL.*$/gm)) failures.push(line)
  if (status === 0 || Number(summary?.[2])) return
  counts.failed += 1
  failures.push(`forge ${args.join(' ')} ended without a summary`)
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
      testResults: [
        {
          status: failures.length === 0 ? 'passed' : 'failed',
          name: 'contracts',
          assertionResults: failures.map((fullName) => ({
            status: 'failed',
            fullName,
            failureMessages: [],
          })),
        },
      ],
    }),
  )
}
