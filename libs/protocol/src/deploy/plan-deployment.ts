import { UserError } from '@tickwise/amm'
import {
  encodeAbiParameters,
  getCreate2Address,
  keccak256,
  numberToHex,
  parseEventLogs,
  zeroAddress,
  type Address,
  type Hex,
} from 'viem'
import { formatTokenAmount, parseTokenAmount, type Token } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, type SentStep, type Step } from '../chain/steps.ts'
import { translateError } from '../chain/translate-error.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { vaultFactoryAbi } from '../generated/vault-factory.ts'
import { approvalSteps, balanceOf, lastOf, onlyEvent } from '../vault/action.ts'
import { readPool, requireCode } from '../vault/open-vault.ts'
import { noDepositCap } from './ceilings.ts'
import type { DeploymentConfig } from './config.ts'
import {
  deploySteps,
  keeperPayFor,
  sharedContracts,
  timelockAddress,
  type FixedContract,
  type SharedContracts,
  type TimelockTerms,
} from './contracts.ts'
import {
  observationsNeeded,
  prepareSteps,
  readPoolHistory,
  type PoolHistory,
} from './pool-history.ts'

/** Everything that a vault of a configuration is going to be, and how it comes about. */
export interface DeploymentPlan {
  /** Where the vault is going to be. */
  readonly vault: Address
  readonly asset: Token
  readonly token0: Token
  readonly token1: Token
  readonly poolFee: number
  readonly shared: SharedContracts
  readonly vaultConfig: VaultConfig
  readonly history: PoolHistory
  /** Base units of the asset that become shares of nobody. */
  readonly seedAssets: bigint
  /** Only those that prepare the pool while its oracle is not ready. */
  readonly steps: readonly Step[]
}

/** The `VaultConfig` of the contracts, with the timelock that is made with the vault. */
export interface VaultConfig {
  readonly pool: Address
  readonly asset: Address
  readonly envelope: Address
  readonly rangePolicy: Address
  readonly name: string
  readonly symbol: string
  readonly timelock: Address
  readonly guardian: Address
  readonly registry: Address
  readonly feeRecipient: Address
  readonly limits: Omit<DeploymentConfig['limits'], 'depositCap'> & { readonly depositCap: bigint }
  readonly policy: {
    readonly policyId: number
    readonly minHalfWidthTicks: number
    readonly maxHalfWidthTicks: number
    readonly widthMilliSigmas: number
    readonly horizonEpochs: number
    readonly baseHalfWidthTicks: number
    readonly limitWidthTicks: number
  }
}

/** A vault that was created. */
export interface CreatedVault {
  readonly vault: Address
  readonly queue: Address
  readonly seedAssets: bigint
  readonly seedShares: bigint
}

/**
 * Works out the whole deployment without sending anything: which shared contracts are missing, whether the
 * pool's oracle is ready, the vault's address, and the transactions in their order.
 *
 * @param account who pays the gas and the seed; guardian, fee recipient and proposer unless others are named
 * @throws UserError for a pool, asset or balance that does not do
 * @example
 * const plan = await planDeployment(connection, account, parseDeploymentConfig({ pool, asset: 'USDC' }))
 * if (!plan.history.ready) throw historyMissing(pool, plan.history)
 */
