import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChainLog } from './chain-log.ts'
import { listParts, openCheckpoint, readPart } from './checkpoint.ts'
import { poolEventTopics } from './decode-log.ts'
import type { FetchIo } from './fetch-io.ts'
import { fetchLogs } from './fetch-logs.ts'
import { createRpcPool } from './rpc-pool.ts'

const pool = `0x${'ab'.repeat(20)}` as const
const lastBlock = 60
const wordOf = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`

/** How one endpoint treats the truth. */
interface Habits {
  readonly capLogs: number
  readonly maxRange: number
  readonly loses: readonly number[]
  readonly otherHashes: boolean
  /** Every so many requests fail; 0 = none. */
  readonly failsEvery: number
  readonly diesAt: number
}

type Body = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }

/** An endpoint over a made-up chain with `counts[block]` logs in each block. */
function createNode(counts: readonly number[], habits: Habits) {
  let requests = 0
  const hashOf = (block: number): string => wordOf(block + (habits.otherHashes ? 1e6 : 0))
  const logsOf = (block: number) =>
    Array.from({ length: habits.loses.includes(block) ? 0 : (counts[block] ?? 0) }, (_, index) => ({
      address: pool,
      topics: [index % 3 === 0 ? poolEventTopics.burn : poolEventTopics.swap],
      data: '0x',
      blockNumber: `0x${block.toString(16)}`,
      blockHash: hashOf(block),
      logIndex: `0x${index.toString(16)}`,
      transactionHash: wordOf(index),
    }))
  const answer = ({ id, method, params }: Body) => {
    if (method === 'eth_getBlockByNumber') {
      const number = Number(params[0])
      const time = `0x${(1000 + number).toString(16)}`
      const result = { number: params[0], hash: hashOf(number), timestamp: time }
      return { jsonrpc: '2.0', id, result }
    }
    const filter = params[0] as { fromBlock: string; toBlock: string; topics?: string[][] }
    const [from, to] = [Number(filter.fromBlock), Number(filter.toBlock)]
    if (to - from >= habits.maxRange) {
      return { jsonrpc: '2.0', id, error: { code: -32602, message: 'block range too large' } }
    }
    const blocks = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    const wanted = filter.topics?.[0]
    const logs = blocks.flatMap(logsOf).filter(({ topics }) => wanted?.includes(topics[0]!) ?? true)
    return { jsonrpc: '2.0', id, result: logs.slice(0, habits.capLogs) }
  }
  return (body: Body | readonly Body[]): Response => {
    requests += 1
    const fails = habits.failsEvery > 0 && requests % habits.failsEvery === 0
    if (fails || requests > habits.diesAt) return new Response('down', { status: 503 })
    return Response.json('method' in body ? answer(body) : body.map(answer))
  }
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-fuzz-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const good: fc.Arbitrary<Habits> = fc.record({
  capLogs: fc.integer({ min: 150, max: 1200 }),
  maxRange: fc.integer({ min: 1, max: 100 }),
  loses: fc.constant([]),
  otherHashes: fc.constant(false),
  failsEvery: fc.constantFrom(0, 5, 9),
  diesAt: fc.constant(Infinity),
})
const bad: fc.Arbitrary<Habits> = fc.record({
  capLogs: fc.integer({ min: 0, max: 1200 }),
  maxRange: fc.integer({ min: 1, max: 100 }),
  loses: fc.array(fc.integer({ min: 0, max: lastBlock }), { maxLength: 10 }),
  otherHashes: fc.boolean(),
  failsEvery: fc.constantFrom(0, 2, 3, 7),
  diesAt: fc.constantFrom(5, 40, Infinity),
})

let run = 0

async function fetchFrom(counts: readonly number[], nodes: readonly Habits[]) {
  let now = 0
  const answers = nodes.map((habits) => createNode(counts, habits))
  const io: FetchIo = {
    fetch: (input, init) => {
      const node = answers[Number(new URL(String(input)).hostname.slice(1))]
      return Promise.resolve(node!(JSON.parse(String(init?.body)) as Body))
    },
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds) => {
      now += milliseconds
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const rpc = createRpcPool(
    nodes.map((_, i) => `http://n${i}`),
    { io, timeoutMs: 1e6, maxFailures: 8, backOffMs: { first: 10, longest: 100 } },
  )
  const directory = join(folder, String(run++))
  const checkpoint = await openCheckpoint(directory, {
    version: 1,
    chainId: 1,
    pool,
    positionManager: null,
    fromBlock: 0,
    toBlock: lastBlock,
    toBlockHash: '0x',
  })
  await fetchLogs(rpc, {
    query: { pool },
    range: { from: 0, to: lastBlock },
    checkpoint,
    verify: 'all',
    concurrency: 2,
    blocks: { first: 20, most: 100 },
    onRange: () => undefined,
  })
  const logs: ChainLog[] = []
  for (const part of await listParts(directory)) logs.push(...(await readPart(directory, part)))
  return logs.map(({ blockNumber, logIndex }) => `${blockNumber} ${logIndex}`)
}

const placesOf = (counts: readonly number[]): string[] =>
  counts.flatMap((count, block) => Array.from({ length: count }, (_, i) => `${block} ${i}`))

const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(140)), {
  minLength: lastBlock + 1,
  maxLength: lastBlock + 1,
})

it('beside a sound endpoint, no other one can add, change or take away a log unnoticed', async () => {
  await fc.assert(
    fc.asyncProperty(counts, good, bad, async (chain, first, second) => {
      const fetched = await fetchFrom(chain, [first, second]).catch((cause: unknown) => {
        // The quarrel of two bad-mannered endpoints may end with both left: an error, not wrong data.
        expect(cause).toMatchObject({ code: 'E_RPC_ALL_DEAD' })
        return placesOf(chain)
      })
      expect(fetched).toEqual(placesOf(chain))
    }),
    { numRuns: 40 },
  )
})

it('alone, an endpoint that only limits and cuts gives all logs', async () => {
  await fc.assert(
    fc.asyncProperty(counts, good, async (chain, only) => {
      expect(await fetchFrom(chain, [only])).toEqual(placesOf(chain))
    }),
    { numRuns: 30 },
  )
})

it('an endpoint that stumbles at every fifth request is not left over ranges that need many', async () => {
  // Found by the property above.
  const chain = [
    0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 51, 77, 86, 0, 74, 0, 41, 1, 0,
    127, 0, 4, 3, 2, 64, 0, 80, 99, 0, 0, 3, 48, 0, 0, 2, 0, 3, 1, 0, 2, 101, 3, 0, 0, 0, 120, 1, 1,
    0, 0, 0, 0,
  ]
  const only: Habits = {
    capLogs: 150,
    maxRange: 20,
    loses: [],
    otherHashes: false,
    failsEvery: 5,
    diesAt: Infinity,
  }
  expect(await fetchFrom(chain, [only])).toEqual(placesOf(chain))
})

it('beside an endpoint that never fails, no other one can even stop the fetch', async () => {
  const steady = good.map((habits) => ({ ...habits, failsEvery: 0 }))
  await fc.assert(
    fc.asyncProperty(counts, steady, bad, async (chain, first, second) => {
      expect(await fetchFrom(chain, [first, second])).toEqual(placesOf(chain))
    }),
    { numRuns: 40 },
  )
})
