import { planDeposit } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { amountOrMax, whyNothing } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

/** `tickwise vault deposit` */
export async function vaultDeposit(
  context: CommandContext,
  options: SendingOptions,
  address: string,
  amount: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { connection, vault, receiver, account, status } = session
  const { assetBalance, maxDeposit } = account
  const most = assetBalance < maxDeposit ? assetBalance : maxDeposit
  const why = whyNothing(session, 'there is nothing to deposit, or the vault is full')
  const assets = amountOrMax(amount, vault.asset, most, why)
  return runAction(context, options, session, {
    command: 'vault deposit',
    action: await planDeposit(connection, vault, { account: account.address, receiver, assets }),
    facts: [['entry fee', `${status.limits.entryFeeBps} basis points, left to all holders`]],
    lines: (result) => [
      ['deposits', exact(result.assets, vault.asset)],
      ['receives', exact(result.shares, vault.share)],
    ],
  })
}
