import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaySteps } from '@tickwise/amm'
import { poolAbi } from '@tickwise/localchain'
import { parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchPoolEvents } from './fetch-pool-events.ts'
import { createFetchedDataset } from './fetched-dataset.ts'
import type { FetchedDatasetOptions } from './fetched-dataset.ts'
import { startBusyPool } from './testing/busy-pool.ts'
import type { BusyPool } from './testing/busy-pool.ts'
import { startRpcStub } from './testing/rpc-stub.ts'
import type { RpcStub, StubFault, StubRules } from './testing/rpc-stub.ts'

let chain: BusyPool
let folder: string
let stub: RpcStub
let fromBlock: number
let undisturbed: ReadonlyMap<string, string>
let name = 0

const quick = {
  firstBlocks: 40,
  timeoutMs: 2000,
  backOffMs: { first: 2, longest: 20 },
  concurrency: 3,
} as const

const newFolder = (): string => join(folder, `dataset-${name++}`)

const options = (rpcUrls: readonly string[], directory: string): FetchedDatasetOptions => ({
  ...quick,
  rpcUrls,
  directory,
  pool: chain.pool,
  fromBlock,
  toBlock: chain.lastBlock + 60,
})

/** Hash of every file of a folder by its path. */
async function filesOf(directory: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const hashes = files.map(async (file) => {
    const path = join(file.parentPath, file.name)
    const hash = createHash('sha256').update(await readFile(path))
    return [path.slice(directory.length), hash.digest('hex')] as const
  })
  return new Map((await Promise.all(hashes)).sort())
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-fetch-'))
  chain = await startBusyPool(120)
  fromBlock = chain.lastBlock - 60
  stub = await startRpcStub(chain.anvil.rpcUrl)
  const directory = newFolder()
  await createFetchedDataset(options([chain.anvil.rpcUrl], directory))
  undisturbed = await filesOf(directory)
})

afterAll(async () => {
  await stub?.stop()
  await chain?.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

it('fetches every event that the chain has, of all nine kinds', async () => {
  const fetched = await fetchPoolEvents({
    ...quick,
    rpcUrls: [chain.anvil.rpcUrl],
    pool: chain.pool,
    fromBlock: 0,
    checkpointDirectory: newFolder(),
  })
  const { client } = chain.anvil
  const logs = await client.getLogs({ address: chain.pool, fromBlock: 0n, toBlock: 'latest' })
  const times = new Map<bigint | null, number>()
  for (const blockNumber of new Set(logs.map((log) => log.blockNumber!))) {
    times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp))
  }
  const direct = parseEventLogs({ abi: poolAbi, logs }).map(({ eventName, args, ...log }) => ({
    kind: eventName.charAt(0).toLowerCase() + eventName.slice(1),
    place: [Number(log.blockNumber), times.get(log.blockNumber), log.logIndex, log.transactionHash],
    values: Object.values(args)
      .map((value) => String(value).toLowerCase())
      .sort(),
  }))
  const found = []
  for await (const event of fetched.events()) {
    const { kind, blockNumber, logIndex, timestamp, transactionHash, ...values } = event
    const place = [blockNumber, timestamp, logIndex, transactionHash]
    found.push({ kind, place, values: Object.values(values).map(String).sort() })
  }
  expect(found).toEqual(direct)
  expect(found.length).toBeGreaterThan(2000)
  expect(new Set(found.map(({ kind }) => kind)).size).toBe(9)
})

