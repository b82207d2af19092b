import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callStep, sendSteps } from '../chain/steps.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { anyInference } from '../testing/any-inference.ts'
import { deployInferenceSetup, type InferenceSetup } from '../testing/inference-setup.ts'
import { commitNow, revealNow } from '../testing/keeper-acts.ts'
import { passUntil, timeOf } from '../testing/market-life.ts'
import { inferenceDigest } from './digest.ts'
import { policyIdOf, stateHashOf } from './hashes.ts'
import { readDue, readPay } from './keeper-pay.ts'
import { openRegistry } from './open-registry.ts'
import { pokeSteps, readFeatures, readOracle, readRawFeatures } from './oracle.ts'
import { planKeeperSetup } from './plan-keeper-setup.ts'
import {
  latestForecast,
  readAccount,
  readEntry,
  readLog,
  readModel,
  readModelCount,
  readOwed,
  readRecord,
  readReleasable,
  readSkill,
  readStateHashes,
  readTerms,
} from './read-registry.ts'
import { commitStep, expireStep, settlementSteps } from './registry-steps.ts'
import { readVaultStatus } from '../vault/read-status.ts'

let setup: InferenceSetup
beforeAll(async () => {
  setup = await deployInferenceSetup()
})
afterAll(async () => {
  await setup?.market.anvil.stop()
})

it('digests an inference as the registry does, whatever its fields', async () => {
  const { connection, domain } = setup
  const inferences = fc.sample(anyInference, 40)
  const digests = await Promise.all(
    inferences.map((inference) =>
      connection.client.readContract({
        address: domain.registry,
        abi: inferenceRegistryAbi,
        functionName: 'digestOf',
        args: [inference],
      }),
    ),
  )
  expect(inferences.map((inference) => inferenceDigest(domain, inference))).toEqual(digests)
})

it('hashes policy and state as the registry does', async () => {
  const { connection, domain, vault } = setup
  const { policy } = await readVaultStatus(connection, vault)
  const hashes = await readStateHashes(connection, domain.registry, vault.address)
  expect(hashes).toEqual({ policyId: policyIdOf(policy), stateHash: stateHashOf([], 0n) })
})

it('reads what the timelock has set and what nobody has done yet', async () => {
  const { connection, domain, vault, keeper, terms, models, pay } = setup
  const { registry } = domain
  const [model] = models
  expect(await readTerms(connection, registry, vault.address)).toEqual(terms)
  expect(await readModelCount(connection, registry)).toBe(1)
  expect(await readModel(connection, registry, model.id)).toEqual({
    vault: vault.address,
    tier: 'recomputed',
    status: 'active',
    implementation: model.address,
    modelHash: model.hash,
  })
  expect(await readModel(connection, registry, 9)).toMatchObject({ tier: 'none', status: 'none' })
  const account = await readAccount(connection, registry, vault.address, keeper.address)
  expect(account).toMatchObject({ allowed: true, live: false, nextNonce: 0n, bondFree: 10n ** 10n })
  const { number } = await connection.client.getBlock()
  const before = { blockNumber: number / 4n }
  const then = await readAccount(connection, registry, vault.address, keeper.address, before)
  expect(then).toMatchObject({ allowed: false, bondFree: 0n })
  expect(await readRecord(connection, registry, vault.address, keeper.address)).toEqual({
    revealed: 0,
    traded: 0,
    withheld: 0,
    missed: 0,
    slashed: 0,
  })
  expect(await readLog(connection, registry, vault.address)).toMatchObject({ length: 0 })
  expect(await readEntry(connection, registry, model.hash)).toMatchObject({ outcome: 'none' })
  expect(await readSkill(connection, registry, { modelId: model.id })).toMatchObject({ scored: 0 })
  expect(await readOwed(connection, registry, vault.address)).toBe(0n)
  await expect(latestForecast(connection, registry, vault.address)).rejects.toThrow()
  expect(await readPay(connection, pay, vault.address)).toMatchObject({ keepersPot: 0n })
  const due = await readDue(connection, pay, vault.address, keeper.address)
  expect(due).toEqual({ shares: 0n, reveals: 0n })
})

