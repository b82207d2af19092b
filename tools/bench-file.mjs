// Runs the bench functions of one TypeScript file and prints their rows as the last line of stdout.
import { resolve } from 'node:path'
import { createJiti } from 'jiti'

const file = process.argv[2]
const jiti = createJiti(import.meta.url, { interopDefault: false })
const bench = await jiti.import(resolve(file))
const rows = []
for (const [name, value] of Object.entries(bench)) {
  if (typeof value === 'function' && name.startsWith('bench')) rows.push(...(await value()))
}
console.log(`\n${JSON.stringify({ title: bench.title ?? file, rows })}`)
process.exit(0)