it('takes the start state from the chain, tick by tick, and a replay from it ends as the pool does', async () => {
  const dataset = await createFetchedDataset(options([chain.anvil.rpcUrl], newFolder()))
  const { client } = chain.anvil
  const pool = { address: chain.pool, abi: poolAbi } as const
  const start = dataset.startState
  if (start.kind !== 'chain') throw new Error(`start state ${start.kind}`)
  const mints = await client.getContractEvents({ ...pool, eventName: 'Mint', fromBlock: 0n })
  const touched = new Set(mints.flatMap(({ args }) => [args.tickLower!, args.tickUpper!]))
  const before = { blockNumber: BigInt(fromBlock - 1) }
  const onChain = []
  for (const tick of [...touched].sort((a, b) => a - b)) {
    const [liquidityGross, liquidityNet, feeGrowthOutside0X128, feeGrowthOutside1X128] =
      await client.readContract({ ...pool, ...before, functionName: 'ticks', args: [tick] })
    const growths = { feeGrowthOutside0X128, feeGrowthOutside1X128 }
    if (liquidityGross > 0n) onChain.push({ tick, liquidityGross, liquidityNet, ...growths })
  }
  expect(onChain.length).toBeGreaterThan(20)
  expect(start.ticks).toEqual(onChain)
  const slot0 = await client.readContract({ ...pool, ...before, functionName: 'slot0' })
  expect([start.sqrtPriceX96, start.tick, start.feeProtocol]).toEqual([
    slot0[0],
    slot0[1],
    slot0[5],
  ])
  const replay = replaySteps(dataset.columns, dataset.spec, start, { onStep: () => undefined })
  expect(replay.faults).toEqual([])
  const growth = (functionName: 'feeGrowthGlobal0X128' | 'feeGrowthGlobal1X128') =>
    client.readContract({ ...pool, functionName })
  expect(start.feeGrowthGlobal0X128 + replay.feeGrowth0X128).toBe(
    await growth('feeGrowthGlobal0X128'),
  )
  expect(start.feeGrowthGlobal1X128 + replay.feeGrowth1X128).toBe(
    await growth('feeGrowthGlobal1X128'),
  )
})

const rotating: readonly StubFault[] = ['http429', 'http500', 'rpcError', 'notJson', 'reset']

describe('a bad endpoint alone', () => {
  const cases: readonly (readonly [string, StubRules])[] = [
    [
      'limits ranges and says to how many blocks',
      { maxRange: 7, rangeMessage: (asked) => `range ${asked} exceeds limit of 7` },
    ],
    [
      'limits ranges without a number',
      { maxRange: 11, rangeMessage: () => 'block range too large' },
    ],
    [
      'limits results with an error',
      { maxRange: 9, rangeMessage: () => 'query returned more than 10000 results' },
    ],
    ['cuts answers at 150 logs, keeping the oldest', { capLogs: 150 }],
    ['cuts answers at 57 logs, keeping the newest', { capLogs: 57, capKeeps: 'newest' }],
    ['cuts answers at 500 logs', { capLogs: 500 }],
    [
      'fails every third request in another way',
      { fault: (n) => (n % 3 === 0 ? rotating[(n / 3) % 5] : undefined) },
    ],
    ['gives no times in logs and takes three calls a batch', { noLogTimes: true, maxBatch: 3 }],
    ['takes no batches', { maxBatch: 1 }],
  ]
  it.each(cases)('%s: the dataset is the same', async (_, rules) => {
    stub.setRules(rules)
    const directory = newFolder()
    await createFetchedDataset(options([stub.url], directory))
    expect(await filesOf(directory)).toEqual(undisturbed)
  })

  it('hangs now and then: the dataset is the same', async () => {
    stub.setRules({ fault: (n) => (n % 9 === 0 ? 'hang' : undefined) })
    const directory = newFolder()
    await createFetchedDataset({ ...options([stub.url], directory), timeoutMs: 150 })
    expect(await filesOf(directory)).toEqual(undisturbed)
  })

  it('cuts an answer whose logs all lie in its first half: the dataset is the same', async () => {
    const late = { fromBlock: chain.lastBlock - 25, firstBlocks: 1000, concurrency: 1 }
    const [direct, cut] = [newFolder(), newFolder()]
    await createFetchedDataset({ ...options([chain.anvil.rpcUrl], direct), ...late })
    stub.setRules({ capLogs: 350 })
    const dataset = await createFetchedDataset({ ...options([stub.url], cut), ...late })
    expect(dataset.columns.length).toBeGreaterThan(400)
    expect(await filesOf(cut)).toEqual(await filesOf(direct))
  })

  const lossy: readonly (readonly [string, StubRules])[] = [
    ['whose logs end before its head', { logsEndAt: 100 }],
    ['that has no logs at all of some blocks', { losesBlocks: (block) => block % 40 === 5 }],
    ['that cuts even single blocks', { capLogs: 10 }],
  ]
  it.each(lossy)('%s is found out at the end', async (_, rules) => {
    stub.setRules(rules)
    const directory = newFolder()
    await expect(createFetchedDataset(options([stub.url], directory))).rejects.toMatchObject({
      code: expect.stringMatching(/^E_RPC_GAP$|^E_DATASET_BROKEN$/),
      exitCode: 3,
    })
    await expect(readdir(directory)).rejects.toThrow()
  })
})

