// Runs forge for this project: `node vaults/scripts/forge.mjs test --match-path '*Queue*'`.
//
// Dependencies lie in the repository's node_modules, above this folder, so forge works from the
// repository root and is told where its configuration is.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))
const binary = findBinary()

/** Runs forge with these arguments; `options` as for `spawnSync`. */
export function forge(args, options = {}) {
  const { env, ...rest } = options
  return spawnSync(binary, args, {
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

/**
 * The binary that the npm package brought for this platform. The package's own script is left out: it
 * ends with 0 whatever forge ends with.
 */
function findBinary() {
  const require = createRequire(import.meta.url)
  const { platform } = process
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch
  const name = `@foundry-rs/forge-${platform}-${arch}`
  try {
    // Resolved from inside the wrapper package, whose optional dependency the platform package is.
    const fromWrapper = createRequire(require.resolve('@foundry-rs/forge/package.json'))
    return fromWrapper.resolve(`${name}/bin/${platform === 'win32' ? 'forge.exe' : 'forge'}`)
  } catch {
    console.error(`forge is not installed: npm install with optional dependencies brings ${name}`)
    process.exit(1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { status, error } = forge(process.argv.slice(2))
  if (error) console.error(error.message)
  process.exitCode = status ?? 1
}
