import type { Address } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { erc20Abi } from '../errors/standard-abis.ts'
import { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import type { Vault } from './open-vault.ts'
import type { AccountStatus } from './status.ts'

/** What an account has in a vault, in its queue and of its asset, and can do with it at a block. */
export async function readAccount(
  { client }: Pick<ChainConnection, 'client'>,
  vault: Vault,
  account: Address,
  blockNumber: bigint,
): Promise<AccountStatus> {
  const at = { address: vault.address, abi: strategyVaultAbi, blockNumber } as const
  const queue = { address: vault.queue, abi: redemptionQueueAbi, blockNumber } as const
  const [
    shares,
    assetBalance,
    maxDeposit,
    maxWithdraw,
    maxRedeem,
    ids,
    claimable,
    claimableAssets,
  ] = await Promise.all([
    client.readContract({ ...at, functionName: 'balanceOf', args: [account] }),
    client.readContract({
      address: vault.asset.address,
      abi: erc20Abi,
      blockNumber,
      functionName: 'balanceOf',
      args: [account],
    }),
    client.readContract({ ...at, functionName: 'maxDeposit', args: [account] }),
    client.readContract({ ...at, functionName: 'maxWithdraw', args: [account] }),
    client.readContract({ ...at, functionName: 'maxRedeem', args: [account] }),
    client.readContract({ ...queue, functionName: 'requestIdsOf', args: [account] }),
    client.readContract({ ...queue, functionName: 'maxRedeem', args: [account] }),
    client.readContract({ ...queue, functionName: 'maxWithdraw', args: [account] }),
  ])
  const [sharesValue, ...pending] = await Promise.all([
    client.readContract({ ...at, functionName: 'convertToAssets', args: [shares] }),
    ...ids.map((id) =>
      client.readContract({ ...queue, functionName: 'pendingRedeemRequest', args: [id, account] }),
    ),
  ])
  return {
    address: account,
    shares,
    sharesValue,
    assetBalance,
    maxDeposit,
    maxWithdraw,
    maxRedeem,
    queue: {
      requests: ids.map((requestId, i) => ({ requestId, pendingShares: pending[i] ?? 0n })),
      claimableShares: claimable,
      claimableAssets,
    },
  }
}
