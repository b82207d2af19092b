import { afterEach, describe, expect, it } from 'vitest'
import { startFaultyProxy, type FaultyProxy, type ProxyRules } from './testing/faulty-proxy.ts'
import { isHead, troubleNames, troubles } from './testing/troubles.ts'
import { problemsOf, tickAt, tradedOnce } from './testing/trouble.ts'
import { useTroubleWorld, wholeEpoch } from './testing/use-trouble-world.ts'

const world = useTroubleWorld()
let proxies: FaultyProxy[] = []
afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()))
  proxies = []
})

async function proxied(rules: ProxyRules = {}): Promise<FaultyProxy> {
  const proxy = await startFaultyProxy(world.setup.market.anvil.rpcUrl, rules)
  proxies.push(proxy)
  return proxy
}

const hex = (value: number) => `0x${value.toString(16)}`

describe('one endpoint of three', () => {
  it.each(troubleNames)('%s: the epoch is carried through all the same', async (name) => {
    const bad = await proxied(troubles[name]())
    const good = await Promise.all([proxied(), proxied()])
    const urls = [bad.url, ...good.map(({ url }) => url)]
    // Only what never answers is given up: a busy machine is slow.
    const timeoutMs = name === 'never answers' ? 1_000 : 20_000
    const test = world.keeper({ urls, timeoutMs })
    await tickAt(world, test, wholeEpoch)
    expect(await world.chain()).toEqual(tradedOnce)
    expect(test.events.filter((event) => event.kind === 'sent')).toHaveLength(2)
    expect(bad.calls.length).toBeGreaterThan(0)
  })
})

describe('the only endpoint', () => {
  it('returns empty logs: nothing is decided until it has found them', async () => {
    const bad = await proxied(troubles['returns empty logs']())
    const test = world.keeper({ urls: [bad.url] })
    await tickAt(world, test, [61, 66])
    expect(problemsOf(test)).toEqual(['E_LOGS_INCOMPLETE'])
    expect(test.events.some(({ kind }) => kind === 'decided')).toBe(false)
    bad.setRules({})
    await tickAt(world, test, [71, 76, 81, ...wholeEpoch.slice(4)])
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('has dropped the state that a decision is about: somebody is told, and the epoch is not lost', async () => {
    const bad = await proxied()
    const test = world.keeper({ urls: [bad.url] })
    await tickAt(world, test, [10])
    const old = await world.setup.market.anvil.client.getBlockNumber()
    bad.setRules({
      refuse: ({ method, params }) =>
        method === 'eth_call' && BigInt(String(params[1]).replace('latest', '0xffffff')) < old
          ? 'missing trie node 4a1 (path ) state 0x4a1 is not available'
          : undefined,
    })
    await tickAt(world, test, [61])
    expect(problemsOf(test)).toEqual(['E_RPC_PRUNED'])
    const told = test.events.find((event) => event.kind === 'problem')
    expect(told).toMatchObject({ severity: 'alert' })
    bad.setRules({})
    await tickAt(world, test, wholeEpoch.slice(1))
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('claims blocks that it does not have: it is waited for, and nobody is told of a bug', async () => {
    const bad = await proxied(troubles['claims a head far ahead']())
    const test = world.keeper({ urls: [bad.url] })
    await tickAt(world, test, [61, 66])
    for (const event of test.events) {
      if (event.kind === 'problem') expect(event).toMatchObject({ severity: 'warning' })
    }
    expect(problemsOf(test)).not.toContain('E_CHAIN')
    bad.setRules({})
    await tickAt(world, test, [71, 76, 81, 86, 91, 96, ...wholeEpoch.slice(4)])
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('goes back to a block it had passed: nothing is done until it comes on', async () => {
    const bad = await proxied()
    const test = world.keeper({ urls: [bad.url] })
    await tickAt(world, test, [10, 12, 14, 16])
    const old = await world.setup.market.anvil.client.getBlockNumber()
    bad.setRules({
      instead: (call) => (isHead(call) ? { ...call, params: [hex(Number(old) - 2), false] } : call),
    })
    await tickAt(world, test, [61])
    expect(problemsOf(test)).toEqual(['E_RPC_BACKWARDS'])
    bad.setRules({})
    await tickAt(world, test, wholeEpoch.slice(1))
    expect(await world.chain()).toEqual(tradedOnce)
  })

  it('answers nothing while a transaction is under way: it is known afterwards what became of it', async () => {
    const bad = await proxied()
    const test = world.keeper({ urls: [bad.url] })
    await tickAt(world, test, [10])
    // The node gets the bytes, and the answer is lost.
    let lost = false
    bad.setRules({
      fault: ({ method }) => (lost && method !== 'eth_sendRawTransaction' ? 'http500' : undefined),
      lie: ({ method }, result) => {
        if (method === 'eth_sendRawTransaction') lost = true
        return method === 'eth_sendRawTransaction' ? undefined : result
      },
    })
    await tickAt(world, test, [61, 63])
    bad.setRules({})
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await tickAt(world, test, [71, 76, ...wholeEpoch.slice(4)])
    expect(await world.chain()).toEqual(tradedOnce)
  })
})

it('two endpoints that disagree about the past: nothing is signed', async () => {
  const bad = await proxied(troubles['is on another fork']())
  const good = await proxied()
  const test = world.keeper({ urls: [bad.url, good.url] })
  await tickAt(world, test, [61, 66])
  expect(problemsOf(test)).toEqual(['E_RPC_DISAGREE'])
  expect(await world.chain()).toMatchObject({ commits: 0 })
})
