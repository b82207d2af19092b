import { openVault, parseAddress, readVaultStatus } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { connect, type ChainOptions } from '../../vault/session.ts'
import { renderVaultStatus } from '../../vault/status-view.ts'

interface StatusOptions extends ChainOptions {
  readonly account?: string
}

/** `tickwise vault status` */
export async function vaultStatus(
  context: CommandContext,
  options: StatusOptions,
  address: string,
): Promise<CommandResult> {
  const vaultAddress = parseAddress(address, 'the vault')
  const account =
    options.account === undefined ? undefined : parseAddress(options.account, '--account')
  const connection = await connect(options)
  const vault = await openVault(connection, vaultAddress)
  const status = await readVaultStatus(connection, vault, account)
  const data = { ...status, blockNumber: Number(status.blockNumber) }
  return { data, text: renderVaultStatus(context.style, status) }
}
