import { runProgram } from '@tickwise/terminal/program'
import { buildProgram } from './program.ts'

await runProgram(buildProgram)
