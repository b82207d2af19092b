import type { VaultLimits } from '@tickwise/backtest'
import { sendAndConfirm, tokenAbi } from '@tickwise/localchain'
import {
  connectChain,
  historyMissing,
  openVault,
  parseDeploymentConfig,
  planDeployment,
  planDeposit,
  sendSteps,
  unlockedAccount,
  type ChainConnection,
  type Vault,
} from '@tickwise/protocol'
import type { PolicyParameters, TokenIndex } from '@tickwise/strategies'
import type { Account, Address } from 'viem'
import { passTime, type LocalMarket } from '../market/open-local-market.ts'
import { namedPolicy } from './named-policy.ts'

/** What a vault on a local node is to be. */
export interface LocalVaultPlan {
  readonly asset: TokenIndex
  readonly policy: PolicyParameters
  readonly limits: VaultLimits
  /** Who may rebalance: an account, or the registry that all vaults share. */
  readonly registry: Address | 'canonical'
}

/** A vault in a local market, before anything happens there. */
export interface LocalVault {
  readonly connection: ChainConnection
  readonly vault: Vault
  readonly registry: Address
  /** Guardian, fee recipient, proposer of the timelock; unlocked, holds both tokens. */
  readonly deployer: Account
}

/** Seconds of history that a vault wants of its pool. */
const HISTORY = 1900
/** What anybody who needs tokens is given. */
const PURSE = 1n << 120n

/**
 * Deploys envelope, policy, factory, timelock and vault as `tickwise vault deploy` does.
 *
 * @throws UserError for limits or a policy that no vault takes
 *
 * @example
 * const { vault } = await deployLocalVault(local, { asset: 1, policy, limits, registry })
 */
export async function deployLocalVault(
  local: LocalMarket,
  plan: LocalVaultPlan,
): Promise<LocalVault> {
  const { anvil } = local
  await passTime(anvil, HISTORY)
  const connection = await connectChain(anvil.rpcUrl)
  const deployer = unlockedAccount(anvil.accounts[0])
  await givePurse(local, deployer.address)
  const config = parseDeploymentConfig({
    pool: local.pool,
    asset: plan.asset,
    registry: plan.registry,
    // What a vault takes from those who come is theirs to compare, not its rebalances'.
    limits: { ...plan.limits, entryFeeBps: 0, performanceFeeBps: 0, managementFeePpm: 0 },
    policy: namedPolicy(plan.policy),
    blockSeconds: 1,
  })
  const deployment = await planDeployment(connection, deployer.address, config)
  if (!deployment.history.ready) throw historyMissing(local.pool, deployment.history)
  await sendSteps(connection, deployer, deployment.steps)
  const vault = await openVault(connection, deployment.vault)
  return { connection, deployer, vault, registry: deployment.vaultConfig.registry }
}

/** Gives an account plenty of both tokens. */
export async function givePurse(
  { anvil, token0, token1 }: LocalMarket,
  to: Address,
): Promise<void> {
  for (const token of [token0, token1]) {
    const mint = { to: token, abi: tokenAbi, functionName: 'mint' } as const
    await sendAndConfirm(anvil, { ...mint, args: [to, PURSE] })
  }
}

/** Deposits base units of the asset for an unlocked account that holds them. */
export async function deposit(
  { connection, vault }: Pick<LocalVault, 'connection' | 'vault'>,
  account: Account,
  assets: bigint,
): Promise<void> {
  const parties = { account: account.address, receiver: account.address }
  const { steps } = await planDeposit(connection, vault, { ...parties, assets })
  await sendSteps(connection, account, steps)
}