it('reads the features that the model is given, and pokes no more than is missing', async () => {
  const { connection, oracle, models, epochSeconds } = setup
  const state = await readOracle(connection, oracle)
  expect(state).toMatchObject({ pool: setup.market.pool, epochSeconds, cells: setup.cells })
  const { timestamp } = await connection.client.getBlock()
  const lastEnded = Math.floor(Number(timestamp) / epochSeconds) - 1
  expect(state.latestEpoch).toBe(lastEnded)
  const raw = await readRawFeatures(connection, oracle, models[0].spec, lastEnded)
  const values = await readFeatures(connection, oracle, models[0].spec, lastEnded)
  expect(values).toHaveLength(3)
  expect([...values]).toEqual([...raw].map((value) => (value - (8 << 16)) >> 8))
  expect(pokeSteps(oracle, state, lastEnded)).toEqual([])
  expect(pokeSteps(oracle, state, lastEnded + 100)).toHaveLength(3)
  expect(pokeSteps(oracle, { latestEpoch: 0 }, lastEnded)).toHaveLength(1)
})

it('refuses at once what a timelock would find out in two days', async () => {
  const { connection, vault, domain, terms, keeper } = setup
  const wanted = { registry: domain.registry, models: [], keepers: [keeper.address] }
  const late = { ...terms, minDelaySeconds: 1 }
  await expect(
    planKeeperSetup(connection, vault, { ...wanted, terms: late }),
  ).rejects.toMatchObject({ facts: { step: 'set what the vault asks of keepers' } })
  await expect(
    planKeeperSetup(connection, vault, { ...wanted, registry: setup.oracle, terms }),
  ).rejects.toMatchObject({ code: 'E_OTHER_REGISTRY' })
  await expect(openRegistry(connection, vault.address)).rejects.toMatchObject({
    code: 'E_NOT_A_REGISTRY',
  })
})

it('hashes the state of a vault with positions, and who leaves does not change it', async () => {
  const { connection, domain, vault, deployer } = setup
  await revealNow(setup, await commitNow(setup, true), true)
  const read = { address: vault.address, abi: strategyVaultAbi } as const
  const positions = await connection.client.readContract({ ...read, functionName: 'positions' })
  const at = await connection.client.readContract({ ...read, functionName: 'lastRebalanceAt' })
  expect(positions.length).toBeGreaterThan(0)
  const { stateHash } = await readStateHashes(connection, domain.registry, vault.address)
  expect(stateHash).toBe(stateHashOf(positions, at))
  const shares = await connection.client.readContract({
    ...read,
    functionName: 'balanceOf',
    args: [deployer.address],
  })
  const exit = callStep('leave in kind', {
    ...read,
    functionName: 'redeemInKind',
    args: [shares / 3n, deployer.address, deployer.address, 0n, 0n],
  })
  await sendSteps(connection, deployer, [exit])
  const left = await connection.client.readContract({ ...read, functionName: 'positions' })
  expect(left).not.toEqual(positions)
  const after = await readStateHashes(connection, domain.registry, vault.address)
  expect(after.stateHash).toBe(stateHash)
})

it('settles what was released, and sends nothing where that is not worth it', async () => {
  const { connection, domain, vault, keeper, market, epochSeconds, terms } = setup
  const { registry } = domain
  const { epoch, nextNonce } = await readAccount(
    connection,
    registry,
    vault.address,
    keeper.address,
  )
  const start = (epoch + 1) * epochSeconds
  await passUntil(market, start)
  const missed = {
    ...fc.sample(anyInference, 1)[0]!,
    vault: vault.address,
    epoch: epoch + 1,
    nonce: nextNonce,
    validAfter: start + 100,
    deadline: start + 200,
    observedBlock: (await connection.client.getBlockNumber()) - 1n,
  }
  await sendSteps(connection, keeper, [commitStep(domain, missed)])
  await passUntil(market, missed.deadline + 1)
  await sendSteps(connection, keeper, [expireStep(registry, vault.address, keeper.address)])
  expect(await readOwed(connection, registry, vault.address)).toBe(terms.missPenalty)
  expect(await settlementSteps(connection, registry, vault.address, 1n)).toEqual([])
  await passUntil(market, (await timeOf(market)) + 3_600)
  // A 24th, rounded up.
  const part = (terms.missPenalty + 23n) / 24n
  expect(await readReleasable(connection, registry, vault.address)).toBe(part)
  expect(await settlementSteps(connection, registry, vault.address, part + 1n)).toEqual([])
  const steps = await settlementSteps(connection, registry, vault.address, part)
  await sendSteps(connection, keeper, steps)
  expect(await readOwed(connection, registry, vault.address)).toBe(terms.missPenalty - part)
})
