import { planWithdraw } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { amountOrMax, whyNothing } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

/** `tickwise vault withdraw` */
export async function vaultWithdraw(
  context: CommandContext,
  options: SendingOptions,
  address: string,
  amount: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { vault, receiver, account } = session
  const why = whyNothing(session, 'nothing can be withdrawn: no shares, or nothing lies idle')
  const assets = amountOrMax(amount, vault.asset, account.maxWithdraw, why)
  return runAction(context, options, session, {
    command: 'vault withdraw',
    action: planWithdraw(vault, { account: account.address, receiver, assets }),
    lines: (result) => [
      ['burns', exact(result.shares, vault.share)],
      ['receives', exact(result.assets, vault.asset)],
    ],
  })
}
