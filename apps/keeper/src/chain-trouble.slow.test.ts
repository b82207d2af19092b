import { planPause, sendSteps } from '@tickwise/protocol'
import { describe, expect, it } from 'vitest'
import { attemptsOf } from './journal/attempts.ts'
import { allJobs } from './journal/jobs.ts'
import type { TestKeeper } from './testing/test-keeper.ts'
import { problemsOf, tickAt, tradedOnce } from './testing/trouble.ts'
import { commitSteps, revealSteps, useTroubleWorld } from './testing/use-trouble-world.ts'

const world = useTroubleWorld()

const client = () => world.setup.market.anvil.client

function attempts({ journal }: TestKeeper, kind: string) {
  const { domain, vault, keeper } = world.setup
  const scope = { chain: domain.chainId, vault: vault.address, keeper: keeper.address }
  return allJobs(journal.database, scope)
    .filter((job) => job.kind === kind)
    .flatMap(({ id }) => attemptsOf(journal.database, id))
}

describe('transactions', () => {
  it('that are dropped are sent again, the same bytes, until they are mined', async () => {
    const test = world.keeper()
    await world.at(61)
    await client().setAutomine(false)
    await test.tick()
    for (let lost = 0; lost < 2; lost++) {
      const [sent] = attempts(test, 'commit')
      await client().dropTransaction({ hash: sent?.hash ?? '0x' })
      await world.at(65 + lost)
      expect((await world.chain()).commits).toBe(0)
      await test.tick()
    }
    await client().setAutomine(true)
    await client().mine({ blocks: 1 })
    expect((await world.chain()).commits).toBe(1)
    await tickAt(world, test, [76, 78, ...revealSteps])
    expect(await world.chain()).toEqual(tradedOnce)
    expect(attempts(test, 'commit').map(({ status }) => status)).toContain('mined')
  })

  it('that the market leaves behind offer more, by the bump at least, and keep their nonce', async () => {
    const test = world.keeper()
    await world.at(61)
    await client().setAutomine(false)
    await test.tick()
    const before = attempts(test, 'commit')[0]?.maxFeePerGasWei ?? 0n
    for (const second of [66, 71, 76]) {
      await client().setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * before })
      await world.at(second)
      await test.tick()
    }
    const made = attempts(test, 'commit')
    expect(made.length).toBeGreaterThan(1)
    expect(new Set(made.map(({ nonce }) => nonce)).size).toBe(1)
    for (const [i, { maxFeePerGasWei, tipWei }] of made.entries()) {
      const last = made[i - 1]
      if (last === undefined) continue
      expect(maxFeePerGasWei * 1_000n).toBeGreaterThanOrEqual(last.maxFeePerGasWei * 1_125n)
      expect(tipWei * 1_000n).toBeGreaterThanOrEqual(last.tipWei * 1_125n)
    }
    await client().setAutomine(true)
    await client().mine({ blocks: 1 })
    await tickAt(world, test, [90, ...revealSteps])
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('offer no more than the cap, and say that it is reached', async () => {
    const fees = {
      maxFeePerGasWei: 2_000_000_000n,
      tipWei: 1_000_000_000n,
      bumpBps: 1_250,
      bumpAfterBlocks: 1,
    }
    const test = world.keeper({ settings: { fees } })
    await world.at(61)
    await client().setAutomine(false)
    await test.tick()
    for (const second of [63, 65, 67, 69, 71, 73, 75, 77, 79]) {
      await client().setNextBlockBaseFeePerGas({ baseFeePerGas: 50_000_000_000n })
      await world.at(second)
      await test.tick()
    }
    const offers = attempts(test, 'commit').map(({ maxFeePerGasWei }) => maxFeePerGasWei)
    expect(Math.max(...offers.map(Number))).toBeLessThanOrEqual(2_000_000_000)
    expect(problemsOf(test)).toContain('E_FEE_CAP')
    expect((await world.chain()).commits).toBe(0)
  })

  it.each([1, 2, 3])('survive a reorganisation of depth %i after the commitment', async (depth) => {
    const test = world.keeper({ settings: { confirmations: 5 } })
    await tickAt(world, test, [61])
    for (let block = 1; block < depth; block++) await world.at(61 + 2 * block)
    await test.tick()
    expect((await world.chain()).commits).toBe(1)
    await world.reorganise(depth)
    expect((await world.chain()).commits).toBe(0)
    await tickAt(world, test, [75, 80, 85, ...revealSteps, 160, 165])
    expect(test.events.some(({ kind }) => kind === 'reorg')).toBe(true)
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it.each([1, 2, 3])('survive a reorganisation of depth %i after the reveal', async (depth) => {
    const test = world.keeper({ settings: { confirmations: 5 } })
    await tickAt(world, test, [...commitSteps, 140])
    for (let block = 1; block < depth; block++) await world.at(141 + 2 * block)
    await test.tick()
    expect(await world.chain()).toEqual(tradedOnce)
    await world.reorganise(depth)
    expect((await world.chain()).reveals).toBe(0)
    await tickAt(world, test, [155, 160, 165, 170])
    expect(test.events.some(({ kind }) => kind === 'reorg')).toBe(true)
    expect(await world.chain()).toEqual(tradedOnce)
  })
})

describe('time and money', () => {
  it('a missed reveal expires, is told, and the next epoch is decided', async () => {
    const test = world.keeper()
    await tickAt(world, test, commitSteps)
    await tickAt(world, test, [800, 805, 810])
    expect(problemsOf(test)).toContain('E_MISSED')
    expect(await world.chain()).toMatchObject({ commits: 1, reveals: 0, missed: 1, live: false })
    await tickAt(world, test, [3_661, 3_666, 3_671, 3_740, 3_745])
    expect(await world.chain()).toMatchObject({ commits: 2, reveals: 1, rebalances: 1 })
  })

  it('a tick that comes too late skips the epoch and says so', async () => {
    const test = world.keeper()
    await tickAt(world, test, [2_000, 2_005])
    expect(await world.chain()).toMatchObject({ commits: 0 })
    expect(problemsOf(test)).toEqual(['E_SKIPPED'])
  })

  it('a clock that is far from the chain stops everything', async () => {
    const slow = world.keeper()
    await world.at(61)
    const now = Number((await client().getBlock()).timestamp)
    slow.clock.set(now - 60)
    expect(await slow.keeper.tick()).toMatchObject({ result: 'stopped' })
    expect(problemsOf(slow)).toEqual(['E_CLOCK_SKEW'])
    const fast = world.keeper({ settings: { maxHeadAgeSeconds: 120 } })
    fast.clock.set(now + 300)
    expect(await fast.keeper.tick()).toMatchObject({ result: 'stopped' })
    expect(problemsOf(fast)).toEqual(['E_HEAD_OLD'])
    expect(await world.chain()).toMatchObject({ commits: 0 })
  })

  it('a clock that is 100 s fast costs a revert at each step, and no epoch', async () => {
    const test = world.keeper({ settings: { marginSeconds: 2 } })
    for (const second of [61, 66, 71, 76, 140, 160, 165, 170, 175]) {
      await world.at(second)
      test.clock.set(Number((await client().getBlock()).timestamp) + 100)
      await test.keeper.tick()
    }
    expect(await world.chain()).toEqual(tradedOnce)
    const reverted = test.events.filter((event) => event.kind === 'mined' && event.reverted)
    expect(reverted.length).toBeLessThanOrEqual(2)
  })

  it('an account without money sends nothing, says so, and goes on when it has some', async () => {
    const { address } = world.setup.keeper
    await client().setBalance({ address, value: 1_000n })
    const test = world.keeper()
    await tickAt(world, test, [61, 66])
    expect(problemsOf(test)).toEqual(['E_LOW_BALANCE'])
    expect(attempts(test, 'commit')).toEqual([])
    await client().setBalance({ address, value: 10n ** 20n })
    await tickAt(world, test, [71, 76, 81, ...revealSteps])
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('a vault that refuses is asked again until shortly before the deadline, then the trade is withheld', async () => {
    const test = world.keeper()
    await tickAt(world, test, commitSteps)
    const { vault, deployer, connection } = world.setup
    await sendSteps(connection, deployer, planPause(vault).steps)
    await tickAt(world, test, [140, 200, 400])
    expect(await world.chain()).toMatchObject({ reveals: 0, live: true })
    await tickAt(world, test, [620, 625])
    expect(await world.chain()).toMatchObject({
      reveals: 1,
      rebalances: 0,
      withheld: 1,
      live: false,
    })
  })
})
