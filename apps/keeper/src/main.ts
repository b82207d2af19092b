import { runProgram } from '@tickwise/terminal/program'
import { buildProgram } from './program/program.ts'

await runProgram(buildProgram)
