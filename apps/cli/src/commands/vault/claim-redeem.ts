import { planClaimRedeem } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { amountOrMax } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

/** `tickwise vault claim-redeem` */
export async function vaultClaimRedeem(
  context: CommandContext,
  options: SendingOptions,
  address: string,
  amount = 'max',
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { vault, receiver, account } = session
  const why = 'nothing is claimable: no request of the account was filled yet'
  const shares = amountOrMax(amount, vault.share, account.queue.claimableShares, why)
  return runAction(context, options, session, {
    command: 'vault claim-redeem',
    action: planClaimRedeem(vault, { account: account.address, receiver, shares }),
    lines: (result) => [
      ['redeemed', exact(result.shares, vault.share)],
      ['receives', exact(result.assets, vault.asset)],
    ],
  })
}