it("refuses logs whose blocks are not the node's blocks", async () => {
  stub.setRules({ otherLogHashes: true })
  const request = { ...options([stub.url], newFolder()), maxFailures: 3 }
  await expect(createFetchedDataset(request)).rejects.toMatchObject({
    code: 'E_RPC_ALL_DEAD',
    message: expect.stringContaining('has other logs'),
  })
})

it('reads less when only suspicious answers are read twice', async () => {
  stub.setRules({})
  const small = { toBlock: chain.lastBlock, firstBlocks: 10, mostBlocks: 10, concurrency: 1 }
  const run = async (verify: 'all' | 'suspicious') => {
    const before = stub.calls('eth_getLogs')
    const request = { ...options([stub.url], newFolder()), ...small, verify }
    const { root } = await createFetchedDataset(request)
    return { root, requests: stub.calls('eth_getLogs') - before }
  }
  const [all, suspicious] = [await run('all'), await run('suspicious')]
  expect(suspicious).toEqual({ root: all.root, requests: 7 })
  expect(all.requests).toBeGreaterThan(2 * suspicious.requests)
})

describe('a bad endpoint beside a good one', () => {
  const cases: readonly (readonly [string, StubRules, string | undefined])[] = [
    ['is on another chain', { chainId: 1 }, 'it is on chain 1, not 31337'],
    ['has other blocks', { otherHashes: true }, 'has another hash'],
    ['lags behind', { lagsAt: 100 }, undefined],
    ['shows a head it has no logs for', { logsEndAt: 100 }, undefined],
    ['has no logs at all', { capLogs: 0 }, undefined],
    ['loses some blocks', { losesBlocks: (block) => block % 10 === 5 }, undefined],
    ['does not answer', { fault: () => 'http500' }, 'failures in a row'],
    ['dies half way', { fault: (n) => (n > 12 ? 'reset' : undefined) }, 'failures in a row'],
  ]
  it.each(cases)('%s: the dataset is the same', async (_, rules, notice) => {
    const own = await startRpcStub(chain.anvil.rpcUrl, rules)
    const directory = newFolder()
    const notices: string[] = []
    try {
      await createFetchedDataset({
        ...options([chain.anvil.rpcUrl, own.url], directory),
        firstBlocks: 8,
        mostBlocks: 16,
        maxFailures: 4,
        onNotice: (text) => notices.push(text),
      })
    } finally {
      await own.stop()
    }
    expect(await filesOf(directory)).toEqual(undisturbed)
    if (notice !== undefined) expect(notices.join('\n')).toContain(notice)
  })

  it('refuses endpoints that are all on another chain', async () => {
    stub.setRules({ chainId: 10 })
    const wrong = createFetchedDataset({ ...options([stub.url], newFolder()), chainId: 31337 })
    await expect(wrong).rejects.toMatchObject({ code: 'E_RPC_CHAIN', exitCode: 1 })
  })
})

