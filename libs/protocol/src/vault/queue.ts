import { decodeFunctionResult, parseEventLogs, type Address } from 'viem'
import { formatTokenAmount } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep } from '../chain/steps.ts'
import { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { approvalSteps, lastOf, lastReturn, onlyEvent, type VaultAction } from './action.ts'
import type { Parties, SharesForAssets } from './enter-exit.ts'
import type { Vault } from './open-vault.ts'

/** Shares that wait in the queue under a request. */
export interface QueuedShares {
  readonly requestId: bigint
  readonly shares: bigint
}

/** Puts shares into the redemption queue; `controller` may cancel and claim. */
export async function planRequestRedeem(
  connection: ChainConnection,
  vault: Vault,
  {
    account,
    controller,
    shares,
  }: {
    readonly account: Address
    readonly controller: Address
    readonly shares: bigint
  },
): Promise<VaultAction<QueuedShares>> {
  const amount = formatTokenAmount(shares, vault.share)
  const call = {
    address: vault.queue,
    abi: redemptionQueueAbi,
    functionName: 'requestRedeem',
  } as const
  const steps = [
    ...(await approvalSteps(connection, vault.share, {
      owner: account,
      spender: vault.queue,
      amount: shares,
      title: `approve exactly ${amount} for the redemption queue`,
    })),
    callStep(`request the redemption of ${amount}`, {
      ...call,
      args: [shares, controller, account],
    }),
  ]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      return { shares, requestId: decodeFunctionResult({ ...call, data }) }
    },
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: redemptionQueueAbi, eventName: 'RedeemRequest', logs })
      return { shares, requestId: onlyEvent(events, 'RedeemRequest').args.requestId }
    },
  }
}

/** Takes back what is not filled of a request; what is filled stays claimable. */
export function planCancelRedeem(
  vault: Vault,
  { account, receiver, requestId }: Parties & { readonly requestId: bigint },
): VaultAction<QueuedShares> {
  const call = {
    address: vault.queue,
    abi: redemptionQueueAbi,
    functionName: 'cancelRequest',
  } as const
  const steps = [
    callStep(`cancel request ${requestId}`, { ...call, args: [requestId, receiver, account] }),
  ]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      return { requestId, shares: decodeFunctionResult({ ...call, data }) }
    },
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({
        abi: redemptionQueueAbi,
        eventName: 'RequestCancelled',
        logs,
      })
      return { requestId, shares: onlyEvent(events, 'RequestCancelled').args.shares }
    },
  }
}

/** Claims what filled requests were paid, oldest first; `shares` at most what is claimable. */
export function planClaimRedeem(
  vault: Vault,
  { account, receiver, shares }: Parties & { readonly shares: bigint },
): VaultAction<SharesForAssets> {
  const call = { address: vault.queue, abi: redemptionQueueAbi, functionName: 'redeem' } as const
  const title = `claim what ${formatTokenAmount(shares, vault.share)} were paid`
  const steps = [callStep(title, { ...call, args: [shares, receiver, account] })]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      return { shares, assets: decodeFunctionResult({ ...call, data }) }
    },
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: redemptionQueueAbi, eventName: 'Withdraw', logs })
      return { shares, assets: onlyEvent(events, 'Withdraw').args.assets }
    },
  }
}

/**
 * Sells what waits in the queue to the vault's idle balance, for everybody who waits, oldest first. Anyone may;
 * refused while the vault's bid and ask lie more than a quarter of a per cent apart. Nothing may be sold.
 */
export function planFillQueue(vault: Vault): VaultAction<SharesForAssets> {
  const call = {
    address: vault.queue,
    abi: redemptionQueueAbi,
    functionName: 'fillFromIdle',
  } as const
  const steps = [callStep('fill the redemption queue from what lies idle', { ...call, args: [] })]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      const [shares, assets] = decodeFunctionResult({ ...call, data })
      return { shares, assets }
    },
    result: (sent) => {
      const logs = lastOf(sent).receipt.logs.filter(
        ({ address }) => address.toLowerCase() === vault.address.toLowerCase(),
      )
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'Withdraw', logs })
      if (events.length === 0) return { shares: 0n, assets: 0n }
      const { shares, assets } = onlyEvent(events, 'Withdraw').args
      return { shares, assets }
    },
  }
}
