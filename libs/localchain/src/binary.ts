import { createRequire } from 'node:module'
import { LocalChainError } from './errors.ts'

const require = createRequire(import.meta.url)

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * Path of the anvil binary that the npm package `@foundry-rs/anvil` brought for this platform.
 *
 * The wrapper script of that package is left out: it starts a second Node process that would stand
 * between us and the node, and outlive it when killed.
 *
 * @throws LocalChainError `E_ANVIL_MISSING` when the platform package is not installed.
 */
export function findAnvilBinary(): string {
  const { platform, arch } = process
  const platformPackage = `@foundry-rs/anvil-${platform}-${architectures[arch] ?? arch}`
  const path = `${platformPackage}/bin/${platform === 'win32' ? 'anvil.exe' : 'anvil'}`
  try {
    // Resolved from inside the wrapper package, whose optional dependency the platform package is.
    const fromWrapper = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
    return fromWrapper.resolve(path)
  } catch (cause) {
    throw new LocalChainError(
      'E_ANVIL_MISSING',
      `the anvil binary for ${platform} ${arch} is not installed`,
      {
        hint: `run npm install with optional dependencies; the package is ${platformPackage}`,
        cause,
      },
    )
  }
}
