import { UserError } from '@tickwise/amm'
import {
  openVault,
  readOracle,
  readTerms,
  strategyVaultAbi,
  type ChainConnection,
} from '@tickwise/protocol'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { isAddressEqual, zeroAddress, type Address } from 'viem'
import { weiOfGwei } from '../config/amounts.ts'
import type { KeeperConfig, VaultEntry } from '../config/schema.ts'
import { defaultKeeperSettings, type KeeperSettings } from '../settings.ts'
import { findModel } from './find-model.ts'

/** Basis points in a percent. */
const bpsPerPercent = 100

/**
 * What the keeper of one vault is told: the configuration, completed by what the chain says.
 *
 * @throws UserError `E_NO_REGISTRY`, `E_NOT_ENROLLED`, `E_ORACLE_DIFFERS`, those of `openVault`, of the
 *   strategy's parameters and of `findModel`
 * @throws RetryableError when the chain cannot be asked
 */
export async function settingsOf(
  connection: ChainConnection,
  config: KeeperConfig,
  entry: VaultEntry,
): Promise<KeeperSettings> {
  const registry = await registryOf(connection, entry)
  const { oracle } = await readTerms(connection, registry, entry.vault)
  if (oracle === zeroAddress) {
    throw new UserError('E_NOT_ENROLLED', `${entry.vault} is not enrolled with its registry`, {
      hint: 'its timelock has to set terms first',
      facts: { registry },
    })
  }
  if (entry.oracle !== undefined && !isAddressEqual(entry.oracle, oracle)) {
    throw new UserError('E_ORACLE_DIFFERS', `the oracle of ${entry.vault} is ${oracle}`, {
      hint: 'the configuration names another: leave `oracle` out, or find out why they differ',
      facts: { configured: entry.oracle },
    })
  }
  const { epochSeconds } = await readOracle(connection, oracle)
  const strategy = findStrategy(entry.strategy)
  const params = parseParameters(strategy, { epochSeconds, ...entry.parameters })
  const { fees, limits } = config
  return {
    ...defaultKeeperSettings,
    mode: config.mode,
    chainId: config.chainId,
    vault: entry.vault,
    registry,
    ...(await findModel(connection, registry, entry, config)),
    strategy: { strategy, params: { ...params, epochSeconds } },
    confirmationSeconds: config.confirmationSeconds,
    delaySeconds: config.delaySeconds,
    withholdBeforeSeconds: config.withholdBeforeSeconds,
    confirmations: config.confirmations,
    leaseSeconds: config.leaseSeconds,
    fees: {
      maxFeePerGasWei: weiOfGwei(fees.maxFeePerGasGwei),
      tipWei: weiOfGwei(fees.maxPriorityFeePerGasGwei),
      bumpBps: Math.round(fees.bumpPercent * bpsPerPercent),
      bumpAfterBlocks: fees.bumpAfterBlocks,
    },
    maxHeadAgeSeconds: limits.maxHeadAgeSeconds,
    maxClockSkewSeconds: limits.maxClockSkewSeconds,
  }
}

/** Who may have the vault rebalanced. Errors: as {@link settingsOf}. */
export async function registryOf(
  connection: ChainConnection,
  { vault, registry }: VaultEntry,
): Promise<Address> {
  if (registry !== undefined) return registry
  await openVault(connection, vault)
  const found = await connection.client.readContract({
    address: vault,
    abi: strategyVaultAbi,
    functionName: 'registry',
  })
  if (found !== zeroAddress) return found
  throw new UserError('E_NO_REGISTRY', `${vault} has no registry: nobody can rebalance it`, {
    hint: 'its timelock has to set one',
  })
}
