import { UserError } from '@tickwise/amm'
import type { Address } from 'viem'
import type { Token } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { translateError } from '../chain/translate-error.ts'
import type { RevertContext } from '../errors/explanation.ts'
import { erc20Abi, poolAbi } from '../errors/standard-abis.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'

/** What of a vault never changes. */
export interface Vault {
  readonly address: Address
  readonly name: string
  /** The vault's own shares. */
  readonly share: Token
  readonly asset: Token
  readonly token0: Token
  readonly token1: Token
  readonly assetIsToken1: boolean
  readonly pool: Address
  /** Hundredths of a basis point. */
  readonly poolFee: number
  readonly tickSpacing: number
  readonly envelope: Address
  readonly rangePolicy: Address
  readonly queue: Address
  readonly timelock: Address
}

/**
 * Reads what a vault is.
 *
 * @throws UserError `E_NO_CONTRACT` where nothing is; `E_NOT_A_VAULT` where something else is
 * @throws RetryableError `E_RPC`
 * @example
 * const vault = await openVault(connection, '0x…')
 */
export async function openVault(connection: ChainConnection, address: Address): Promise<Vault> {
  await requireCode(connection, address, 'vault')
  const read = vaultReader(connection, address)
  try {
    const [name, symbol, decimals, asset, pool, assetIsToken1] = await Promise.all([
      read('name'),
      read('symbol'),
      read('decimals'),
      read('asset'),
      read('pool'),
      read('assetIsToken1'),
    ])
    const [envelope, rangePolicy, queue, timelock] = await Promise.all([
      read('envelope'),
      read('rangePolicy'),
      read('queue'),
      read('timelock'),
    ])
    const { token0, token1, fee, tickSpacing } = await readPool(connection, pool)
    return {
      address,
      name,
      share: { address, symbol, decimals },
      asset: asset === token1.address ? token1 : token0,
      token0,
      token1,
      assetIsToken1,
      pool,
      poolFee: fee,
      tickSpacing,
      envelope,
      rangePolicy,
      queue,
      timelock,
    }
  } catch (error) {
    const reason = translateError(error)
    if (reason.exitCode === 75) throw reason
    throw new UserError('E_NOT_A_VAULT', `the contract at ${address} is not a Tickwise vault`, {
      hint: 'check the address; `tickwise vault deploy` prints the one of a new vault',
      facts: { chain: connection.chainId },
    })
  }
}

/** The words for errors of a vault. */
export function contextOf({ asset, share, token0, token1 }: Vault): RevertContext {
  return { asset, share, token0, token1 }
}

/** Reads views of a vault without arguments by name. */
function vaultReader({ client }: ChainConnection, address: Address) {
  return <
    name extends
      | 'name'
      | 'symbol'
      | 'decimals'
      | 'asset'
      | 'pool'
      | 'assetIsToken1'
      | 'envelope'
      | 'rangePolicy'
      | 'queue'
      | 'timelock',
  >(
    functionName: name,
  ) => client.readContract({ address, abi: strategyVaultAbi, functionName })
}

/** The tokens, fee and spacing of a Uniswap v3 pool. */
export async function readPool(
  connection: ChainConnection,
  pool: Address,
): Promise<{
  readonly token0: Token
  readonly token1: Token
  readonly fee: number
  readonly tickSpacing: number
  readonly uniswapFactory: Address
}> {
  const question = { address: pool, abi: poolAbi } as const
  const [address0, address1, fee, tickSpacing, uniswapFactory] = await Promise.all([
    connection.client.readContract({ ...question, functionName: 'token0' }),
    connection.client.readContract({ ...question, functionName: 'token1' }),
    connection.client.readContract({ ...question, functionName: 'fee' }),
    connection.client.readContract({ ...question, functionName: 'tickSpacing' }),
    connection.client.readContract({ ...question, functionName: 'factory' }),
  ])
  const [token0, token1] = await Promise.all([
    readToken(connection, address0),
    readToken(connection, address1),
  ])
  return { token0, token1, fee, tickSpacing, uniswapFactory }
}

async function readToken({ client }: ChainConnection, address: Address): Promise<Token> {
  const question = { address, abi: erc20Abi } as const
  const [symbol, decimals] = await Promise.all([
    // Some old tokens answer with bytes32: then the address has to do.
    client
      .readContract({ ...question, functionName: 'symbol' })
      .catch(() => `${address.slice(0, 6)}…${address.slice(-4)}`),
    client.readContract({ ...question, functionName: 'decimals' }),
  ])
  // A symbol is whatever a stranger wrote there: no line breaks, no escape codes, no length to speak of.
  const plain = symbol
    .replace(/[^\x20-\x7e…]/g, '')
    .trim()
    .slice(0, 16)
  return { address, symbol: plain === '' ? address.slice(0, 10) : plain, decimals }
}

/**
 * Makes sure that a contract is at an address.
 *
 * @throws UserError `E_NO_CONTRACT`
 */
export async function requireCode(
  { client, chainId }: ChainConnection,
  address: Address,
  what: string,
): Promise<void> {
  const code = await client.getCode({ address }).catch((error: unknown) => {
    throw translateError(error)
  })
  if (code !== undefined && code !== '0x') return
  throw new UserError('E_NO_CONTRACT', `there is no ${what} at ${address}`, {
    hint: 'check the address and that --rpc-url is an endpoint of the right chain',
    facts: { chain: chainId },
  })
}
