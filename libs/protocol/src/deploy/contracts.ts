import { UserError } from '@tickwise/amm'
import {
  bytesToHex,
  concatHex,
  encodeDeployData,
  getCreate2Address,
  keccak256,
  numberToHex,
  zeroAddress,
  type Address,
  type Hex,
} from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import type { Step } from '../chain/steps.ts'
import { featureOracleAbi, featureOracleCode } from '../generated/feature-oracle.ts'
import { inferenceRegistryCode } from '../generated/inference-registry.ts'
import { inferenceScoresCode } from '../generated/inference-scores.ts'
import { keeperPayAbi, keeperPayCode } from '../generated/keeper-pay.ts'
import { limitRulesCode } from '../generated/limit-rules.ts'
import { priceEnvelopeCode } from '../generated/price-envelope.ts'
import { quantizedModelAbi, quantizedModelCode } from '../generated/quantized-model.ts'
import { rangePolicyCode } from '../generated/range-policy.ts'
import { rebalanceLogicCode } from '../generated/rebalance-logic.ts'
import { registryRulesCode } from '../generated/registry-rules.ts'
import { revealRulesCode } from '../generated/reveal-rules.ts'
import { riskTimelockAbi, riskTimelockCode } from '../generated/risk-timelock.ts'
import { strategyVaultCode } from '../generated/strategy-vault.ts'
import { vaultFactoryAbi, vaultFactoryCode } from '../generated/vault-factory.ts'
import { linkCode } from './link.ts'

/** Deploys what it is sent by CREATE2, at the same address on nearly every chain, anvil included. */
export const create2Deployer: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

const noSalt = numberToHex(0, { size: 32 })

/** A contract whose address follows from its code and constructor arguments alone. */
export interface FixedContract {
  readonly name: string
  readonly address: Address
  readonly initCode: Hex
}

/** The contracts that all vaults of a chain share, and the code of the vaults themselves. */
export interface SharedContracts {
  readonly limitRules: FixedContract
  readonly rebalanceLogic: FixedContract
  readonly priceEnvelope: FixedContract
  readonly rangePolicy: FixedContract
  readonly vaultFactory: FixedContract
  /** The canonical registry; a vault may name another, or none. */
  readonly inferenceRegistry: FixedContract
  readonly registryLibraries: readonly FixedContract[]
  /** Creation code of a vault with its libraries linked. */
  readonly vaultCode: Hex
}

function fixed(name: string, initCode: Hex): FixedContract {
  const address = getCreate2Address({ from: create2Deployer, salt: noSalt, bytecode: initCode })
  return { name, address, initCode }
}

/**
 * Where the shared contracts of a chain are, deployed or not: addresses follow from the code, so whoever
 * deploys first deploys the same ones, and an interrupted deployment goes on where it stopped.
 *
 * @param minCardinality observations that a pool's oracle must hold, see `observationsNeeded`
 * @example
 * sharedContracts('0x1F98431c8aD98523631AE4a59f267346ea31F984', 151).vaultFactory.address
 */
export function sharedContracts(uniswapFactory: Address, minCardinality: number): SharedContracts {
  const limitRules = fixed('LimitRules', linkCode(limitRulesCode, {}))
  const rebalanceLogic = fixed('RebalanceLogic', linkCode(rebalanceLogicCode, {}))
  const priceEnvelope = fixed('PriceEnvelope', linkCode(priceEnvelopeCode, {}))
  const rangePolicy = fixed('RangePolicy', linkCode(rangePolicyCode, {}))
  const vaultCode = linkCode(strategyVaultCode, {
    LimitRules: limitRules.address,
    RebalanceLogic: rebalanceLogic.address,
  })
  const factoryCode = encodeDeployData({
    abi: vaultFactoryAbi,
    bytecode: linkCode(vaultFactoryCode, {}),
    args: [
      uniswapFactory,
      priceEnvelope.address,
      rangePolicy.address,
      keccak256(vaultCode),
      minCardinality,
    ],
  })
  const vaultFactory = fixed('VaultFactory', factoryCode)
  const { libraries, registry } = registryContracts()
  return {
    limitRules,
    rebalanceLogic,
    priceEnvelope,
    rangePolicy,
    vaultFactory,
    inferenceRegistry: registry,
    registryLibraries: libraries,
    vaultCode,
  }
}

