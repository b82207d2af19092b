import {
  createPool,
  deployActor,
  deployTokenPair,
  deployUniswap,
  factoryAbi,
  mineOnRequest,
  positionManagerAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  type Anvil,
} from '@tickwise/localchain'
import { InvariantError, type Hex } from '@tickwise/amm'
import { nftAccountCount, providerCount } from './liquidity-providers.ts'

/** A local chain with the pool and the contracts that the agents act through. */
export interface ChainSession {
  readonly anvil: Anvil
  readonly pool: Hex
  readonly token0: Hex
  readonly token1: Hex
  readonly tickSpacing: number
  readonly fee: number
  readonly positionManager: Hex
  /** Sends every transaction: with one sender, nonces alone fix the order inside a block. */
  readonly operator: Hex
  readonly firstNonce: number
  /** Contract of each kind of trader, of the flash borrower, and of each provider. */
  readonly informed: Hex
  readonly noise: Hex
  readonly borrower: Hex
  readonly providers: readonly Hex[]
  /** Owners of NFTs; the operator acts for them as their approved operator. */
  readonly nftAccounts: readonly Hex[]
}

/** Symbols and decimals of the simulated pair; token0 is the base. */
export const simulatedTokens = {
  token0: { symbol: 'sWETH', name: 'Simulated Wrapped Ether', decimals: 18 },
  token1: { symbol: 'sUSDC', name: 'Simulated USD Coin', decimals: 6 },
} as const

const plenty = 10n ** 36n
const unlimited = (1n << 256n) - 1n

/**
 * Starts a node and deploys the real contracts, the two tokens and the agents' contracts. The pool is created
 * but not initialised. Same fee → same addresses.
 */
export async function startSession(fee: number, startTime: number): Promise<ChainSession> {
  const anvil = await startAnvil({
    // Set-up runs by the wall clock from here; the first simulated block must come after it.
    timestamp: startTime - 86_400,
    gasLimit: 30_000_000_000n,
    hardfork: 'london',
    latestStateOnly: true,
    stateRoots: false,
  })
  try {
    return await deploySession(anvil, fee)
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

async function deploySession(anvil: Anvil, fee: number): Promise<ChainSession> {
  const [operator] = anvil.accounts
  const uniswap = await deployUniswap(anvil)
  const [token0, token1] = await deployTokenPair(
    anvil,
    simulatedTokens.token0,
    simulatedTokens.token1,
  )
  const { pool } = await createPool(anvil, uniswap, token0, token1, fee)
  const actors: Hex[] = []
  for (let i = 0; i < 3 + providerCount; i++) actors.push(lower(await deployActor(anvil)))
  for (const holder of [...actors, operator])
    for (const token of [token0, token1])
      await sendAndConfirm(anvil, {
        to: token,
        abi: tokenAbi,
        functionName: 'mint',
        args: [holder, plenty],
      })
  const { positionManager } = uniswap
  const nftAccounts = anvil.accounts.slice(1, 1 + nftAccountCount)
  await approveOperator(anvil, positionManager, [token0, token1], nftAccounts)
  const { client } = anvil
  const tickSpacing = await client.readContract({
    address: uniswap.factory,
    abi: factoryAbi,
    functionName: 'feeAmountTickSpacing',
    args: [fee],
  })
  await mineOnRequest(anvil)
  const [informed, noise, borrower, ...providers] = actors
  if (informed === undefined || noise === undefined || borrower === undefined)
    throw new InvariantError('E_SIMULATION', 'the simulation lacks a trader contract')
  return {
    anvil,
    pool: lower(pool),
    token0: lower(token0),
    token1: lower(token1),
    tickSpacing,
    fee,
    positionManager: lower(positionManager),
    operator: lower(operator),
    firstNonce: await client.getTransactionCount({ address: operator }),
    informed,
    noise,
    borrower,
    providers,
    nftAccounts: nftAccounts.map(lower),
  }
}

async function approveOperator(
  anvil: Anvil,
  positionManager: Hex,
  tokens: readonly Hex[],
  nftAccounts: readonly Hex[],
): Promise<void> {
  const [operator] = anvil.accounts
  for (const token of tokens)
    await sendAndConfirm(anvil, {
      to: token,
      abi: tokenAbi,
      functionName: 'approve',
      args: [positionManager, unlimited],
    })
  for (const from of nftAccounts)
    await sendAndConfirm(anvil, {
      from,
      to: positionManager,
      abi: positionManagerAbi,
      functionName: 'setApprovalForAll',
      args: [operator, true],
    })
}

/** Addresses in datasets are lower case. */
function lower(address: Hex): Hex {
  return `0x${address.slice(2).toLowerCase()}`
}
