import { encodeModel, modelHash, packFeatures, type ModelFile } from '@tickwise/forecast'
import { sendAndConfirm, type AnvilOptions } from '@tickwise/localchain'
import { bytesToHex, type Account, type Address, type Hex } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { connectChain, type ChainConnection } from '../chain/connect.ts'
import { sendSteps } from '../chain/steps.ts'
import { parseDeploymentConfig } from '../deploy/config.ts'
import { deploySteps, featureOracleFor, modelContract } from '../deploy/contracts.ts'
import { deployModel, planModelDeployment } from '../deploy/model.ts'
import { planDeployment } from '../deploy/plan-deployment.ts'
import { poolAbi } from '../errors/standard-abis.ts'
import type { RegistryDomain } from '../inference/digest.ts'
import { pokeSteps, readOracle } from '../inference/oracle.ts'
import { planKeeperSetup } from '../inference/plan-keeper-setup.ts'
import { openRegistry } from '../inference/open-registry.ts'
import { addBondSteps } from '../inference/registry-steps.ts'
import type { Terms, Tier } from '../inference/types.ts'
import { unlockedAccount } from '../signing/accounts.ts'
import { planDeposit } from '../vault/enter-exit.ts'
import { openVault, type Vault } from '../vault/open-vault.ts'
import { giveHistory, startLocalMarket, usdcUnit, type LocalMarket } from './local-market.ts'
import { fund, passUntil, timeOf, tradeUntil } from './market-life.ts'
import { testModel } from './test-model.ts'

/** A model that is deployed and accepted by the vault. */
export interface EnrolledModel {
  readonly id: number
  readonly address: Address
  readonly hash: Hex
  readonly file: ModelFile
  readonly bytes: Uint8Array
  /** Packed list of its features, as the oracle takes it. */
  readonly spec: Hex
}

/** Everything that a keeper finds: market, vault, registry, oracle, models, and its own bonded account. */
export interface InferenceSetup {
  readonly market: LocalMarket
  readonly connection: ChainConnection
  readonly vault: Vault
  /** Guardian and proposer; holds the shares. */
  readonly deployer: Account
  readonly domain: RegistryDomain
  /** `KeeperPay`, the vault's fee recipient. */
  readonly pay: Address
  readonly oracle: Address
  readonly terms: Terms
  readonly models: readonly [EnrolledModel, ...EnrolledModel[]]
  readonly keeper: PrivateKeyAccount
  readonly epochSeconds: number
  readonly cells: number
}

export interface InferenceSetupOptions {
  readonly epochSeconds?: number
  readonly cells?: number
  /** Epochs that the oracle has at the end, whose last one has just ended. */
  readonly historyEpochs?: number
  /** The first is the one to use; default: a linear one. */
  readonly models?: readonly ModelFile[]
  /** Of the models, one by one; recomputed where nothing is said. */
  readonly tiers?: readonly Extract<Tier, 'recomputed' | 'optimistic'>[]
  /** Human units of USDC. */
  readonly deposit?: bigint
  readonly bond?: bigint
  readonly terms?: Partial<Terms>
  /** Fields of the vault's configuration, such as limits and policy. */
  readonly config?: Readonly<Record<string, unknown>>
  /** How the node is started. */
  readonly anvil?: AnvilOptions
}

/** Of no account that holds anything anywhere. */
const keeperKey = `0x${'4b'.repeat(32)}` as const

/**
 * A node with a market, a vault that is enrolled in the canonical registry by its own timelock, a recorded
 * past, a deployed model and a keeper with a bond. The chain stands one second into an epoch, the one
 * before is recorded.
 */
