import type { Account } from 'viem'
import { connectChain, type ChainConnection } from '../chain/connect.ts'
import { sendSteps } from '../chain/steps.ts'
import { parseDeploymentConfig } from '../deploy/config.ts'
import { planDeployment } from '../deploy/plan-deployment.ts'
import { unlockedAccount } from '../signing/accounts.ts'
import { openVault, type Vault } from '../vault/open-vault.ts'
import { giveHistory, startLocalMarket, type LocalMarket } from './local-market.ts'

export interface DeployedVault {
  readonly market: LocalMarket
  readonly connection: ChainConnection
  readonly vault: Vault
  /** Guardian, fee recipient and proposer too. */
  readonly deployer: Account
}

/** A market with history and a vault in it, whose registry is an account of the node. */
export async function deployLocalVault(depositCap = 'none'): Promise<DeployedVault> {
  const market = await startLocalMarket()
  await giveHistory(market)
  const connection = await connectChain(market.anvil.rpcUrl)
  const deployer = unlockedAccount(market.deployer)
  const config = parseDeploymentConfig({
    pool: market.pool,
    asset: 'USDC',
    registry: market.registry,
    limits: { depositCap },
  })
  const plan = await planDeployment(connection, deployer.address, config)
  await sendSteps(connection, deployer, plan.steps)
  const vault = await openVault(connection, plan.vault)
  return { market, connection, vault, deployer }
}
