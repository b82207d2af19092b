import { openVault, parseAddress, readKeeping, readVaultStatus } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { connect, type ChainOptions } from '../../vault/session.ts'
import { renderKeeping } from '../../vault/keeping-view.ts'
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
  const keeping = await readKeeping(connection, vaultAddress, status.roles)
  const data = {
    ...status,
    blockNumber: Number(status.blockNumber),
    ...(keeping === undefined ? {} : { keeping }),
  }
  const text = renderVaultStatus(context.style, status)
  return {
    data,
    text: keeping === undefined ? text : `${text}\n\n${renderKeeping(vault, keeping)}`,
  }
}
