// `npm start`: from a bare checkout to a first result.
import { installIfNeeded, run } from './install.mjs'

installIfNeeded()
const built = run(process.execPath, ['tools/nx.mjs', 'run-many', '-t', 'build'], {
  TICKWISE_QUIET_BUILD: '1',
})
if (built !== 0) process.exit(built)
process.exit(run(process.execPath, ['apps/cli/bin/tickwise.js', 'demo', ...process.argv.slice(2)]))
