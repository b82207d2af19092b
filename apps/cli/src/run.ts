import { runProgram } from '@tickwise/terminal/program'
import { buildProgram } from './program.ts'

/** Runs what the arguments of this process name: {@link runProgram}. */
export function run(): Promise<void> {
  return runProgram(buildProgram)
}
