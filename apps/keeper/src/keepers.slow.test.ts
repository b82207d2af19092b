import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSpendLedger } from './guards/spend-ledger.ts'
import { openJournal } from './journal/open-journal.ts'
import type { Guard } from './ports.ts'
import { startFaultyProxy } from './testing/faulty-proxy.ts'
import { startTestKeeper, placeOf } from './testing/test-keeper.ts'
import { problemsOf, tickAt, tradedOnce } from './testing/trouble.ts'
import { useTroubleWorld, wholeEpoch } from './testing/use-trouble-world.ts'

const world = useTroubleWorld()

const client = () => world.setup.market.anvil.client

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

it('a dry run says what it would send and sends nothing', async () => {
  const { address } = world.setup.keeper
  const test = world.keeper({ settings: { mode: 'dry-run' } })
  await tickAt(world, test, wholeEpoch)
  const said = test.events.filter((event) => event.kind === 'would-send')
  expect(said).toHaveLength(1)
  expect(said[0]).toMatchObject({ job: 'commit', to: world.setup.domain.registry })
  expect(said[0]?.effects[1]).toMatch(/^Committed .*"epoch"/)
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

it('an epoch that is skipped says what kept the keeper from it', async () => {
  const guard: Guard = {
    name: 'kill switch',
    ask: () => ({ allowed: false, code: 'E_STOPPED', reason: 'a person said so' }),
  }
  const test = world.keeper({ guards: [guard] })
  await tickAt(world, test, [61, 66, 2_000])
  const [skipped] = test.events.filter((event) => event.kind === 'state' && event.to === 'skipped')
  expect(skipped).toMatchObject({ reason: expect.stringMatching(/too late.*a person said so/) })
})

it('a lost journal comes back from logs and the newest state alone, with what was spent', async () => {
  const first = world.keeper()
  await tickAt(world, first, wholeEpoch)
  first.keeper.stop()
  const proxy = await startFaultyProxy(world.setup.market.anvil.rpcUrl)
  try {
    const second = world.keeper({ urls: [proxy.url] })
    const head = await client().getBlockNumber()
    await tickAt(world, second, [165])
    expect(second.keeper.status().state).toBe('executed')
    const states = proxy.calls.filter(({ method }) => method === 'eth_call')
    const blocks = states.map(({ params }) => params[1]).filter((block) => block !== 'latest')
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) expect(BigInt(String(block))).toBeGreaterThanOrEqual(head)
    const [spent, recalled] = [first, second].map(({ journal }) =>
      createSpendLedger(journal)
        .fees()
        .map(({ amount }) => amount),
    )
    expect(spent).toHaveLength(2)
    expect(recalled).toEqual(spent)
  } finally {
    await proxy.stop()
  }
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
    gas: 25_000_000n,
    nonce,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
  })
  await client().sendRawTransaction({ serializedTransaction: raw })
  // Blocks too small for it: it waits.
  await client().setBlockGasLimit({ gasLimit: 20_000_000n })
  await world.at(20)
  const said = await tickAt(world, test, [61, 63, 65, 67, 69, 71, 73])
  expect(said[0]).toContain('does not know')
  expect(problemsOf(test)).toContain('E_NONCE_UNKNOWN')
  await client().setBlockGasLimit({ gasLimit: 30_000_000n })
  await client().setAutomine(true)
  await client().mine({ blocks: 1 })
  await tickAt(world, test, [80, 85, 90, ...wholeEpoch.slice(4), 165])
  expect(await world.chain()).toEqual(tradedOnce)
})

it('a journal that is lost while a commitment waits to be mined costs nothing', async () => {
  const first = world.keeper()
  await world.at(61)
  await client().setAutomine(false)
  await first.tick()
  first.keeper.stop()
  const second = world.keeper()
  expect((await second.tick()).reason).toContain('does not know')
  await client().setAutomine(true)
  await client().mine({ blocks: 1 })
  await tickAt(world, second, wholeEpoch.slice(2))
  expect(await world.chain()).toEqual(tradedOnce)
})

it('a gap in front of what waits is closed with the bytes that were once signed for it', async () => {
  const { address } = world.setup.keeper
  const test = world.keeper()
  await world.at(61)
  await client().setAutomine(false)
  await test.tick()
  const nonce = await client().getTransactionCount({ address })
  // What has the nonce before it was final, and a deep reorganisation took it.
  test.journal.database.run(`update job set state = 'final' where kind = 'commit'`)
  const [commit] = test.journal.database.all<{ hash: `0x${string}` }>('select hash from tx_attempt')
  await client().dropTransaction({ hash: commit?.hash ?? '0x' })
  test.journal.database.run(
    `insert into job (chain, vault, keeper, kind, epoch, subject, state, target, data, detail,
       useful_until, created_at, updated_at)
     select chain, vault, keeper, 'finalise', epoch, 'x', 'sent', target, '0x', '', useful_until, 0, 0
     from job`,
  )
  test.journal.database.run(
    `insert into tx_attempt (job, purpose, nonce, hash, raw, max_fee_wei, tip_wei, status, signed_at)
     select max(job.id), 'work', ?, '0x' || hex(zeroblob(32)), '0xab', '1', '1', 'sent', 0 from job`,
    nonce + 1,
  )
  await world.at(64)
  await test.tick()
  expect(await client().getTransactionCount({ address, blockTag: 'pending' })).toBe(nonce + 1)
  await client().setAutomine(true)
  await client().mine({ blocks: 1 })
  expect((await world.chain()).commits).toBe(1)
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
