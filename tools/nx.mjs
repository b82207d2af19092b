// Runs nx the same way everywhere: no daemon, no cloud, plain output.
// With TICKWISE_QUIET_BUILD its output is shown only when it fails.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js')
const quiet = Boolean(process.env.TICKWISE_QUIET_BUILD)
if (quiet) console.error('Building …')
const { status, signal, stdout, stderr } = spawnSync(
  process.execPath,
  [nx, ...process.argv.slice(2), '--outputStyle=stream'],
  {
    stdio: quiet ? 'pipe' : 'inherit',
    env: {
      ...process.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      NX_ISOLATE_PLUGINS: 'false',
    },
  },
)
if (quiet && status !== 0) process.stderr.write(Buffer.concat([stdout, stderr]))
process.exit(signal ? 130 : (status ?? 1))
