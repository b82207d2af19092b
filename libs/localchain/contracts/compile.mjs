import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The artifacts whose ABIs the package offers as types; their bytecode stays in the npm packages. */
const uniswapArtifacts = {
  factoryAbi: '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json',
  poolAbi: '@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json',
  positionManagerAbi:
    '@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json',
  swapRouterAbi: '@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json',
}

const contracts = {
  TestToken: { prefix: 'token', fileName: 'token' },
  WrappedNative: { prefix: 'wrappedNative', fileName: 'wrapped-native' },
  PoolActor: { prefix: 'actor', fileName: 'actor' },
}

/** Compiles the folder's Solidity sources; the metadata hash is left out so that bytes depend on code alone. */
function compileSolidity() {
  const solc = require('solc')
  const folder = new URL('./', import.meta.url)
  const sources = {}
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sol'))
    .sort())
    sources[name] = { content: readFileSync(new URL(name, folder), 'utf8') }
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources,
        settings: {
          evmVersion: 'paris',
          optimizer: { enabled: true, runs: 1_000_000 },
          metadata: { bytecodeHash: 'none', appendCBOR: false },
          outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
        },
      }),
    ),
  )
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error')
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))
  return output.contracts
}

const header = '// Written by contracts/build.mjs; do not edit.\n'

/** Name and text of each generated file, before formatting. */
export function generatedFiles() {
  const compiled = compileSolidity()
  const files = {}
  for (const [contract, { prefix, fileName }] of Object.entries(contracts)) {
    const { abi, evm } = compiled[`${contract}.sol`][contract]
    files[`${fileName}.ts`] =
      `${header}export const ${prefix}Abi = ${JSON.stringify(abi)} as const\n` +
      `export const ${prefix}Bytecode = '0x${evm.bytecode.object}' as const\n`
  }
  const lines = Object.entries(uniswapArtifacts).map(
    ([name, path]) => `export const ${name} = ${JSON.stringify(require(path).abi)} as const\n`,
  )
  files['uniswap.ts'] = header + lines.join('')
  return files
}
