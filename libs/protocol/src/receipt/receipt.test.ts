import type { ModelFile } from '@tickwise/forecast'
import { actorAbi, mineBlock, sendAndConfirm, waitUntilMined } from '@tickwise/localchain'
import { zeroAddress, type Address, type Hash } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectChain } from '../chain/connect.ts'
import { sendSteps } from '../chain/steps.ts'
import { poolAbi } from '../errors/standard-abis.ts'
import { pokeSteps, readOracle } from '../inference/oracle.ts'
import { revealStep } from '../inference/registry-steps.ts'
import { deployInferenceSetup, type InferenceSetup } from '../testing/inference-setup.ts'
import { commitNow, revealNow } from '../testing/keeper-acts.ts'
import { usdcUnit } from '../testing/local-market.ts'
import { passUntil, timeOf, tradeUntil } from '../testing/market-life.ts'
import { testModel } from '../testing/test-model.ts'
import { planRequestRedeem } from '../vault/queue.ts'
import { firstUnderived } from './derive.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { firstDifference } from './difference.ts'
import { findReveals } from './find-reveals.ts'
import { receiptFromChain } from './from-chain.ts'
import { receiptHash, receiptJson, type Receipt } from './receipt.ts'
import { verifyReceipt } from './verify.ts'

let setup: InferenceSetup
/** Reveals of the tests, in order: traded, traded behind other trades, held, withheld, a lie. */
const reveals: Hash[] = []
let traded: Receipt

beforeAll(async () => {
  const biased = testModel({ biasX16: 1 })
  setup = await deployInferenceSetup({
    models: [testModel(), biased],
    tiers: ['recomputed', 'optimistic'],
  })
})
afterAll(async () => {
  await setup?.market.anvil.stop()
})

/** Lives into the next epoch, some trades in every cell, and records the one that has ended. */
async function nextEpoch(): Promise<void> {
  const { market, epochSeconds, cells, oracle, connection, deployer } = setup
  const next = Math.floor((await timeOf(market)) / epochSeconds) + 1
  await tradeUntil(market, next * epochSeconds + 1, epochSeconds / cells)
  await sendSteps(
    connection,
    deployer,
    pokeSteps(oracle, await readOracle(connection, oracle), next - 1),
  )
}

/** Mints into a position of the vault, as anyone can. */
async function giveLiquidity(
  { tickLower, tickUpper }: { readonly tickLower: number; readonly tickUpper: number },
  liquidity: bigint,
): Promise<void> {
  const { anvil, pool, usdc, sellCall } = setup.market
  await sendAndConfirm(anvil, {
    to: sellCall(usdc, 1n).to,
    abi: actorAbi,
    functionName: 'mint',
    args: [pool, setup.vault.address, tickLower, tickUpper, liquidity],
  })
}

it('matches a first rebalance, from nothing but an endpoint', async () => {
  const committed = await commitNow(setup, true)
  const hash = await revealNow(setup, committed, true)
  reveals.push(hash)
  const connection = await connectChain(setup.connection.rpcUrl)
  const verdict = await verifyReceipt(hash, { connection })
  expect(verdict).toMatchObject({
    result: 'match',
    stateFrom: 'block-before',
    modelFrom: 'deployment',
  })
  const { receipt } = verdict
  traded = receipt
  expect(receipt).toMatchObject({
    vault: setup.vault.address,
    registry: setup.domain.registry,
    oracle: setup.oracle,
    commitment: { inference: committed.inference, mined: { transaction: committed.commitHash } },
    forecast: { forecastX16: committed.output.forecastX16 },
    decision: { trade: true, outcome: 'traded' },
    log: { length: 1 },
  })
  expect(receipt.rebalance?.effects.positions).toHaveLength(1)
  expect(receipt.rebalance?.effects.swap).toBeDefined()
})

