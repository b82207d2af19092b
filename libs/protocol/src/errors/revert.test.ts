import { TickwiseError } from '@tickwise/amm'
import { sendAndConfirm, tokenAbi } from '@tickwise/localchain'
import { encodeErrorResult, type Address } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callStep, sendSteps, simulateSteps } from '../chain/steps.ts'
import { featureOracleAbi } from '../generated/feature-oracle.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { keeperPayAbi } from '../generated/keeper-pay.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { riskTimelockAbi } from '../generated/risk-timelock.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { vaultFactoryAbi } from '../generated/vault-factory.ts'
import { rangePolicyAbi } from '../generated/range-policy.ts'
import { deployLocalVault, type DeployedVault } from '../testing/deployed-vault.ts'
import { rebalance, usdcUnit, wethUnit } from '../testing/local-market.ts'
import { planDeposit } from '../vault/enter-exit.ts'
import { planPause } from '../vault/governance.ts'
import { contextOf } from '../vault/open-vault.ts'
import { readVaultStatus } from '../vault/read-status.ts'
import { revertError } from './revert.ts'

describe('every error of the contracts', () => {
  const zeros: Readonly<Record<string, unknown>> = {
    address: `0x${'00'.repeat(20)}`,
    bytes32: `0x${'00'.repeat(32)}`,
    bytes4: '0x00000000',
    bytes6: '0x000000000000',
    string: 'x',
    int24: 0,
    uint8: 0,
    uint16: 0,
    uint32: 0,
    uint40: 0,
    int32: 0,
  }
  const abis = [
    strategyVaultAbi,
    redemptionQueueAbi,
    vaultFactoryAbi,
    rangePolicyAbi,
    quantizedModelAbi,
    riskTimelockAbi,
    inferenceRegistryAbi,
    featureOracleAbi,
    keeperPayAbi,
  ]
  const errors = abis.flatMap((abi) =>
    abi.flatMap((entry) => (entry.type === 'error' ? [entry] : [])),
  )

  it.each(errors.map((entry) => [entry.name, entry] as const))(
    '%s has words and a way out',
    (_, entry) => {
      const args = entry.inputs.map(({ type }) => zeros[type] ?? 0n)
      const error = revertError(
        encodeErrorResult({ abi: [entry], args, errorName: entry.name } as never),
      )
      expect(error).toBeInstanceOf(TickwiseError)
      expect(error.code).not.toBe('E_REVERTED')
      expect(error.message.length).toBeGreaterThan(10)
      expect(error.hint?.length).toBeGreaterThan(3)
      expect(`${error.message}${error.hint}`).not.toMatch(/undefined|\[object/)
    },
  )
})

describe('reverts of the real contracts', () => {
  let local: DeployedVault
  let own: Address
  beforeAll(async () => {
    local = await deployLocalVault('5000')
    own = local.deployer.address
    const deposit = await planDeposit(local.connection, local.vault, {
      account: own,
      receiver: own,
      assets: 1_000n * usdcUnit,
    })
    await sendSteps(local.connection, local.deployer, deposit.steps)
  })
  afterAll(async () => {
    await local.market.anvil.stop()
  })

  type Name =
    | 'deposit'
    | 'mint'
    | 'withdraw'
    | 'redeem'
    | 'redeemInKind'
    | 'redeemToAsset'
    | 'pause'
    | 'unpause'
    | 'rebalance'
  /** What the vault answers to a call, in words. */
  const refusal = async (functionName: Name, args: readonly unknown[], from = own) => {
    const step = callStep('a step', {
      address: local.vault.address,
      abi: strategyVaultAbi,
      functionName,
      args,
    } as Parameters<typeof callStep>[1])
    const context = contextOf(local.vault)
    return simulateSteps(local.connection, from, [step], context).catch((error: unknown) => error)
  }
  const approve = (amount: bigint) =>
    sendAndConfirm(local.market.anvil, {
      to: local.vault.asset.address,
      abi: tokenAbi,
      functionName: 'approve',
      args: [local.vault.address, amount],
      from: own,
    })
  const far = 2_000_000_000n

  it('over the cap', async () => {
    await approve(10_000n * usdcUnit)
    expect(await refusal('deposit', [5_000n * usdcUnit, own])).toMatchObject({
      code: 'E_ERC4626_EXCEEDED_MAX_DEPOSIT',
      message: expect.stringContaining('a deposit of 5,000 USDC is above the 3,99'),
    })
  })

  it('not enough allowance, not enough balance', async () => {
    await approve(1n)
    // The token here has errors of its own, as many have: they are passed on as they are.
    expect(await refusal('deposit', [usdcUnit, own])).toMatchObject({
      code: 'E_REVERTED',
      facts: { data: expect.stringMatching(/^0x[0-9a-f]{264}$/) },
    })
    await approve(10_000n * usdcUnit)
    const { stranger } = local.market
    expect(
      await refusal('redeemInKind', [usdcUnit, stranger, stranger, 0n, 0n], stranger),
    ).toMatchObject({
      code: 'E_ERC20_INSUFFICIENT_BALANCE',
    })
    expect(
      await refusal('redeemInKind', [usdcUnit, stranger, own, 0n, 0n], stranger),
    ).toMatchObject({
      code: 'E_ERC20_INSUFFICIENT_ALLOWANCE',
    })
  })

  it('nothing, or so little that it is nothing', async () => {
    expect(await refusal('deposit', [0n, own])).toMatchObject({ code: 'E_ZERO_SHARES' })
    expect(await refusal('withdraw', [0n, own, own])).toMatchObject({ code: 'E_ZERO_ASSETS' })
    expect(await refusal('redeem', [1n, own, own])).toMatchObject({ code: 'E_ZERO_ASSETS' })
  })

  it('more than there is', async () => {
    expect(await refusal('withdraw', [2_000n * usdcUnit, own, own])).toMatchObject({
      code: 'E_ERC4626_EXCEEDED_MAX_WITHDRAW',
      hint: expect.stringContaining('request-redeem'),
    })
    expect(await refusal('redeem', [10n ** 30n, own, own])).toMatchObject({
      code: 'E_ERC4626_EXCEEDED_MAX_REDEEM',
    })
  })

  it('below the minima and past the deadline', async () => {
    const shares = 10n ** 18n
    expect(await refusal('redeemInKind', [shares, own, own, 10n ** 30n, 0n])).toMatchObject({
      code: 'E_AMOUNTS_BELOW_MINIMUM',
      exitCode: 75,
    })
    expect(await refusal('redeemToAsset', [shares, own, own, 5n * usdcUnit, far])).toMatchObject({
      code: 'E_ASSETS_BELOW_MINIMUM',
      message: expect.stringContaining('below the minimum 5 USDC'),
    })
    expect(await refusal('redeemToAsset', [shares, own, own, 0n, 1_700_000_000n])).toMatchObject({
      code: 'E_DEADLINE_PASSED',
      message: expect.stringContaining('2023-11-14 22:13:20 UTC'),
    })
  })

  it('the wrong role', async () => {
    expect(await refusal('pause', [], local.market.stranger)).toMatchObject({
      code: 'E_NOT_GUARDIAN',
    })
    expect(await refusal('unpause', [])).toMatchObject({ code: 'E_NOT_TIMELOCK' })
    const id = `0x${'00'.repeat(32)}`
    expect(await refusal('rebalance', [id, 1n])).toMatchObject({ code: 'E_NOT_REGISTRY' })
  })

  it('a rebalance too early', async () => {
    await rebalance(local.market, local.vault.address)
    const id = `0x${'00'.repeat(32)}`
    expect(await refusal('rebalance', [id, 1n], local.market.registry)).toMatchObject({
      code: 'E_COOLDOWN_RUNNING',
      exitCode: 75,
    })
  })

  it('the queue', async () => {
    const ask = (
      functionName: 'cancelRequest' | 'redeem' | 'requestRedeem',
      args: readonly unknown[],
      from = own,
    ) =>
      simulateSteps(local.connection, from, [
        callStep('a step', {
          address: local.vault.queue,
          abi: redemptionQueueAbi,
          functionName,
          args,
        } as Parameters<typeof callStep>[1]),
      ]).catch((error: unknown) => error)
    expect(await ask('cancelRequest', [7n, own, own])).toMatchObject({
      code: 'E_NOTHING_TO_CANCEL',
    })
    expect(await ask('redeem', [5n, own, own])).toMatchObject({ code: 'E_CLAIM_ABOVE_MAXIMUM' })
    expect(await ask('requestRedeem', [0n, own, own])).toMatchObject({ code: 'E_ZERO_AMOUNT' })
    expect(await ask('requestRedeem', [5n, own, own], local.market.stranger)).toMatchObject({
      code: 'E_NOT_OWNER_OR_OPERATOR',
    })
  })

  it('a price that moved, and a vault that is paused', async () => {
    await local.market.sell(local.market.weth, 1_000n * wethUnit)
    expect(await refusal('deposit', [usdcUnit, own])).toMatchObject({
      code: 'E_PRICE_UNSETTLED',
      exitCode: 75,
    })
    await sendSteps(local.connection, local.deployer, planPause(local.vault).steps)
    expect(await refusal('deposit', [usdcUnit, own])).toMatchObject({ code: 'E_VAULT_PAUSED' })
  })

  it('an oracle whose history is gone', async () => {
    // The ring has 151 slots: trades that move the tick, a second apart, push the half hour out of it.
    await local.market.anvil.client.setBlockTimestampInterval({ interval: 1 })
    for (let i = 0; i < 160; i++) await local.market.sell(local.market.weth, 5n * wethUnit)
    const status = await readVaultStatus(local.connection, local.vault)
    expect(status.obstacles.map(({ code }) => code)).toEqual(['paused', 'history-missing'])
    expect(status.prices.longTwapTick).toBeNull()
  })
})
