// Runs nx the same way everywhere: no daemon, no cloud, plain output.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js')
const { status, signal } = spawnSync(
  process.execPath,
  [nx, ...process.argv.slice(2), '--outputStyle=stream'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      NX_ISOLATE_PLUGINS: 'false',
    },
  },
)
process.exit(signal ? 130 : (status ?? 1))