describe('a fetch that was ended', () => {
  it.each([9, 30, 55])('by the death of its endpoint at request %i goes on', async (death) => {
    const dying = await startRpcStub(chain.anvil.rpcUrl, {
      fault: (n) => (n > death ? 'reset' : undefined),
    })
    const directory = newFolder()
    const slow = { firstBlocks: 10, mostBlocks: 10, concurrency: 1, maxFailures: 3 }
    await expect(
      createFetchedDataset({ ...options([dying.url], directory), ...slow }),
    ).rejects.toMatchObject({ code: 'E_RPC_ALL_DEAD', exitCode: 75 })
    await dying.stop()
    await createFetchedDataset(options([chain.anvil.rpcUrl], directory))
    expect(await filesOf(directory)).toEqual(undisturbed)
    await expect(readdir(`${directory}.fetch`)).rejects.toThrow()
  })

  it('on request keeps what it has and reads only the rest', async () => {
    stub.setRules({})
    const directory = newFolder()
    const controller = new AbortController()
    const slow = { ...options([stub.url], directory), firstBlocks: 10, mostBlocks: 10 }
    const stopped = createFetchedDataset({
      ...slow,
      signal: controller.signal,
      onProgress: ({ done }) => done >= 50 && controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 2 })
    const kept = (await readdir(`${directory}.fetch`)).filter((file) => file.endsWith('.gz'))
    expect(kept.length).toBeGreaterThanOrEqual(5)
    const first: number[] = []
    await createFetchedDataset({ ...slow, onProgress: ({ done }) => first.push(done) })
    expect(first[0]).toBeGreaterThan(50)

    expect(await filesOf(directory)).toEqual(undisturbed)
  })

  it('in the middle of a write, with its lock still there, goes on', async () => {
    const directory = newFolder()
    const dying = await startRpcStub(chain.anvil.rpcUrl, {
      fault: (n) => (n > 45 ? 'reset' : undefined),
    })
    const slow = { firstBlocks: 10, mostBlocks: 10, concurrency: 1, maxFailures: 2 }
    await createFetchedDataset({ ...options([dying.url], directory), ...slow }).catch(() => {})
    await dying.stop()
    const parts = (await readdir(`${directory}.fetch`)).filter((file) => file.endsWith('.gz'))
    const victim = join(`${directory}.fetch`, parts[0]!)
    await writeFile(victim, (await readFile(victim)).subarray(0, 40))
    await writeFile(join(`${directory}.fetch`, '1-2.json.gz.writing'), 'half')
    const lock = { pid: 2 ** 22 + 1, host: hostname() }
    await writeFile(`${directory}.fetch.lock`, JSON.stringify(lock))
    await createFetchedDataset(options([chain.anvil.rpcUrl], directory))
    expect(await filesOf(directory)).toEqual(undisturbed)
  })

  it('refuses to go on as something else', async () => {
    const directory = newFolder()
    stub.setRules({
      fault: (_, calls) => (calls[0]?.method === 'eth_getLogs' ? 'http500' : undefined),
    })
    const request = { ...options([stub.url], directory), maxFailures: 2 }
    await expect(createFetchedDataset(request)).rejects.toMatchObject({ code: 'E_RPC_ALL_DEAD' })
    await expect(
      createFetchedDataset({ ...request, fromBlock: fromBlock + 1 }),
    ).rejects.toMatchObject({ code: 'E_FETCH_CHECKPOINT', facts: { field: 'fromBlock' } })
  })
})

describe('states and position events', () => {
  it('derives the start, and says so, when no node keeps old state', async () => {
    stub.setRules({ pruned: true })
    const notices: string[] = []
    const dataset = await createFetchedDataset({
      ...options([stub.url], newFolder()),
      onNotice: (text) => notices.push(text),
    })
    expect(dataset.startState.kind).toBe('derived')
    expect(dataset.manifest.gapCheck.result).toContain('derived')
    expect(notices.join()).toContain('archive')
  })

  it('starts fresh before the pool was made, and joins position events to pool events', async () => {
    const dataset = await createFetchedDataset({
      ...options([chain.anvil.rpcUrl], newFolder()),
      fromBlock: chain.beforePool,
      positionManager: chain.positionManager,
    })
    expect(dataset.startState.kind).toBe('fresh')
    const { token0, token1 } = dataset.manifest.pool
    const tokens = [token0, token1].map(({ symbol, decimals }) => `${symbol} ${decimals}`).sort()
    expect(tokens).toEqual(['USDC 6', 'WETH 18'])
    expect(dataset.positionEvents?.map(({ kind, tokenId }) => `${kind} ${tokenId}`)).toEqual([
      'increaseLiquidity 1',
      'increaseLiquidity 2',
      'increaseLiquidity 1',
      'decreaseLiquidity 1',
      'collect 1',
    ])
  })
})

describe('requests that cannot be met', () => {
  it.each([
    ['E_RPC_NOT_FINAL', { toBlock: 1_000_000 }],
    ['E_BLOCK_RANGE', { fromBlock: 50, toBlock: 40 }],
    ['E_ADDRESS', { pool: '0x12' }],
    ['E_NOT_A_POOL', { pool: `0x${'12'.repeat(20)}` }],
    ['E_RPC_URL', { rpcUrls: [] }],
    ['E_RPC_URL', { rpcUrls: ['ws://example.org'] }],
  ])('%s', async (code, wrong) => {
    const request = createFetchedDataset({
      ...options([chain.anvil.rpcUrl], newFolder()),
      ...wrong,
    })
    await expect(request).rejects.toMatchObject({ code })
  })
})
