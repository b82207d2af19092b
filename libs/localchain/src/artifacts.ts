import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Hex } from 'viem'

const require = createRequire(import.meta.url)

/** Creation bytecode of a contract in the Uniswap npm packages, as published there. */
export function uniswapBytecode(
  contract: 'UniswapV3Factory' | 'UniswapV3Pool' | 'NonfungiblePositionManager' | 'SwapRouter',
): Hex {
  const core = contract === 'UniswapV3Factory' || contract === 'UniswapV3Pool'
  const folder = core ? '@uniswap/v3-core' : '@uniswap/v3-periphery'
  const path = require.resolve(`${folder}/artifacts/contracts/${contract}.sol/${contract}.json`)
  const artifact = JSON.parse(readFileSync(path, 'utf8')) as { readonly bytecode: Hex }
  return artifact.bytecode
}
