import { planFillQueue } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

/** `tickwise vault fill-queue`: anybody may, for all who wait. */
export async function vaultFillQueue(
  context: CommandContext,
  options: SendingOptions,
  address: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { vault } = session
  return runAction(context, options, session, {
    command: 'vault fill-queue',
    action: planFillQueue(vault),
    pays: false,
    lines: (result) => [
      ['sold', exact(result.shares, vault.share)],
      ['for', exact(result.assets, vault.asset)],
    ],
  })
}
