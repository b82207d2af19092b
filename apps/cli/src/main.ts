import { run } from './run.ts'
import { hasTerminal } from './ui/open-ui.ts'

// Alone on a terminal it opens the screens; in a pipe the help is the answer.
if (process.argv.length === 2 && hasTerminal()) process.argv.push('ui')
await run()
