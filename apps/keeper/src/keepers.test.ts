import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openJournal } from './journal/open-journal.ts'
import type { Guard } from './ports.ts'
import { startTestKeeper, placeOf } from './testing/test-keeper.ts'
import {
  openTroubleWorld,
  problemsOf,
  tickAt,
  tradedOnce,
  type TroubleWorld,
} from './testing/trouble.ts'

let world: TroubleWorld
beforeAll(async () => {
  world = await openTroubleWorld()
})
beforeEach(() => world.restore())
afterAll(() => world.stop())

const client = () => world.setup.market.anvil.client
const wholeEpoch = [61, 66, 71, 76, 140, 145, 150, 155]

it('of two with one journal the first acts, and the other takes over when it has been silent', async () => {
  const first = world.keeper()
  const second = startTestKeeper(placeOf(world.setup), { journalPath: first.journal.path })
  try {
    for (const at of wholeEpoch.slice(0, 4)) {
      await world.at(at)
      await first.tick()
      expect(await second.tick()).toMatchObject({ result: 'waited' })
      expect([first, second].map(({ keeper }) => keeper.status().leader)).toEqual([true, false])
    }
    expect(await world.chain()).toMatchObject({ commits: 1, reveals: 0 })
    await tickAt(world, second, wholeEpoch.slice(4))
    expect(second.keeper.status().leader).toBe(true)
    expect(await world.chain()).toEqual(tradedOnce)
    expect(await first.tick()).toMatchObject({ result: 'waited' })
  } finally {
    second.keeper.stop()
    second.journal.close()
  }
})

it('a keeper that lost its lease between planning and writing writes and sends nothing', async () => {
  let steal = () => undefined as void
  const slow = world.keeper({ fault: (name) => (name === 'commit:planned' ? steal() : undefined) })
  steal = () => {
    slow.journal.database.run(`update lease set holder = 'another', fence = fence + 1`)
  }
  await world.at(61)
  expect((await slow.tick()).reason).toMatch(/^E_LEASE_LOST/)
  expect(await world.chain()).toMatchObject({ commits: 0 })
})

it('two with one key and journals of their own make one commitment, one reveal, one rebalance', async () => {
  const [a, b] = [world.keeper(), world.keeper()]
  for (const at of wholeEpoch) {
    await world.at(at)
    await Promise.all([a.tick(), b.tick()])
  }
  expect(await world.chain()).toEqual(tradedOnce)
  const states = [a, b].map(({ keeper }) => keeper.status().state)
  expect(states).toEqual(['executed', 'executed'])
})

it('a dry run says what it would send and sends nothing', async () => {
  const { address } = world.setup.keeper
  const test = world.keeper({ settings: { mode: 'dry-run' } })
  await tickAt(world, test, wholeEpoch)
  const said = test.events.filter((event) => event.kind === 'would-send')
  expect(said).toHaveLength(1)
  expect(said[0]).toMatchObject({ job: 'commit', to: world.setup.domain.registry })
  expect(await client().getTransactionCount({ address })).toBe(
    await client().getTransactionCount({ address, blockTag: 'pending' }),
  )
  expect(await world.chain()).toMatchObject({ commits: 0 })
})

it('a shadow decides what a live keeper decides, and writes it down', async () => {
  const shadow = world.keeper({ settings: { mode: 'shadow' } })
  const live = world.keeper()
  await world.at(61)
  await shadow.tick()
  expect(await world.chain()).toMatchObject({ commits: 0 })
  await live.tick()
  const decided = [shadow, live].map(({ events }) =>
    events.filter(({ kind }) => kind === 'decided'),
  )
  expect(decided[0]).toHaveLength(1)
  expect(decided[0]).toEqual(decided[1])
})

it('what a guard forbids is not sent, and is sent when it allows it', async () => {
  let allowed = false
  const guard: Guard = {
    name: 'kill switch',
    ask: ({ job }) =>
      allowed || job !== 'commit'
        ? { allowed: true }
        : { allowed: false, code: 'E_STOPPED', reason: 'a person said so' },
  }
  const test = world.keeper({ guards: [guard] })
  await tickAt(world, test, [61, 66])
  expect(problemsOf(test)).toEqual(['E_STOPPED'])
  expect(await world.chain()).toMatchObject({ commits: 0 })
  allowed = true
  await tickAt(world, test, [71, 76, 81, ...wholeEpoch.slice(4)])
  expect(await world.chain()).toEqual(tradedOnce)
})

it('a transaction of the account that nobody wrote down is given time, then cleared away', async () => {
  const { keeper: account, domain } = world.setup
  const test = world.keeper()
  await tickAt(world, test, [10])
  await client().setAutomine(false)
  const nonce = await client().getTransactionCount({ address: account.address })
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: domain.chainId,
    to: account.address,
    value: 1n,
    gas: 21_000n,
    nonce,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
  })
  await client().sendRawTransaction({ serializedTransaction: raw })
  await client().setNextBlockBaseFeePerGas({ baseFeePerGas: 1_000_000n })
  await world.at(20)
  const said = await tickAt(world, test, [61, 63, 65, 67, 69, 71, 73])
  expect(said[0]).toContain('does not know')
  expect(problemsOf(test)).toContain('E_NONCE_UNKNOWN')
  await client().setAutomine(true)
  await client().mine({ blocks: 1 })
  await tickAt(world, test, [80, 85, 90, ...wholeEpoch.slice(4), 165])
  expect(await world.chain()).toEqual(tradedOnce)
})

it('a journal that is damaged or of another program is refused, or put aside and done without', () => {
  const test = world.keeper()
  const path = join(test.journal.path, '..', 'damaged.db')
  writeFileSync(path, 'this is not a database '.repeat(500))
  expect(() => openJournal(path)).toThrow(expect.objectContaining({ code: 'E_JOURNAL_DAMAGED' }))
  const journal = openJournal(path, { onDamage: 'move-aside', now: 7 })
  expect(journal.movedAside).toBe(`${path}.damaged-7`)
  expect(existsSync(`${path}.damaged-7`)).toBe(true)
  expect(() => journal.database.run('delete from event')).not.toThrow()
  journal.database.run(`insert into event (at, kind, body) values (1, 'x', '{}')`)
  expect(() => journal.database.run('delete from event')).toThrow(/only ever appended/)
  journal.database.run('pragma application_id = 5')
  journal.close()
  expect(() => openJournal(path, { onDamage: 'move-aside' })).toThrow(
    expect.objectContaining({ code: 'E_JOURNAL_FOREIGN' }),
  )
})