export async function planDeployment(
  connection: ChainConnection,
  account: Address,
  config: DeploymentConfig,
): Promise<DeploymentPlan> {
  await requireCode(connection, config.pool, 'pool')
  const pool = await readPool(connection, config.pool).catch((error: unknown) => {
    throw notAPool(config.pool, error)
  })
  const asset = assetOf(config.asset, pool.token0, pool.token1)
  const needed = observationsNeeded(connection.chainId, config.blockSeconds)
  const history = await readPoolHistory(connection, config.pool, needed)
  const shared = sharedContracts(pool.uniswapFactory, needed)
  const terms = {
    delaySeconds: BigInt(config.timelockDelaySeconds),
    proposers: config.proposers ?? [account],
    executors: config.executors,
  }
  const roles = rolesOf(config, account, shared)
  const given = vaultConfigOf(config, asset, pool, { ...shared, ...roles })
  const salt = numberToHex(config.salt, { size: 32 })
  const { vault, vaultConfig } = creationOf(shared, given, terms, salt)
  const steps = history.ready
    ? [
        ...(await deploySteps(connection, [
          shared.limitRules,
          shared.rebalanceLogic,
          shared.priceEnvelope,
          shared.rangePolicy,
          shared.vaultFactory,
          ...roles.contracts,
        ])),
        ...(await lendingSteps(connection, account, shared.vaultFactory.address, asset, pool)),
        callStep(`create the vault ${vaultConfig.name} and its timelock`, {
          address: shared.vaultFactory.address,
          abi: vaultFactoryAbi,
          functionName: 'createVault',
          args: [shared.vaultCode, given, terms, salt],
        }),
      ]
    : prepareSteps(config.pool, history)
  return {
    vault,
    asset,
    token0: pool.token0,
    token1: pool.token1,
    poolFee: pool.fee,
    shared,
    vaultConfig,
    history,
    seedAssets: seedOf(asset),
    steps,
  }
}

/** The vault that the last step of a deployment created. */
export function createdVault(sent: readonly SentStep[]): CreatedVault {
  const { logs } = lastOf(sent).receipt
  const events = parseEventLogs({ abi: vaultFactoryAbi, eventName: 'VaultCreated', logs })
  const { vault, queue, seedAssets, seedShares } = onlyEvent(events, 'VaultCreated').args
  return { vault, queue, seedAssets, seedShares }
}

/** A hundredth of a token: what is deposited for nobody. As `seedFor` of the factory. */
export function seedOf(token: Token): bigint {
  return token.decimals < 3 ? 1n : 10n ** BigInt(token.decimals - 2)
}

/** What the factory borrows for a moment to examine a token. As `probeAmountOf` of the factory. */
export function probeOf(token: Token): bigint {
  const hundredth = seedOf(token)
  return hundredth < 1_001n ? 1_001n : hundredth + 1n
}

/** Approvals of what the factory examines both tokens with, and of the seed. */
async function lendingSteps(
  connection: ChainConnection,
  owner: Address,
  spender: Address,
  asset: Token,
  pool: { readonly token0: Token; readonly token1: Token },
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const token of [pool.token0, pool.token1]) {
    const seed = token.address === asset.address ? seedOf(token) : 0n
    const probe = probeOf(token)
    const balance = await balanceOf(connection, token, owner)
    if (balance < probe) {
      throw new UserError(
        'E_SEED',
        `the deployer holds ${formatTokenAmount(balance, token)} and needs ${formatTokenAmount(probe, token)}`,
        {
          hint: 'the factory examines both tokens with it and gives it back, but for the seed of the asset',
          facts: { token: token.address },
        },
      )
    }
    const amount = probe + seed
    const what = seed === 0n ? 'to be examined and given back' : 'to be examined, and the seed'
    const title = `approve exactly ${formatTokenAmount(amount, token)} for the factory: ${what}`
    steps.push(...(await approvalSteps(connection, token, { owner, spender, amount, title })))
  }
  return steps
}

function assetOf(given: string, token0: Token, token1: Token): Token {
  const wanted = given.toLowerCase()
  const names = (token: Token, place: string) => [place, token.symbol, token.address]
  const matches = [
    ...(names(token0, '0').some((name) => name.toLowerCase() === wanted) ? [token0] : []),
    ...(names(token1, '1').some((name) => name.toLowerCase() === wanted) ? [token1] : []),
  ]
  const [match] = matches
  if (match !== undefined && matches.length === 1) return match
  throw new UserError('E_ASSET', `${given} is not one of the pool's tokens`, {
    hint: `use 0 for ${token0.symbol} (${token0.address}) or 1 for ${token1.symbol} (${token1.address})`,
  })
}