it('matches a rebalance behind other trades of its block, with fees, a queue and a gift', async () => {
  const { market, vault, connection, deployer, keeper, domain } = setup
  await nextEpoch()
  const shares = { account: deployer.address, controller: deployer.address }
  const request = await planRequestRedeem(connection, vault, { ...shares, shares: 10n ** 20n })
  await sendSteps(connection, deployer, request.steps)
  const committed = await commitNow(setup, true)
  const [position] = traded.rebalance!.effects.positions
  await giveLiquidity(position!, 10n ** 12n)
  await passUntil(market, committed.inference.validAfter)
  const { anvil } = market
  await anvil.client.setAutomine(false)
  const reveal = revealStep(domain.registry, committed.inference, committed.output, true)
  const nonce = await anvil.client.getTransactionCount({ address: market.stranger })
  const trades = [20_000n, 5_000n].map((amount, i) => ({
    from: market.stranger,
    ...market.sellCall(market.usdc, amount * usdcUnit),
    nonce: nonce + i,
  }))
  const [, , hash] = await mineBlock(anvil, {
    timestamp: committed.inference.validAfter + 5,
    transactions: [
      ...trades,
      { from: keeper.address, to: reveal.to, data: reveal.data, gas: 6_000_000 },
    ],
  })
  await anvil.client.setAutomine(true)
  const { status } = await waitUntilMined(anvil.client, hash!)
  expect(status).toBe('success')
  reveals.push(hash!)

  const verdict = await verifyReceipt(hash!, { connection })
  expect(verdict).toMatchObject({ result: 'match', stateFrom: 'replay' })
  const { receipt } = verdict
  traded = receipt
  expect(receipt.stateBefore.positions).toHaveLength(1)
  const { inputs } = receipt.rebalance!
  expect(inputs.queuedShares).toBe(10n ** 20n)
  expect(inputs.recordedLiquidity[0]).toBe(receipt.stateBefore.positions[0]!.liquidity + 10n ** 12n)
  expect(receipt.rebalance?.effects.fees0).toBeGreaterThan(0n)
  // The state before is not the one of the block before: the trades have moved the price.
  const [price] = await connection.client.readContract({
    address: vault.pool,
    abi: poolAbi,
    functionName: 'slot0',
    blockNumber: receipt.reveal.blockNumber - 1n,
  })
  expect(receipt.stateBefore.sqrtPriceX96).not.toBe(price)
})

it('matches what was held and what was withheld', async () => {
  const { connection } = setup
  await nextEpoch()
  reveals.push(await revealNow(setup, await commitNow(setup, false), false))
  await nextEpoch()
  reveals.push(await revealNow(setup, await commitNow(setup, true), false))
  for (const [i, outcome] of [[2, 'held'] as const, [3, 'withheld'] as const]) {
    const verdict = await verifyReceipt(reveals[i]!, { connection })
    expect(verdict).toMatchObject({ result: 'match', receipt: { decision: { outcome } } })
    expect(verdict.receipt.rebalance).toBeUndefined()
    expect(verdict.receipt.log.length).toBe(i + 1)
  }
})

it('finds the lie of an optimistic inference, which the reveal itself cannot see', async () => {
  const { connection, models } = setup
  await nextEpoch()
  const hash = await revealNow(setup, await commitNow(setup, false, models[1], {}, 7), false)
  reveals.push(hash)
  const verdict = await verifyReceipt(hash, { connection })
  expect(verdict).toMatchObject({
    result: 'difference',
    difference: { field: 'forecast.forecastX16' },
    receipt: { model: { tier: 'optimistic' } },
  })
  const { found, expected } = verdict.difference!
  expect(Number(found) - Number(expected)).toBe(7)
})

it('finds every reveal of a vault, also after another registry has taken over', async () => {
  const { connection, vault, market } = setup
  const transactions = async () =>
    (await findReveals(connection, vault.address)).map(({ transaction }) => transaction)
  expect(await transactions()).toEqual(reveals)
  const setRegistry = {
    to: vault.address,
    abi: strategyVaultAbi,
    functionName: 'setRegistry',
  } as const
  const snapshot = await market.anvil.client.snapshot()
  await sendAndConfirm(market.anvil, { ...setRegistry, args: [zeroAddress] })
  expect(await transactions()).toEqual(reveals)
  await market.anvil.client.revert({ id: snapshot })
})

it('tells a wrong model file at the forecast', async () => {
  const { connection, models } = setup
  const right = await verifyReceipt(reveals[0]!, { connection, modelFile: models[0].bytes })
  expect(right).toMatchObject({ result: 'match', modelFrom: 'file' })
  const wrong = await verifyReceipt(reveals[0]!, { connection, modelFile: models[1]!.bytes })
  expect(wrong).toMatchObject({
    result: 'difference',
    difference: { field: 'forecast.forecastX16' },
  })
})

it('asks the contract where the deployment cannot be read back', async () => {
  const { connection, models } = setup
  const none = new Map([[models[0].address as Address, undefined]])
  const verdict = await verifyReceipt(reveals[0]!, { connection, models: none })
  expect(verdict).toMatchObject({ result: 'match', modelFrom: 'contract' })
})

