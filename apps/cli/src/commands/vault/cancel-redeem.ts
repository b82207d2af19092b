import { UserError } from '@tickwise/amm'
import { planCancelRedeem } from '@tickwise/protocol'
import { type CommandContext, type CommandResult, parseBigInteger } from '@tickwise/terminal'
import { exact, runAction } from '../../vault/run-action.ts'
import { openSession, type SendingOptions, type VaultSession } from '../../vault/session.ts'

/** `tickwise vault cancel-redeem` */
export async function vaultCancelRedeem(
  context: CommandContext,
  options: SendingOptions,
  address: string,
  request?: string,
): Promise<CommandResult> {
  const session = await openSession(context, options, address)
  const { vault, receiver, account } = session
  const requestId =
    request === undefined ? onlyRequest(session) : parseBigInteger(request, 'the request')
  return runAction(context, options, session, {
    command: 'vault cancel-redeem',
    action: planCancelRedeem(vault, { account: account.address, receiver, requestId }),
    lines: (result) => [
      ['request', String(result.requestId)],
      ['returns', exact(result.shares, vault.share)],
    ],
  })
}

/** Nobody needs to know the number of the only request there is. */
function onlyRequest({ account, vault }: VaultSession): bigint {
  const pending = account.queue.requests.filter(({ pendingShares }) => pendingShares > 0n)
  const [first] = pending
  if (first !== undefined && pending.length === 1) return first.requestId
  throw first === undefined
    ? new UserError('E_NOTHING_TO_CANCEL', 'the account has no pending request', {
        hint: 'what is filled is claimed with `tickwise vault claim-redeem`',
      })
    : new UserError('E_REQUEST', `the account has ${pending.length} pending requests`, {
        hint: `name one: ${pending.map(({ requestId, pendingShares }) => `${requestId} (${exact(pendingShares, vault.share)})`).join(', ')}`,
      })
}
