// `npm test`: build, types, lint, then every project's tests; ends with what failed and one line of counts. The
// contracts compile on one core while the other checks what needs none of them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contracts, startContracts } from './build.mjs'
import { installIfNeeded, run } from './install.mjs'

installIfNeeded()
const reports = mkdtempSync(join(tmpdir(), 'tickwise-test-'))
const nx = (...args) =>
  run(process.execPath, ['tools/nx.mjs', ...args], { TICKWISE_TEST_REPORTS: reports })

const counts = { passed: 0, failed: 0, skipped: 0 }
/** Said again at the end: what was printed when it happened is thousands of lines above. */
const failures = []
const began = performance.now()
const step = (name, code) => {
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${name} (after ${seconds} s)`)
  if (code !== 0) failures.push(name)
  counts[code === 0 ? 'passed' : 'failed'] += 1
  return code === 0
}

/** The tests of projects that use compiled contracts. */
const onContracts = `${contracts},@tickwise/strategies`
const compiling = startContracts(join(reports, 'contracts.log'))
if (step('build', nx('run-many', '-t', 'build', '--exclude', contracts))) {
  step('types, lint and formatting', nx('run', 'tickwise:lint'))
  const codes = [test('--exclude', onContracts)]
  const compiled = await compiling
  console.log(compiled.output)
  if (step('build of the contracts', compiled.code)) codes.push(test('--projects', onContracts))
  const failed = addReports()
  if (codes.some((code) => code !== 0) && failed === 0)
    step('tests of every project (a run ended without a report)', 1)
}
await compiling
rmSync(reports, { recursive: true, force: true })
for (const failure of failures) console.log(`FAILED: ${failure}`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed === 0 ? 0 : 1)

function test(...which) {
  return nx('run-many', '-t', 'test', ...which, '--parallel=1', '--nxBail=false')
}

/** Adds up vitest's JSON reports; a file that could not even be loaded counts as one failure. */
function addReports() {
  if (!existsSync(reports)) return 0
  for (const file of readdirSync(reports).filter((name) => name.endsWith('.json'))) {
    const report = JSON.parse(readFileSync(join(reports, file), 'utf8'))
    counts.passed += report.numPassedTests
    counts.failed += report.numFailedTests
    counts.skipped += report.numPendingTests + report.numTodoTests
    for (const { status, name, message, assertionResults } of report.testResults ?? []) {
      if (status !== 'failed') continue
      if (assertionResults.length === 0) {
        counts.failed += 1
        failures.push(`${name}: ${message}`)
      }
      for (const test of assertionResults.filter((result) => result.status === 'failed'))
        failures.push(`${name}: ${test.fullName}\n${test.failureMessages[0] ?? ''}`)
    }
  }
  return counts.failed
}
