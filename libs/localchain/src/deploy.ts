import type { Abi, Address, Hex } from 'viem'
import { uniswapBytecode } from './artifacts.ts'
import { LocalChainError } from './errors.ts'
import { actorAbi, actorBytecode } from './generated/actor.ts'
import { tokenAbi, tokenBytecode } from './generated/token.ts'
import { factoryAbi, positionManagerAbi, swapRouterAbi } from './generated/uniswap.ts'
import { wrappedNativeAbi, wrappedNativeBytecode } from './generated/wrapped-native.ts'
import type { Anvil } from './start-anvil.ts'
import { sendAndConfirm } from './transactions.ts'
import { waitUntilMined } from './wait-until-mined.ts'

/** Addresses of one set of Uniswap v3 contracts. The factory's owner is the node's first account. */
export interface UniswapDeployment {
  readonly factory: Address
  readonly positionManager: Address
  readonly swapRouter: Address
  readonly wrappedNative: Address
}

/** The position manager asks it for nothing but `tokenURI`, which nobody calls here. */
const noDescriptor: Address = '0x000000000000000000000000000000000000dEaD'

/**
 * Deploys the real factory, position manager and swap router (bytecode of `@uniswap/v3-core` 1.0.1 and
 * `@uniswap/v3-periphery` 1.4.4) and enables the 0.01 % fee tier beside the three the factory starts with.
 *
 * @example
 * const uniswap = await deployUniswap(anvil)
 */
export async function deployUniswap(anvil: Anvil): Promise<UniswapDeployment> {
  const wrappedNative = await deployContract(anvil, wrappedNativeAbi, wrappedNativeBytecode, [])
  const factory = await deployContract(anvil, factoryAbi, uniswapBytecode('UniswapV3Factory'), [])
  const positionManager = await deployContract(
    anvil,
    positionManagerAbi,
    uniswapBytecode('NonfungiblePositionManager'),
    [factory, wrappedNative, noDescriptor],
  )
  const swapRouter = await deployContract(anvil, swapRouterAbi, uniswapBytecode('SwapRouter'), [
    factory,
    wrappedNative,
  ])
  await sendAndConfirm(anvil, {
    to: factory,
    abi: factoryAbi,
    functionName: 'enableFeeAmount',
    args: [100, 1],
  })
  return { factory, positionManager, swapRouter, wrappedNative }
}

/** Deploys an ERC-20 with a free `mint(to, value)`. */
export function deployToken(
  anvil: Anvil,
  token: { readonly symbol: string; readonly name: string; readonly decimals: number },
): Promise<Address> {
  return deployContract(anvil, tokenAbi, tokenBytecode, [token.name, token.symbol, token.decimals])
}

/** Deploys a `PoolActor`: owns positions, forwards any call to a pool, pays its callbacks from its balance. */
export function deployActor(anvil: Anvil): Promise<Address> {
  return deployContract(anvil, actorAbi, actorBytecode, [])
}

/**
 * Deploys any contract from the node's first account and returns its address.
 *
 * @throws LocalChainError `E_LOCAL_REVERT` when the constructor reverts.
 */
export async function deployContract(
  anvil: Anvil,
  abi: Abi,
  bytecode: Hex,
  args: readonly unknown[],
): Promise<Address> {
  const hash = await anvil.client.deployContract({ abi, bytecode, args, gas: 20_000_000n })
  const { contractAddress, status } = await waitUntilMined(anvil.client, hash)
  if (status === 'reverted' || !contractAddress)
    throw new LocalChainError(
      'E_LOCAL_REVERT',
      'a contract could not be deployed on the local node',
    )
  return contractAddress
}
