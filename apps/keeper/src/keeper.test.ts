import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { readSkill } from '@tickwise/protocol'
import { expect, it } from 'vitest'
import { liveEpoch } from './testing/drive.ts'
import { startFaultyProxy } from './testing/faulty-proxy.ts'
import { problemsOf, tickAt, tradedOnce } from './testing/trouble.ts'
import { useTroubleWorld, wholeEpoch } from './testing/use-trouble-world.ts'

const world = useTroubleWorld()

const client = () => world.setup.market.anvil.client

it('commits, waits, reveals and rebalances, epoch after epoch, and scores', async () => {
  const { connection, domain, models, keeper: account } = world.setup
  const test = world.keeper({ tradeEvery: 2 })
  for (let epoch = 0; epoch < 4; epoch++) await liveEpoch(world.setup, () => test.tick())
  expect(await world.chain()).toMatchObject({ commits: 4, reveals: 4, rebalances: 2, missed: 0 })
  const { scored } = await readSkill(connection, domain.registry, { modelId: models[0].id })
  expect(scored).toBe(2)
  const paths = new Map<number, string[]>()
  for (const event of test.events) {
    if (event.kind !== 'state') continue
    paths.set(event.epoch, [...(paths.get(event.epoch) ?? [event.from]), event.to])
  }
  const whole = ['idle', 'inferred', 'committed', 'revealable', 'executed']
  expect([...paths.values()]).toEqual([[...whole, 'scored'], [...whole, 'scored'], whole, whole])
  expect(problemsOf(test)).toEqual([])
  const status = test.keeper.status()
  expect(status).toMatchObject({ leader: true, keeper: account.address, inFlight: [] })
})

it('a reorganisation takes commitment and reveal, and both are there again, once', async () => {
  const test = world.keeper({ settings: { confirmations: 5 } })
  await tickAt(world, test, [61, 63])
  await world.reorganise(2)
  expect((await world.chain()).commits).toBe(0)
  await tickAt(world, test, [71, 76, 140, 142])
  expect((await world.chain()).reveals).toBe(1)
  await world.reorganise(2)
  expect((await world.chain()).reveals).toBe(0)
  await tickAt(world, test, [150, 155, 160])
  expect(test.events.filter(({ kind }) => kind === 'reorg')).toHaveLength(2)
  expect(await world.chain()).toEqual(tradedOnce)
})

it.each([
  ['commit:written', 'kept'],
  ['commit:sent', 'lost'],
  ['reveal:signed', 'kept'],
  ['reveal:sent', 'lost'],
] as const)(
  'dies at %s, journal %s: another goes on, and all of it happens once',
  async (point, store) => {
    const first = world.keeper({
      fault: (name) => {
        if (name === point) throw new Error('it dies here')
      },
    })
    let current = first
    for (const at of [...wholeEpoch, 162, 169, 176, 183]) {
      await world.at(at)
      const { result } = await current.tick()
      if (current !== first || result !== 'stopped') continue
      // What it held is held by a process that is no longer there.
      const gone = `${hostname()}/${spawnSync('true').pid}/x`
      first.journal.database.run('update lease set holder = ?', gone)
      current = world.keeper(store === 'kept' ? { journalPath: first.journal.path } : {})
      await current.tick()
    }
    expect(current).not.toBe(first)
    expect(await world.chain()).toEqual(tradedOnce)
    expect(current.keeper.status()).toMatchObject({ state: 'executed', inFlight: [] })
  },
)

it('an endpoint that lies about the head and loses logs harms nothing', async () => {
  const { rpcUrl } = world.setup.market.anvil
  const bad = await startFaultyProxy(rpcUrl, {
    lie: ({ method, params }, result) => {
      if (method === 'eth_getLogs') return []
      if (method !== 'eth_getBlockByNumber' || params[0] !== 'latest') return result
      return { ...(result as object), number: '0xffffff', hash: `0x${'cd'.repeat(32)}` }
    },
  })
  try {
    const test = world.keeper({ urls: [bad.url, rpcUrl, rpcUrl] })
    await tickAt(world, test, wholeEpoch)
    expect(await world.chain()).toEqual(tradedOnce)
  } finally {
    await bad.stop()
  }
})

it('two with one key and journals of their own make one commitment, one reveal, one rebalance', async () => {
  const pair = [world.keeper(), world.keeper()]
  for (const at of wholeEpoch) {
    await world.at(at)
    await Promise.all(pair.map((test) => test.tick()))
  }
  expect(await world.chain()).toEqual(tradedOnce)
  expect(pair.map(({ keeper }) => keeper.status().state)).toEqual(['executed', 'executed'])
})

it('of two with one journal the first acts, the other waits', async () => {
  const first = world.keeper()
  const second = world.keeper({ journalPath: first.journal.path })
  await world.at(61)
  expect(await first.tick()).toMatchObject({ result: 'acted' })
  expect(await second.tick()).toMatchObject({ result: 'waited' })
  first.keeper.stop()
  await tickAt(world, second, wholeEpoch.slice(2))
  expect(await world.chain()).toEqual(tradedOnce)
})

it('a dropped transaction is sent again, the same bytes', async () => {
  const test = world.keeper()
  await world.at(61)
  await client().setAutomine(false)
  await test.tick()
  const [hash] = test.keeper.status().inFlight[0]?.hashes ?? []
  await client().dropTransaction({ hash: hash ?? '0x' })
  await world.at(65)
  await test.tick()
  expect(test.keeper.status().inFlight[0]?.hashes).toEqual([hash])
  await client().setAutomine(true)
  await client().mine({ blocks: 1 })
  expect((await world.chain()).commits).toBe(1)
})