export async function deployInferenceSetup(
  options: InferenceSetupOptions = {},
): Promise<InferenceSetup> {
  const { epochSeconds = 3_600, cells = 12, historyEpochs = 6, deposit = 100_000n } = options
  const market = await startLocalMarket(options.anvil)
  await giveHistory(market)
  const connection = await connectChain(market.anvil.rpcUrl)
  const deployer = unlockedAccount(market.deployer)
  const keeper = privateKeyToAccount(keeperKey)
  await fund(market, keeper.address, 1_000_000n * usdcUnit)
  const { vault, domain, pay } = await deployVault(market, connection, deployer, options)
  const shares = { account: deployer.address, receiver: deployer.address }
  const entry = await planDeposit(connection, vault, { ...shares, assets: deposit * usdcUnit })
  await sendSteps(connection, deployer, entry.steps)

  const oracle = featureOracleFor(market.pool, epochSeconds, cells, 2_048)
  await sendSteps(connection, deployer, await deploySteps(connection, [oracle]))
  const files = options.models ?? [testModel({ epochSeconds, cellsPerEpoch: cells })]
  const deployed = files.map(modelAt)
  for (const { bytes } of deployed) {
    const plan = await planModelDeployment(connection, deployer.address, bytes)
    await deployModel(connection, deployer, plan)
  }
  const terms: Terms = {
    oracle: oracle.address,
    minDelaySeconds: 30,
    revealWindowSeconds: 600,
    challengeWindowSeconds: 3_600,
    missPenalty: 10n * usdcUnit,
    attestedMaxLossBps: 20,
    attestedBandX16: 2 << 16,
    attestedCooldownSeconds: 7_200,
    benchmarkModelId: 0,
    ...options.terms,
  }
  const ids = await enrol({ market, connection, deployer, vault, domain }, terms, {
    tiers: options.tiers ?? [],
    models: deployed,
    keeper: keeper.address,
  })
  const bond = await addBondSteps(connection, domain.registry, {
    vault: vault.address,
    keeper: keeper.address,
    payer: keeper.address,
    asset: vault.asset,
    amount: (options.bond ?? 10_000n) * usdcUnit,
  })
  await sendSteps(connection, keeper, bond)
  await liveThrough(
    market,
    { oracle: oracle.address, epochSeconds, cells, historyEpochs },
    deployer,
  )
  const models = deployed.map((model, i) => ({ ...model, id: ids[i] ?? 0 }))
  const [first, ...rest] = models
  if (first === undefined) throw new TypeError('a setup has a model')
  return {
    market,
    connection,
    vault,
    deployer,
    domain,
    pay,
    oracle: oracle.address,
    terms,
    models: [first, ...rest],
    keeper,
    epochSeconds,
    cells,
  }
}

async function deployVault(
  market: LocalMarket,
  connection: ChainConnection,
  deployer: Account,
  { config }: InferenceSetupOptions,
): Promise<Pick<InferenceSetup, 'vault' | 'domain' | 'pay'>> {
  const parsed = parseDeploymentConfig({
    pool: market.pool,
    asset: 'USDC',
    registry: 'canonical',
    feeRecipient: 'keeper-pay',
    ...config,
  })
  const plan = await planDeployment(connection, deployer.address, parsed)
  await sendSteps(connection, deployer, plan.steps)
  return {
    vault: await openVault(connection, plan.vault),
    domain: await openRegistry(connection, plan.vaultConfig.registry),
    pay: plan.vaultConfig.feeRecipient,
  }
}

type ModelAt = Omit<EnrolledModel, 'id'>

function modelAt(file: ModelFile): ModelAt {
  const bytes = encodeModel(file)
  const { address } = modelContract(bytes)
  const spec = bytesToHex(packFeatures(file.features))
  return { address, hash: modelHash(file), file, bytes, spec }
}

async function enrol(
  setup: Pick<InferenceSetup, 'market' | 'connection' | 'deployer' | 'vault' | 'domain'>,
  terms: Terms,
  wanted: {
    readonly tiers: readonly Extract<Tier, 'recomputed' | 'optimistic'>[]
    readonly models: readonly ModelAt[]
    readonly keeper: Address
  },
): Promise<readonly number[]> {
  const { market, connection, deployer, vault, domain } = setup
  const { operation, modelIds } = await planKeeperSetup(connection, vault, {
    registry: domain.registry,
    terms,
    models: wanted.models.map(({ address, hash }, i) => ({
      tier: wanted.tiers[i] ?? 'recomputed',
      implementation: address,
      modelHash: hash,
    })),
    keepers: [wanted.keeper],
  })
  await sendSteps(connection, deployer, [operation.schedule])
  await market.passTime(operation.delaySeconds)
  await sendSteps(connection, deployer, [operation.execute])
  return modelIds ?? []
}

/** Trades in every cell of so many epochs, one more to begin with, and has them recorded. */
async function liveThrough(
  market: LocalMarket,
  grid: {
    readonly oracle: Address
    readonly epochSeconds: number
    readonly cells: number
    readonly historyEpochs: number
  },
  deployer: Account,
): Promise<void> {
  const { oracle, epochSeconds, cells, historyEpochs } = grid
  const observations = (historyEpochs + 2) * cells
  if (observations > 151) {
    await sendAndConfirm(market.anvil, {
      to: market.pool,
      abi: poolAbi,
      functionName: 'increaseObservationCardinalityNext',
      args: [Math.min(observations, 151 + 800)],
    })
  }
  const connection = await connectChain(market.anvil.rpcUrl)
  const epoch = Math.ceil((await timeOf(market)) / epochSeconds)
  await passUntil(market, epoch * epochSeconds - Math.floor(epochSeconds / cells))
  await tradeUntil(market, (epoch + historyEpochs) * epochSeconds + 1, epochSeconds / cells)
  for (;;) {
    const lastEnded = Math.floor((await timeOf(market)) / epochSeconds) - 1
    const steps = pokeSteps(oracle, await readOracle(connection, oracle), lastEnded)
    if (steps.length === 0) return
    await sendSteps(connection, deployer, steps)
  }
}