type Roles = Pick<VaultConfig, 'guardian' | 'registry' | 'feeRecipient'>

/** Who may what, and the contracts among them that may have to be deployed. */
function rolesOf(
  config: DeploymentConfig,
  account: Address,
  shared: SharedContracts,
): Roles & { readonly contracts: readonly FixedContract[] } {
  const { guardian = account, registry: wanted = zeroAddress, feeRecipient = account } = config
  const registry = wanted === 'canonical' ? shared.inferenceRegistry.address : wanted
  const contracts =
    wanted === 'canonical' ? [...shared.registryLibraries, shared.inferenceRegistry] : []
  if (feeRecipient !== 'keeper-pay') return { guardian, registry, feeRecipient, contracts }
  if (registry === zeroAddress) {
    throw new UserError('E_DEPLOY_CONFIG', 'keeper-pay pays the keepers of a registry', {
      hint: 'name a registry too, such as canonical',
    })
  }
  const pay = keeperPayFor(registry)
  return { guardian, registry, feeRecipient: pay.address, contracts: [...contracts, pay] }
}

function vaultConfigOf(
  config: DeploymentConfig,
  asset: Token,
  { token0, token1 }: { readonly token0: Token; readonly token1: Token },
  contracts: SharedContracts & Roles,
): VaultConfig {
  const { depositCap } = config.limits
  return {
    pool: config.pool,
    asset: asset.address,
    envelope: contracts.priceEnvelope.address,
    rangePolicy: contracts.rangePolicy.address,
    name: config.name ?? `Tickwise ${token0.symbol}/${token1.symbol}`.slice(0, 31),
    symbol: config.symbol ?? `tw${asset.symbol}`.slice(0, 31),
    timelock: zeroAddress,
    guardian: contracts.guardian,
    registry: contracts.registry,
    feeRecipient: contracts.feeRecipient,
    limits: {
      ...config.limits,
      depositCap: depositCap === 'none' ? noDepositCap : parseTokenAmount(depositCap, asset),
    },
    policy: policyParameters(config.policy),
  }
}

function policyParameters(policy: DeploymentConfig['policy']): VaultConfig['policy'] {
  const none = {
    minHalfWidthTicks: 0,
    maxHalfWidthTicks: 0,
    widthMilliSigmas: 0,
    horizonEpochs: 0,
    baseHalfWidthTicks: 0,
    limitWidthTicks: 0,
  }
  const { name, ...parameters } = policy
  return { policyId: name === 'volatility-band' ? 1 : 2, ...none, ...parameters }
}

/** Where a creation puts vault and timelock, and the configuration as the vault is going to have it. */
function creationOf(
  shared: SharedContracts,
  given: VaultConfig,
  terms: TimelockTerms,
  salt: Hex,
): { readonly vault: Address; readonly vaultConfig: VaultConfig } {
  const constructor = strategyVaultAbi.find(({ type }) => type === 'constructor')
  if (constructor?.type !== 'constructor') throw new TypeError('the vault has a constructor')
  const [config] = constructor.inputs
  const factory = shared.vaultFactory.address
  const timelockSalt = keccak256(
    encodeAbiParameters([config, { type: 'bytes32' }] as const, [given, salt]),
  )
  const timelock = timelockAddress(factory, terms, timelockSalt)
  const vaultConfig = { ...given, timelock }
  const args = encodeAbiParameters(constructor.inputs, [vaultConfig])
  const bytecode: Hex = `${shared.vaultCode}${args.slice(2)}`
  return { vault: getCreate2Address({ from: factory, salt, bytecode }), vaultConfig }
}

function notAPool(pool: Address, error: unknown): unknown {
  const reason = translateError(error)
  if (reason.exitCode === 75) return reason
  return new UserError('E_NOT_A_POOL', `the contract at ${pool} is not a Uniswap v3 pool`, {
    hint: 'give the address of the pool, not of a token or a router',
  })
}
