import { planPause, unpauseCall } from '@tickwise/protocol'
import { type CommandContext, type CommandResult, renderFacts } from '@tickwise/terminal'
import { runAction } from '../../vault/run-action.ts'
import {
  connect,
  openSession,
  type ChainOptions,
  type SendingOptions,
} from '../../vault/session.ts'
import { openVault, parseAddress } from '@tickwise/protocol'

/** `tickwise vault pause` */
export async function vaultPause(
  context: CommandContext,
  options: SendingOptions,
  address: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  return runAction(context, options, session, {
    command: 'vault pause',
    action: planPause(session.vault),
    pays: false,
    facts: [
      ['closes', 'entries, exits at a price and rebalances, at once'],
      ['leaves', 'redeem-in-kind, redeem-to-asset and cancelled requests'],
      ['undone by', `the timelock only, ${session.vault.timelock}`],
    ],
    lines: () => [['vault', 'paused']],
  })
}

/** `tickwise vault unpause`: says what to propose, since nobody but the timelock can do it. */
export async function vaultUnpause(
  _context: CommandContext,
  options: ChainOptions,
  address: string,
): Promise<CommandResult> {
  const connection = await connect(options)
  const vault = await openVault(connection, parseAddress(address, 'the vault'))
  const call = unpauseCall(vault)
  const text = renderFacts([
    ['timelock', vault.timelock],
    ['target', call.target],
    ['value', '0'],
    ['data', call.data],
  ])
  return {
    data: { command: 'vault unpause', timelock: vault.timelock, value: 0n, ...call },
    text: `Opening a vault raises risk, so only its timelock can: propose this call to it (schedule), and\nexecute it once the delay has passed.\n\n${text}`,
  }
}
