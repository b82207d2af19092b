import {
  featureOracleAbi,
  inferenceRegistryAbi,
  readModel,
  readTerms,
  type KeeperAccount,
  type RegisteredModel,
  type Terms,
} from '@tickwise/protocol'
import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { quantity } from '../chain/endpoint.ts'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'
import type { KeeperSettings } from '../settings.ts'
import { connectionOf, readRegistryOf, type VaultFacts } from './vault-facts.ts'

/** What decides what is to be done, at one block. */
export interface ChainView {
  readonly head: BlockHeader
  readonly account: KeeperAccount
  readonly terms: Terms
  readonly model: RegisteredModel
  /** Who may rebalance the vault. */
  readonly registryOfVault: Address
  /** Latest epoch that the oracle has recorded. */
  readonly latestEpoch: number
  readonly nonces: { readonly latest: number; readonly pending: number }
  readonly balanceWei: bigint
}

/**
 * Reads all of it at the head. The account and its nonce, which decide whether something is signed, are
 * asked of every endpoint.
 *
 * @throws RetryableError when endpoints do not answer or disagree
 */
export async function readChainView(
  rpc: KeeperRpc,
  { vault, registry, modelId }: KeeperSettings,
  keeper: Address,
  facts: VaultFacts,
  head: BlockHeader,
): Promise<ChainView> {
  const connection = connectionOf(rpc)
  const at = { blockNumber: head.number }
  const latestEpochOf = { address: facts.oracle, abi: featureOracleAbi } as const
  const [account, terms, model, registryOfVault, latest, pending, balance, epoch] =
    await Promise.all([
      readAgreedAccount(rpc, registry, vault, keeper, head),
      readTerms(connection, registry, vault, at),
      readModel(connection, registry, modelId, at),
      readRegistryOf(rpc, vault),
      rpc.requestAgreed('eth_getTransactionCount', [keeper, quantity(head.number)]),
      rpc.requestEach('eth_getTransactionCount', [keeper, 'pending']),
      rpc.request('eth_getBalance', [keeper, quantity(head.number)]),
      // The rest of an oracle never changes.
      rpc.client.readContract({ ...latestEpochOf, functionName: 'latestEpoch', ...at }),
    ])
  return {
    head,
    account,
    terms,
    model,
    registryOfVault,
    latestEpoch: Number(epoch),
    nonces: { latest: Number(latest), pending: medianDown(pending) },
    balanceWei: BigInt(balance as Hex),
  }
}

/** What waits differs from endpoint to endpoint; most must know of a transaction before it counts. */
function medianDown(counts: readonly unknown[]): number {
  const sorted = counts.map(Number).sort((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? 0
}

async function readAgreedAccount(
  rpc: KeeperRpc,
  registry: Address,
  vault: Address,
  keeper: Address,
  head: BlockHeader,
): Promise<KeeperAccount> {
  const question = { abi: inferenceRegistryAbi, functionName: 'account' } as const
  const call = { to: registry, data: encodeFunctionData({ ...question, args: [vault, keeper] }) }
  const data = await rpc.requestAgreed('eth_call', [call, quantity(head.number)])
  return decodeFunctionResult({ ...question, data: data as Hex })
}

/** Why nothing can be committed to now, in a sentence. */
export function obstacleOf(
  { account, terms, model, registryOfVault }: ChainView,
  { registry }: Pick<KeeperSettings, 'registry'>,
): string | undefined {
  if (registryOfVault.toLowerCase() !== registry.toLowerCase()) {
    return 'the vault has another registry now'
  }
  if (!account.allowed) return 'the vault does not allow this keeper'
  if (model.status !== 'active') return `the model is ${model.status}`
  if (account.bondFree < terms.missPenalty) {
    return `the free bond of ${account.bondFree} is less than the ${terms.missPenalty} that a commitment locks`
  }
  return undefined
}
