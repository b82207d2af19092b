import { sendAndConfirm, tokenAbi } from '@tickwise/localchain'
import { keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectChain, type ChainConnection } from '../chain/connect.ts'
import { sendSteps, simulateSteps } from '../chain/steps.ts'
import { riskTimelockAbi } from '../generated/risk-timelock.ts'
import { vaultFactoryAbi } from '../generated/vault-factory.ts'
import { unlockedAccount } from '../signing/accounts.ts'
import {
  giveHistory,
  startLocalMarket,
  usdcUnit,
  type LocalMarket,
} from '../testing/local-market.ts'
import { parseDeploymentConfig } from './config.ts'
import { createdVault, planDeployment, probeOf } from './plan-deployment.ts'
import { historyMissing } from './pool-history.ts'

let market: LocalMarket
let connection: ChainConnection
beforeAll(async () => {
  market = await startLocalMarket()
  connection = await connectChain(market.anvil.rpcUrl)
})
afterAll(async () => {
  await market.anvil.stop()
})

const configFor = (more: object = {}) =>
  parseDeploymentConfig({ pool: market.pool, asset: 'USDC', ...more })

it('prepares a young pool, says what is missing, and creates the vault once it is there', async () => {
  const deployer = unlockedAccount(market.deployer)
  const young = await planDeployment(connection, market.deployer, configFor())
  expect(young.history).toMatchObject({ ready: false, cardinality: 1, needed: 151 })
  expect(young.steps).toHaveLength(1)
  expect(historyMissing(market.pool, young.history)).toMatchObject({
    code: 'E_POOL_HISTORY',
    exitCode: 75,
    message: expect.stringContaining('1 of 151'),
  })

  await sendSteps(connection, deployer, young.steps)
  const prepared = await planDeployment(connection, market.deployer, configFor())
  expect(prepared.history).toMatchObject({ ready: false, cardinalityNext: 151 })
  expect(prepared.steps).toEqual([])

  await giveHistory(market)
  const plan = await planDeployment(connection, market.deployer, configFor())
  expect(plan.history.ready).toBe(true)
  const simulated = await simulateSteps(connection, market.deployer, plan.steps)
  const sent = await sendSteps(connection, deployer, plan.steps)
  expect(simulated.map(({ gasUsed }) => gasUsed)).toEqual(sent.map((s) => s.receipt.gasUsed))
  expect(createdVault(sent)).toMatchObject({ vault: plan.vault, seedAssets: plan.seedAssets })

  const factory = { address: plan.shared.vaultFactory.address, abi: vaultFactoryAbi } as const
  const { client } = connection
  const asset = plan.asset.address
  expect(
    await client.readContract({ ...factory, functionName: 'isVault', args: [plan.vault] }),
  ).toBe(true)
  const timelock = plan.vaultConfig.timelock
  expect(
    await client.readContract({ ...factory, functionName: 'isTimelock', args: [timelock] }),
  ).toBe(true)
  const governed = { address: timelock, abi: riskTimelockAbi } as const
  expect(await client.readContract({ ...governed, functionName: 'getMinDelay' })).toBe(172_800n)
  expect(
    await client.readContract({
      ...governed,
      functionName: 'hasRole',
      args: [keccak256(stringToHex('PROPOSER_ROLE')), market.deployer],
    }),
  ).toBe(true)
  expect(await client.readContract({ ...factory, functionName: 'seedFor', args: [asset] })).toBe(
    plan.seedAssets,
  )
  for (const token of [plan.token0, plan.token1]) {
    const args = [token.address] as const
    const probe = await client.readContract({ ...factory, functionName: 'probeAmountOf', args })
    expect(probeOf(token)).toBe(probe)
  }
})

it('deploys nothing twice: another vault needs its own salt and one transaction', async () => {
  const again = await planDeployment(connection, market.deployer, configFor())
  await expect(simulateSteps(connection, market.deployer, again.steps)).rejects.toMatchObject({
    code: 'E_VAULT_EXISTS',
  })
  const second = await planDeployment(connection, market.deployer, configFor({ salt: 1 }))
  expect(second.steps.map(({ title }) => title.split(' ')[0])).toEqual([
    'approve',
    'approve',
    'create',
  ])
})

it('names what is wrong with pool, asset, chain and balance before anything is sent', async () => {
  const plan = (more: object, account = market.deployer) =>
    planDeployment(connection, account, configFor(more))
  await expect(plan({ pool: market.stranger })).rejects.toMatchObject({ code: 'E_NO_CONTRACT' })
  await expect(plan({ pool: market.usdc })).rejects.toMatchObject({ code: 'E_NOT_A_POOL' })
  await expect(plan({ asset: 'DAI' })).rejects.toMatchObject({
    code: 'E_ASSET',
    hint: expect.stringContaining('USDC'),
  })
  await expect(plan({}, market.stranger)).rejects.toMatchObject({ code: 'E_SEED' })
  await sendAndConfirm(market.anvil, {
    to: market.usdc,
    abi: tokenAbi,
    functionName: 'mint',
    args: [market.stranger, usdcUnit],
  })
  await expect(plan({}, market.stranger)).rejects.toMatchObject({
    code: 'E_SEED',
    message: expect.stringContaining('WETH'),
  })
})
