import { planRedeemToAsset } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { sharesOrMax, parseDeadline, parseSlippage } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

interface RedeemOptions extends SendingOptions {
  readonly slippage: string
  readonly deadline: string
}

/** `tickwise vault redeem-to-asset` */
export async function vaultRedeemToAsset(
  context: CommandContext,
  options: RedeemOptions,
  address: string,
  amount: string,
): Promise<CommandResult> {
  const slippageBps = parseSlippage(options.slippage)
  const session = await openSession(context, options, address)
  const { connection, vault, receiver, account, status } = session
  const shares = sharesOrMax(amount, session)
  const action = await planRedeemToAsset(connection, vault, {
    account: account.address,
    receiver,
    shares,
    slippageBps,
    deadline: parseDeadline(options.deadline, status.timestamp),
  })
  return runAction(context, options, session, {
    command: 'vault redeem-to-asset',
    action,
    facts: [['at least', exact(action.minAssets, vault.asset)]],
    lines: (result) => [
      ['burns', exact(result.shares, vault.share)],
      ['receives', exact(result.assets, vault.asset)],
    ],
  })
}
