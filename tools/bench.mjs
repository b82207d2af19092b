// `npm run bench [name …]`: runs every libs/*/bench/*.ts whose path contains one of the names, each in a
// process of its own, and writes docs/benchmarks.md. A bench file exports async functions `bench…`
// that give rows { name, value, unit, note? }.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, existsSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { buildTypeScript } from './build.mjs'
import { installIfNeeded, repositoryRoot } from './install.mjs'

installIfNeeded()
if (buildTypeScript() !== 0) process.exit(1)
const wanted = process.argv.slice(2)
const sections = []
for (const file of benchFiles()) {
  console.error(`${file} …`)
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--expose-gc', 'tools/bench-file.mjs', file],
    { cwd: repositoryRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (status !== 0) process.exit(status ?? 1)
  const { title, rows } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1))
  for (const row of rows) console.log(`  ${row.name}: ${format(row.value)} ${row.unit}`)
  sections.push({ file, title, rows })
}
if (wanted.length === 0) writeFileSync(join(repositoryRoot, 'docs/benchmarks.md'), page())

function benchFiles() {
  const files = []
  for (const group of ['libs', 'apps']) {
    for (const name of readdirSync(join(repositoryRoot, group))) {
      const folder = `${group}/${name}/bench`
      if (!existsSync(join(repositoryRoot, folder))) continue
      for (const file of readdirSync(join(repositoryRoot, folder)).sort()) {
        const path = `${folder}/${file}`
        const isBench = readFileSync(join(repositoryRoot, path), 'utf8').includes(
          'export async function bench',
        )
        if (isBench && (wanted.length === 0 || wanted.some((part) => path.includes(part))))
          files.push(path)
      }
    }
  }
  return files
}

function format(value) {
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 4 })
}

function page() {
  const machine = `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  const tables = sections.map(
    ({ file, title, rows }) =>
      `## ${title}\n\n\`npm run bench ${file.replace(/\.ts$/, '')}\`\n\n| what | value | unit | note |\n|---|---:|---|---|\n${rows
        .map((row) => `| ${row.name} | ${format(row.value)} | ${row.unit} | ${row.note ?? ''} |`)
        .join('\n')}\n`,
  )
  return `# Benchmarks\n\nWritten by \`npm run bench\` (${new Date().toISOString().slice(0, 10)}; ${machine}). Absolute numbers vary with the machine; ratios were\nmeasured against something that ran in the same process and run.\n\n${tables.join('\n')}`
}