/** A registry and the libraries that its code is linked with. */
export interface RegistryContracts {
  readonly libraries: readonly FixedContract[]
  readonly registry: FixedContract
}

/**
 * The registry that all vaults of a chain share.
 *
 * @example
 * await deploySteps(connection, [...libraries, registry])
 */
export function registryContracts(): RegistryContracts {
  const scores = fixed('InferenceScores', linkCode(inferenceScoresCode, {}))
  const rules = fixed('RegistryRules', linkCode(registryRulesCode, {}))
  const reveals = fixed('RevealRules', linkCode(revealRulesCode, {}))
  const code = linkCode(inferenceRegistryCode, {
    InferenceScores: scores.address,
    RegistryRules: rules.address,
    RevealRules: reveals.address,
  })
  return { libraries: [scores, rules, reveals], registry: fixed('InferenceRegistry', code) }
}

/** The fee recipient that pays the keepers of a registry. */
export function keeperPayFor(registry: Address): FixedContract {
  const bytecode = linkCode(keeperPayCode, {})
  return fixed('KeeperPay', encodeDeployData({ abi: keeperPayAbi, bytecode, args: [registry] }))
}

/** A model of the format `qmlp/1`, from its canonical bytes. */
export function modelContract(file: Uint8Array): FixedContract {
  const bytecode = linkCode(quantizedModelCode, {})
  const args = [bytesToHex(file)] as const
  return fixed('QuantizedModel', encodeDeployData({ abi: quantizedModelAbi, bytecode, args }))
}

/**
 * The oracle of a pool's epochs; addresses follow from what it records, so all vaults of a pool share it.
 *
 * @param ringLength how many epochs are kept
 * @example
 * featureOracleFor(pool, 3600, 12, 2048).address
 */
export function featureOracleFor(
  pool: Address,
  epochSeconds: number,
  cells: number,
  ringLength: number,
): FixedContract {
  const bytecode = linkCode(featureOracleCode, {})
  const args = [pool, BigInt(epochSeconds), BigInt(cells), BigInt(ringLength)] as const
  return fixed('FeatureOracle', encodeDeployData({ abi: featureOracleAbi, bytecode, args }))
}

/** Who governs a vault: the `TimelockTerms` of the contracts. */
export interface TimelockTerms {
  readonly delaySeconds: bigint
  readonly proposers: readonly Address[]
  readonly executors: readonly Address[]
}

/**
 * The timelock that the factory makes together with a vault: without an admin, so that roles and delay change by
 * its own proposals alone.
 *
 * @param salt bound to the vault's configuration, see `VaultFactory.sol`
 */
export function timelockAddress(factory: Address, terms: TimelockTerms, salt: Hex): Address {
  const { delaySeconds, proposers, executors } = terms
  const bytecode = encodeDeployData({
    abi: riskTimelockAbi,
    bytecode: linkCode(riskTimelockCode, {}),
    args: [delaySeconds, proposers, executors, zeroAddress],
  })
  return getCreate2Address({ from: factory, salt, bytecode })
}

/**
 * The transactions that deploy those of the contracts that are not there yet.
 *
 * @throws UserError `E_NO_CREATE2_DEPLOYER` on a chain without the deployer
 */
export async function deploySteps(
  { client }: ChainConnection,
  contracts: readonly FixedContract[],
): Promise<readonly Step[]> {
  const isThere = async (address: Address) => (await client.getCode({ address })) !== undefined
  const there = await Promise.all(contracts.map(({ address }) => isThere(address)))
  const missing = contracts.filter((_, i) => !there[i])
  if (missing.length > 0 && !(await isThere(create2Deployer))) {
    throw new UserError(
      'E_NO_CREATE2_DEPLOYER',
      `the chain lacks the CREATE2 deployer at ${create2Deployer}`,
      {
        hint: 'send its well-known deployment transaction first: github.com/Arachnid/deterministic-deployment-proxy',
      },
    )
  }
  return missing.map(({ name, initCode }) => ({
    title: `deploy ${name}`,
    to: create2Deployer,
    data: concatHex([noSalt, initCode]),
  }))
}
