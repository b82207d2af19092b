import { UserError } from '@tickwise/amm'
import {
  connectChain,
  openVault,
  parseAddress,
  readVaultStatus,
  type AccountStatus,
  type ChainConnection,
  type Vault,
  type VaultStatus,
} from '@tickwise/protocol'
import type { CommandContext, CommonOptions } from '@tickwise/terminal'
import { openSigner, type Signer, type SignerOptions } from './signer.ts'

/** Options of every vault command. */
export interface ChainOptions extends CommonOptions {
  readonly rpcUrl?: string
}

/** Options of every vault command that sends something. */
export interface SendingOptions extends ChainOptions, SignerOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly receiver?: string
}

/** Who acts in which vault, and the state that the command starts from. */
export interface VaultSession {
  readonly connection: ChainConnection
  readonly vault: Vault
  readonly signer: Signer
  readonly receiver: `0x${string}`
  readonly status: VaultStatus
  readonly account: AccountStatus
}

/** Connects to the endpoint of `--rpc-url` or `TICKWISE_RPC_URL`. */
export async function connect(options: ChainOptions): Promise<ChainConnection> {
  const rpcUrl = options.rpcUrl ?? process.env['TICKWISE_RPC_URL']
  if (rpcUrl === undefined || rpcUrl === '') {
    throw new UserError('E_NO_RPC', 'there is no endpoint to talk to', {
      hint: 'give --rpc-url or set TICKWISE_RPC_URL; a local node is http://127.0.0.1:8545',
    })
  }
  return connectChain(rpcUrl)
}

/** Opens chain, vault and signer, and reads where they stand. */
export async function openSession(
  context: CommandContext,
  options: SendingOptions,
  vaultAddress: string,
): Promise<VaultSession> {
  const address = parseAddress(vaultAddress, 'the vault')
  const connection = await connect(options)
  const vault = await openVault(connection, address)
  const signer = await openSigner(context, options)
  const status = await readVaultStatus(connection, vault, signer.account.address)
  const { account } = status
  if (account === undefined) throw new TypeError('the status of an account was asked for')
  const receiver =
    options.receiver === undefined ? account.address : parseAddress(options.receiver, '--receiver')
  return { connection, vault, signer, receiver, status, account }
}
