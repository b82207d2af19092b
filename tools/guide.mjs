// `npm run guide`: runs the commands of docs/guide again, in their order and in a folder of their own, and tells
// which of them print something else than the guide says; exit code 3 if any does. With --write the guide is
// brought up to date. Blocks begin with ```console; `head=12` keeps so many lines of what each command prints.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from './install.mjs'

const write = process.argv.includes('--write')
const only = process.argv.slice(2).find((word) => !word.startsWith('--'))
const guide = join(repositoryRoot, 'docs/guide')
const scratch = mkdtempSync(join(tmpdir(), 'tickwise-guide-'))
const bin = join(repositoryRoot, 'apps/cli/bin/tickwise.js')
let cwd = scratch
const changed = []

for (const name of readdirSync(guide)
  .filter((file) => file.endsWith('.md'))
  .sort()) {
  const path = join(guide, name)
  const before = readFileSync(path, 'utf8')
  const after = before.replace(/^```console(.*)\n([\s\S]*?)^```$/gm, (_whole, options, block) => {
    const head = Number(/head=(\d+)/.exec(options)?.[1] ?? Infinity)
    return `\`\`\`console${options}\n${runBlock(name, block, head)}\`\`\``
  })
  // Chapters build on those before: all are run, one is told.
  if (write && after !== before && (only === undefined || name.startsWith(only)))
    writeFileSync(path, after)
}
rmSync(scratch, { recursive: true, force: true })
for (const { name, command } of changed) console.log(`${name}: ${command}`)
console.log(
  changed.length === 0
    ? 'every output is as the guide says'
    : `${changed.length} outputs are others`,
)
process.exit(changed.length === 0 || write ? 0 : 3)

function runBlock(name, block, head) {
  return block
    .split(/^(?=\$ )/m)
    .map((part) => {
      const [line, ...told] = part.trimEnd().split('\n')
      const command = line.replace(/^\$ /, '')
      const output = cut(runCommand(command), head)
      if (plain(output) === plain(told.join('\n'))) return part.trimEnd()
      changed.push({ name, command })
      return [line, ...(output === '' ? [] : [output])].join('\n')
    })
    .join('\n')
    .concat('\n')
}

function runCommand(command) {
  const script = [
    `npx() { shift; ${JSON.stringify(process.execPath)} ${JSON.stringify(bin)} "$@"; }`,
    command,
    'code=$?',
    'pwd > "$TICKWISE_GUIDE_PWD"',
    'exit $code',
  ].join('\n')
  const place = join(scratch, '.pwd')
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: undefined, TICKWISE_GUIDE_PWD: place },
  })
  cwd = readFileSync(place, 'utf8').trim()
  const text = `${stdout}${stderr}`.replaceAll(scratch, '/home/you').trimEnd()
  return status === 0 ? text : `${text}\n(exit code ${status})`.trim()
}

function cut(text, head) {
  const lines = text.split('\n').filter((line) => !/^[a-z][a-z ]* +\d+ % \(/.test(line))
  return (lines.length > head ? [...lines.slice(0, head), '…'] : lines).join('\n')
}

/** What may differ from run to run. */
function plain(text) {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)?/g, 'T')
    .replaceAll(/\d+(\.\d+)? ?(kB|MB|GB|ms|s|m \d\ds)\b/g, 'N')
}
