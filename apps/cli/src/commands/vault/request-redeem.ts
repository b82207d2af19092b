import { parseAddress, planRequestRedeem } from '@tickwise/protocol'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { sharesOrMax } from '../../vault/amounts.ts'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions } from '../../vault/session.ts'

interface RequestOptions extends SendingOptions {
  readonly controller?: string
}

/** `tickwise vault request-redeem` */
export async function vaultRequestRedeem(
  context: CommandContext,
  options: RequestOptions,
  address: string,
  amount: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { connection, vault, account } = session
  const controller =
    options.controller === undefined
      ? account.address
      : parseAddress(options.controller, '--controller')
  const shares = sharesOrMax(amount, session)
  const request = { account: account.address, controller, shares }
  return runAction(context, options, session, {
    command: 'vault request-redeem',
    action: await planRequestRedeem(connection, vault, request),
    pays: false,
    facts: [
      ['paid', 'at the vault’s bid when it next rebalances; until then the shares gain and lose'],
      ...(controller === account.address ? [] : [['controller', controller] as const]),
    ],
    lines: (result) => [
      ['queues', exact(result.shares, vault.share)],
      ['request', String(result.requestId)],
    ],
  })
}
