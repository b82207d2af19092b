// What has to be compiled before anything of the repository runs.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { repositoryRoot, run } from './install.mjs'

/** nx's name of the contracts, which take minutes to compile and which only their own tests need compiled. */
export const contracts = '@tickwise/vaults'

/** Builds every TypeScript package; returns the exit code. Quiet unless it fails. */
export function buildTypeScript() {
  return run(
    process.execPath,
    ['tools/nx.mjs', 'run-many', '-t', 'build', '--exclude', contracts],
    { TICKWISE_QUIET_BUILD: '1' },
  )
}

/**
 * Starts compiling the contracts on a core of its own, with the output in a file: those who start it go on
 * with other work. Settles with the exit code and what was printed.
 */
export function startContracts(logFile) {
  const log = openSync(logFile, 'w')
  const compiler = spawn(process.execPath, ['vaults/scripts/forge.mjs', 'build'], {
    cwd: repositoryRoot,
    stdio: ['ignore', log, log],
  })
  return new Promise((settle) => {
    compiler.on('close', (code) => {
      closeSync(log)
      settle({ code: code ?? 1, output: readFileSync(logFile, 'utf8') })
    })
  })
}
