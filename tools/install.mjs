// Installs the dependencies when the checkout has none, or older ones than the lockfile.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url))

const minimumNode = [20, 19]

/** Stops with a clear message on a Node that is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return
  console.error(
    `Tickwise needs Node ${minimumNode.join('.')} or newer; this is ${process.versions.node}.`,
  )
  process.exit(1)
}

/** Runs a command in the repository root with its output shown; returns its exit code. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (error) console.error(error.message)
  return status ?? 1
}

/** `npm ci` unless what is installed is as new as the lockfile. */
export function installIfNeeded() {
  requireNode()
  const marker = new URL('../node_modules/.package-lock.json', import.meta.url)
  const lockfile = new URL('../package-lock.json', import.meta.url)
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lockfile).mtimeMs) return
  console.error('Installing dependencies (npm ci) …')
  const code = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) {
    console.error('npm ci failed: see above. Is the package registry reachable?')
    process.exit(code)
  }
}
