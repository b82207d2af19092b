// Runs forge for this project: `node vaults/scripts/forge.mjs test --match-path '*Queue*'`.
//
// Dependencies lie in the repository's node_modules, above this folder, so forge works from the
// repository root and is told where its configuration is.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))
const binary = createRequire(import.meta.url).resolve('@foundry-rs/forge/bin.mjs')

/** Runs forge with these arguments; `options` as for `spawnSync`. */
export function forge(args, options = {}) {
  const { env, ...rest } = options
  return spawnSync(process.execPath, [binary, ...args], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    maxBuffer: 1 << 30,
    ...rest,
    env: {
      ...process.env,
      FOUNDRY_CONFIG: fileURLToPath(new URL('../foundry.toml', import.meta.url)),
      FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
      ...env,
    },
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { status, error } = forge(process.argv.slice(2))
  if (error) console.error(error.message)
  process.exitCode = status ?? 1
}