it('compares a receipt that was written down, whose reason is its own', async () => {
  const { connection } = setup
  const { receipt } = await receiptFromChain(connection, reveals[1]!)
  const text = receiptJson({ ...receipt, decision: { ...receipt.decision, reason: 'wide enough' } })
  expect(text).not.toMatch(/\s(?!enough)/)
  expect(await verifyReceipt(JSON.parse(text), { connection })).toMatchObject({ result: 'match' })
  expect(receiptHash(receipt)).toBe(receiptHash({ ...receipt }))
  const changed = { ...receipt, stateBefore: { ...receipt.stateBefore, idle0: 1n } }
  expect(await verifyReceipt(changed, { connection })).toMatchObject({
    difference: {
      field: 'stateBefore.idle0',
      found: '1',
      expected: String(receipt.stateBefore.idle0),
    },
  })
  await expect(
    verifyReceipt({ reveal: { transaction: '0x12' } }, { connection }),
  ).rejects.toMatchObject({ code: 'E_RECEIPT' })
})

/** Every leaf of a value, as a path. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]))
}

/** The same with another value at one leaf. */
function changedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) {
    if (typeof value === 'bigint') return value + 1n
    if (typeof value === 'number') return value + 1
    if (typeof value === 'boolean') return !value
    const last = String(value).at(-1)
    return `${String(value).slice(0, -1)}${last === '1' ? '2' : '1'}`
  }
  const tree = value as Readonly<Record<string, unknown>>
  const member = changedAt(tree[key], rest)
  return Array.isArray(value)
    ? value.map((item, i) => (String(i) === key ? member : item))
    : { ...tree, [key]: member }
}

it('names every single field that is changed', () => {
  const leaves = leavesOf(traded)
  expect(leaves.length).toBeGreaterThan(80)
  for (const path of leaves) {
    const changed = changedAt(traded, path)
    expect(firstDifference(changed, traded, '')?.field).toBe(path.join('.'))
    expect(firstDifference(traded, changed, '')?.field).toBe(path.join('.'))
  }
})

/** What is wrong with a receipt that nobody compares with the chain. */
function underived(receipt: Receipt, model: ModelFile): unknown {
  try {
    return firstUnderived(receipt, { source: 'file', model })
  } catch (error) {
    return error
  }
}

/** What a chain alone can tell, and inputs of which a unit more or less has no consequence. */
const underivable = [
  'format',
  'pool',
  'oracle',
  'reveal.transaction',
  'reveal.blockNumber',
  'reveal.blockHash',
  'reveal.timestamp',
  'commitment.mined.transaction',
  'commitment.mined.blockNumber',
  'commitment.mined.timestamp',
  'model.tier',
  'model.implementation',
  'features.raw.0',
  'features.raw.1',
  'features.raw.2',
  'stateBefore.tick',
  'stateBefore.positions.0.liquidity',
  'rebalance.inputs.blockStartTick',
  'rebalance.inputs.shortTwapTick',
  'rebalance.inputs.bid',
  'rebalance.inputs.supply',
  'rebalance.inputs.virtualShares',
  'rebalance.inputs.queuedShares',
  'rebalance.inputs.maxDeviationTicks',
  'rebalance.inputs.dailyTurnoverBps',
  'rebalance.inputs.turnoverAvailableBps',
  'log.length',
]

it('derives what a receipt claims: no field that counts can be changed alone', () => {
  const { file: model } = setup.models[0]
  expect(firstUnderived(traded, { source: 'file', model })).toBeUndefined()
  const unnoticed = leavesOf(traded)
    .filter((path) => underived(changedAt(traded, path) as Receipt, model) === undefined)
    .map((path) => path.join('.'))
  expect(unnoticed.filter((field) => !underivable.includes(field))).toEqual([])
})

it('derives liquidity that no hash is of: more than units of it are in what the vault was worth', () => {
  const { file: model } = setup.models[0]
  const { positions } = traded.stateBefore
  expect(positions.length).toBeGreaterThan(0)
  const more = positions.map((position) => ({
    ...position,
    liquidity: (position.liquidity * 1_000_001n) / 1_000_000n,
  }))
  const stateBefore = { ...traded.stateBefore, positions: more }
  expect(underived({ ...traded, stateBefore }, model)).toMatchObject({
    field: 'rebalance.effects.valueBefore',
  })
})

it('refuses transactions without a reveal', async () => {
  const { market, connection } = setup
  const { transactionHash } = await sendAndConfirm(market.anvil, {
    to: market.pool,
    abi: poolAbi,
    functionName: 'increaseObservationCardinalityNext',
    args: [160],
  })
  await expect(receiptFromChain(connection, transactionHash)).rejects.toMatchObject({
    code: 'E_NO_REVEAL',
  })
})
