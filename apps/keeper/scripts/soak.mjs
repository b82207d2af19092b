// `npm run soak -w apps/keeper -- [--epochs 1000] [--seed 1] [--out <file without ending>] [--verbose]`: makes two
// scripts of the sources, so that nothing has to be built before, and runs them. docs/reliability.md says what for.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
// What brings binaries or finds its own files.
const external = [
  'libsql',
  'pino',
  '@duckdb/node-api',
  '@foundry-rs/anvil',
  'node-cron',
  '@uniswap/v3-core',
  '@uniswap/v3-periphery',
]
// Beside the packages that are not bundled, so that Node finds them.
const parent = join(root, 'node_modules')
mkdirSync(parent, { recursive: true })
const outDir = mkdtempSync(join(parent, '.soak-'))
let status = 1
// The run itself ends in order and says what it has.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
try {
  for (const name of ['soak-main', 'soak-child']) {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(root, 'src/testing/soak', `${name}.ts`),
        outDir,
        emptyOutDir: false,
        target: 'node20',
        rollupOptions: { output: { entryFileNames: `${name}.mjs`, inlineDynamicImports: true } },
      },
      // One file starts three times as fast as hundreds do, and a soak starts hundreds of processes.
      ssr: { noExternal: true, external, resolve: { conditions: ['@tickwise/source'] } },
    })
  }
  writeFileSync(join(outDir, 'package.json'), '{"type":"module"}')
  const args = process.argv.slice(2)
  const at = args.indexOf('--out')
  if (at >= 0) args[at + 1] = resolve(process.env.INIT_CWD ?? '.', args[at + 1] ?? 'soak')
  const run = spawnSync(
    process.execPath,
    [
      '--expose-gc',
      join(outDir, 'soak-main.mjs'),
      '--script',
      join(outDir, 'soak-child.mjs'),
      ...args,
    ],
    { stdio: 'inherit' },
  )
  status = run.status ?? 1
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
process.exit(status)
