import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Account } from 'viem'
import { connectChain } from '../chain/connect.ts'
import { sendSteps, simulateSteps } from '../chain/steps.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { unlockedAccount } from '../signing/accounts.ts'
import { deployLocalVault, type DeployedVault } from '../testing/deployed-vault.ts'
import { rebalance, usdcUnit, wethUnit } from '../testing/local-market.ts'
import type { VaultAction } from './action.ts'
import { planDeposit, planRedeemInKind, planRedeemToAsset, planWithdraw } from './enter-exit.ts'
import { planPause } from './governance.ts'
import { contextOf, openVault } from './open-vault.ts'
import { planCancelRedeem, planClaimRedeem, planRequestRedeem } from './queue.ts'
import { readVaultStatus } from './read-status.ts'

let local: DeployedVault
let depositor: Account
beforeAll(async () => {
  local = await deployLocalVault()
  depositor = unlockedAccount(local.market.deployer)
})
afterAll(async () => {
  await local.market.anvil.stop()
})

/** Simulates, sends, and demands that the chain did what the simulation said. */
async function act<Result>(action: VaultAction<Result>): Promise<Result> {
  const { connection, vault } = local
  const simulated = await simulateSteps(
    connection,
    depositor.address,
    action.steps,
    contextOf(vault),
  )
  const result = action.result(await sendSteps(connection, depositor, action.steps))
  expect(action.expected(simulated)).toEqual(result)
  return result
}

const status = () => readVaultStatus(local.connection, local.vault, depositor.address)
const own = () => ({ account: depositor.address, receiver: depositor.address })

it('takes a deposit with an approval of exactly that amount', async () => {
  const { connection, vault } = local
  const action = await planDeposit(connection, vault, { ...own(), assets: 1_000n * usdcUnit })
  expect(action.steps.map(({ title }) => title)).toEqual([
    'approve exactly 1,000 USDC for the vault',
    'deposit 1,000 USDC',
  ])
  const { shares } = await act(action)
  const after = await status()
  expect(after.account).toMatchObject({ shares })
  expect(after.idle[vault.assetIsToken1 ? 'amount1' : 'amount0']).toBe(
    1_000n * usdcUnit + usdcUnit / 100n,
  )
  expect(after).toMatchObject({ healthy: true, obstacles: [], positions: [] })
  const unit = 10n ** BigInt(vault.share.decimals)
  const question = { address: vault.address, abi: strategyVaultAbi } as const
  const paid = await connection.client.readContract({
    ...question,
    functionName: 'previewRedeem',
    args: [unit],
  })
  expect(after.sharePrice.bid).toBe(paid)
  // 5 basis points stay with the holders, who are this one and the seed.
  expect(Number(after.account?.sharesValue)).toBeGreaterThan(999.4e6)
})

it('shows positions that hold what the vault does not, and a price around them', async () => {
  await local.market.passTime(1_800)
  await rebalance(local.market, local.vault.address)
  const { positions, holdings, idle, uncollectedFees, rebalance: last, timestamp } = await status()
  expect(positions).toHaveLength(1)
  const [position] = positions
  expect(position).toMatchObject({ inRange: true })
  const sum = (position?.amount0 ?? 0n) + idle.amount0 + uncollectedFees.amount0
  expect(Number(holdings.amount0 - sum)).toBeLessThanOrEqual(1)
  expect(last.cooldownEndsAt).toBe(timestamp + 3_600)
})

it('counts fees as they are earned', async () => {
  await local.market.sell(local.market.weth, wethUnit)
  const { uncollectedFees } = await status()
  const fee = local.market.usdcIsToken0 ? uncollectedFees.amount1 : uncollectedFees.amount0
  expect(fee).toBeGreaterThan(0n)
})

it('withdraws at the bid, out of what is idle', async () => {
  const { account } = await status()
  expect(account?.maxWithdraw).toBeGreaterThan(0n)
  const assets = account?.maxWithdraw ?? 0n
  const { shares } = await act(planWithdraw(local.vault, { ...own(), assets: assets / 2n }))
  expect((await status()).account?.shares).toBe((account?.shares ?? 0n) - shares)
})

it('redeems in kind, within the slippage of both tokens', async () => {
  const { account } = await status()
  const shares = (account?.shares ?? 0n) / 10n
  const action = await planRedeemInKind(local.connection, local.vault, {
    ...own(),
    shares,
    slippageBps: 100n,
  })
  const paid = await act(action)
  expect(paid.amount0).toBeGreaterThan(action.minima[0])
  expect(paid.amount1).toBeGreaterThan(action.minima[1])
  const value = (await status()).sharePrice.mid * shares
  expect(value).toBeGreaterThan(0n)
})

it('redeems to the asset in one transaction', async () => {
  const { account } = await status()
  const shares = (account?.shares ?? 0n) / 10n
  const action = await planRedeemToAsset(local.connection, local.vault, {
    ...own(),
    shares,
    slippageBps: 50n,
    deadline: 2_000_000_000n,
  })
  const { assets } = await act(action)
  expect(assets).toBeGreaterThan(action.minAssets)
  expect((await status()).account?.assetBalance).toBe((account?.assetBalance ?? 0n) + assets)
})

it('queues, cancels, is filled by a rebalance and claims', async () => {
  const { connection, vault, market } = local
  const { account } = await status()
  const half = (account?.shares ?? 0n) / 2n
  const request = { account: depositor.address, controller: depositor.address, shares: half }
  const { requestId } = await act(await planRequestRedeem(connection, vault, request))
  expect((await status()).account?.queue.requests).toEqual([{ requestId, pendingShares: half }])
  const cancelled = await act(planCancelRedeem(vault, { ...own(), requestId }))
  expect(cancelled.shares).toBe(half)

  await act(await planRequestRedeem(connection, vault, { ...request, shares: half / 1000n }))
  await market.passTime(7_200)
  await rebalance(market, vault.address)
  const { queue } = (await status()).account ?? { queue: undefined }
  expect(queue?.claimableShares).toBe(half / 1000n)
  const claim = planClaimRedeem(vault, { ...own(), shares: queue?.claimableShares ?? 0n })
  expect((await act(claim)).assets).toBe(queue?.claimableAssets)
})

it('says why an unhealthy vault is so', async () => {
  await local.market.sell(local.market.weth, 1_000n * wethUnit)
  await act(planPause(local.vault))
  const paused = await status()
  expect(paused.healthy).toBe(false)
  expect(paused.obstacles.map(({ code }) => code)).toEqual(['paused', 'unsettled'])
  expect(paused.value).toMatchObject({ bid: null, ask: null })
  expect(paused.account).toMatchObject({ maxDeposit: 0n, maxWithdraw: 0n })
})

it('does not begin what the balance cannot pay', async () => {
  const { connection, vault, market } = local
  const poor = { account: market.stranger, receiver: market.stranger, assets: usdcUnit }
  await expect(planDeposit(connection, vault, poor)).rejects.toMatchObject({ code: 'E_BALANCE' })
})

it('tells a wrong address and a wrong endpoint apart', async () => {
  const { connection, market } = local
  await expect(openVault(connection, market.stranger)).rejects.toMatchObject({
    code: 'E_NO_CONTRACT',
  })
  await expect(openVault(connection, market.usdc)).rejects.toMatchObject({ code: 'E_NOT_A_VAULT' })
  await expect(connectChain('http://127.0.0.1:9')).rejects.toMatchObject({
    code: 'E_RPC',
    exitCode: 75,
  })
  await expect(connectChain('ftp://example')).rejects.toMatchObject({ code: 'E_RPC_URL' })
})
