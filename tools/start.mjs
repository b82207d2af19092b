// `npm start`: from a bare checkout to a first result.
import { buildTypeScript } from './build.mjs'
import { installIfNeeded, run } from './install.mjs'

installIfNeeded()
const built = buildTypeScript()
if (built !== 0) process.exit(built)
process.exit(run(process.execPath, ['apps/cli/bin/tickwise.js', 'demo', ...process.argv.slice(2)]))
