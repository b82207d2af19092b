import { runProgram } from '@tickwise/terminal/program'
import { buildProgram } from './program.ts'
import { hasTerminal } from './ui/open-ui.ts'

// Alone on a terminal it opens the screens; in a pipe the help is the answer.
if (process.argv.length === 2 && hasTerminal()) process.argv.push('ui')
await runProgram(buildProgram)
