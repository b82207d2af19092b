import { planRedeemInKind } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { sharesOrMax, parseSlippage } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

interface RedeemOptions extends SendingOptions {
  readonly slippage: string
}

/** `tickwise vault redeem-in-kind` */
export async function vaultRedeemInKind(
  context: CommandContext,
  options: RedeemOptions,
  address: string,
  amount: string,
): Promise<CommandResult> {
  const slippageBps = parseSlippage(options.slippage)
  const session = await openSession(context, options, address)
  const { connection, vault, receiver, account } = session
  const shares = sharesOrMax(amount, session)
  const action = await planRedeemInKind(connection, vault, {
    account: account.address,
    receiver,
    shares,
    slippageBps,
  })
  const [min0, min1] = action.minima
  return runAction(context, options, session, {
    command: 'vault redeem-in-kind',
    action,
    facts: [
      ['at least', exact(min0, vault.token0)],
      ['at least', exact(min1, vault.token1)],
    ],
    lines: (result) => [
      ['burns', exact(result.shares, vault.share)],
      ['receives', exact(result.amount0, vault.token0)],
      ['receives', exact(result.amount1, vault.token1)],
    ],
  })
}
