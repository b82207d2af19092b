// Measures what an attacker can take and writes the table into docs/security.md:
// `node vaults/test/economics/report.mjs [tries per cell]`. The search is seeded: same contracts, same
// number of tries, same table.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatted } from '../../../tools/format.mjs'
import { forge } from '../../scripts/forge.mjs'

const START = '<!-- attacker-profit: written by vaults/test/economics/report.mjs -->'
const END = '<!-- attacker-profit: end -->'
const FEES = [100, 500, 3000, 10_000]
const tries = process.argv[2] ?? '60'
const path = fileURLToPath(new URL('../../../docs/security.md', import.meta.url))

const rows = measure()
const before = existsSync(path)
  ? readFileSync(path, 'utf8')
  : `# Security\n\n## Attacker profit\n\n${START}\n${END}\n`
const start = before.indexOf(START)
const end = before.indexOf(END)
if (start < 0 || end < start) throw new Error(`docs/security.md lacks the line ${START} or ${END}`)
const text = before.slice(0, start) + START + '\n\n' + table(rows) + '\n' + before.slice(end)
writeFileSync(path, await formatted('security.md', text))

function measure() {
  const { status, stdout } = forge(['test', '--match-contract', 'AttackTable', '-vv'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ATTACK_TRIES: tries },
  })
  if (status !== 0) throw new Error(stdout)
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('{"vault"'))
    .map((line) => JSON.parse(line))
}

/** Worst case per vault, attack and fee tier; then the scenario behind the worst cell of each row. */
function table(found) {
  const names = [...new Set(found.map(({ vault, attack }) => `${vault} | ${attack}`))]
  const lines = names.map((name) => {
    const cells = found.filter(({ vault, attack }) => `${vault} | ${attack}` === name)
    const tried = cells.filter(({ profitPpm }) => profitPpm !== null)
    const worst = tried.reduce((a, b) => (b.profitPpm > a.profitPpm ? b : a))
    const ppm = FEES.map((fee) => cells.find((cell) => cell.fee === fee)?.profitPpm ?? 'refused')
    return `| ${name} | ${ppm.join(' | ')} | ${scenario(worst)} |`
  })
  const columns = ['vault', 'attack', ...FEES.map((fee) => `${fee / 10_000} %`), 'worst case']
  return [
    `Worst of ${tries} scenarios per cell, ppm of TVL; negative: a loss for the attacker.`,
    '',
    `| ${columns.join(' | ')} |`,
    '| --- | --- | --: | --: | --: | --: | --- |',
    ...lines,
    '',
  ].join('\n')
}

function scenario(worst) {
  const exits = ['in kind', 'to asset', 'redeem']
  return [
    `${worst.fee / 10_000} %`,
    `move ${worst.moveTicks}`,
    `wait ${worst.waitSeconds} s`,
    `push ${worst.pushTicks}`,
    `range ±${worst.halfWidthTicks}`,
    `price at ${worst.placementTicks} of it`,
    `deposit ${worst.depositMilli / 1000} TVL`,
    `market ${worst.depthMilli / 1000} of the vault`,
    `exit ${exits[worst.exit]}`,
  ].join(', ')
}
