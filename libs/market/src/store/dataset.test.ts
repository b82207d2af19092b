import { readFile, rm, writeFile } from 'node:fs/promises'
import { encodeEvents } from '@tickwise/amm'
import { concat, encodePacked, keccak256, stringToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import type { ChainState, PositionEvent } from '../dataset.ts'
import { marketEvents, meta } from '../testing/synthetic-market.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { sqlText, withDuckDb } from './duckdb.ts'
import { listDatasets } from './list-datasets.ts'
import { openDataset } from './open-dataset.ts'
import { queryDataset } from './query-dataset.ts'
import { writeDataset } from './write-dataset.ts'

const events = marketEvents(300)
const startState = { kind: 'fresh' } as const

const states: readonly ChainState[] = [
  {
    timestamp: events[20]!.timestamp,
    blockNumber: events[20]!.blockNumber,
    sqrtPriceX96: (1n << 160n) - 1n,
    tick: -887272,
    liquidity: (1n << 128n) - 1n,
    feeGrowthGlobal0X128: (1n << 256n) - 1n,
    feeGrowthGlobal1X128: 1n << 53n,
  },
]

const positionEvents: readonly PositionEvent[] = [
  {
    kind: 'increaseLiquidity',
    tokenId: (1n << 200n) + 1n,
    blockNumber: 1001,
    logIndex: 5,
    timestamp: events[3]!.timestamp,
    liquidity: 3n * 10n ** 15n,
    amount0: 12n,
    amount1: 13n,
    poolLogIndex: 3,
    tickLower: -100,
    tickUpper: 120,
  },
]

const content = { meta, events, startState, states, positionEvents }

/** Rewrites a Parquet file with other settings than ours, optionally changing rows on the way. */
const rewrite = async (file: string, settings: string, select = '*'): Promise<void> => {
  const text = sqlText(file)
  await withDuckDb(async (db) => {
    await db.run(`CREATE TABLE t AS SELECT ${select} FROM read_parquet(${text})`)
    await rm(file)
    await db.run(`COPY t TO ${text} (FORMAT parquet, ${settings})`)
  })
}

describe('dataset store', () => {
  const folder = useTemporaryFolder()

  it('gives back every value that was written, from files and from cache', async () => {
    const written = await writeDataset(folder.path('a'), content)
    await rm(folder.path('a/cache'), { recursive: true })
    const fromFiles = await openDataset(folder.path('a'))
    const fromCache = await openDataset(folder.path('a'))
    for (const dataset of [written, fromFiles, fromCache]) {
      expect(dataset.columns).toEqual(encodeEvents(events))
      expect(dataset.startState).toEqual(startState)
      expect(dataset.chainStates).toEqual(states)
      expect(dataset.positionEvents).toEqual(positionEvents)
      expect(dataset.root).toBe(written.root)
      expect(dataset.simulated).toBe(true)
    }
    expect(written.manifest.files.length).toBe(2)
  })

  it('has the root that an independent encoder computes from the documented layout', async () => {
    const { manifest, root } = await writeDataset(folder.path('a'), { meta, events, startState })
    const [first] = manifest.files
    const rows = events.slice(0, first!.rows).map((event) => {
      const place = [
        event.blockNumber,
        event.logIndex,
        event.timestamp,
        event.transactionHash!,
      ] as const
      const types = ['uint8', 'uint8', 'uint32', 'uint32', 'uint32', 'bytes32'] as const
      switch (event.kind) {
        case 'initialize':
          return encodePacked(
            [...types, 'uint160', 'int32'],
            [0, 1, ...place, event.sqrtPriceX96, event.tick],
          )
        case 'swap':
          return encodePacked(
            [...types, 'address', 'address', 'int192', 'int192', 'uint160', 'uint128', 'int32'],
            [
              1,
              11,
              ...place,
              event.sender!,
              event.recipient!,
              event.amount0,
              event.amount1,
              event.sqrtPriceX96,
              event.liquidity,
              event.tick,
            ],
          )
        case 'mint':
        case 'burn':
          return encodePacked(
            [...types, 'address', 'uint128', 'int192', 'int192', 'int32', 'int32'],
            [
              event.kind === 'mint' ? 2 : 3,
              5,
              ...place,
              event.owner!,
              event.liquidity,
              event.amount0,
              event.amount1,
              event.tickLower,
              event.tickUpper,
            ],
          )
        case 'collect':
        case 'flash':
        case 'setFeeProtocol':
        case 'collectProtocol':
        case 'increaseObservationCardinalityNext':
          throw new Error(event.kind)
      }
    })
    expect(first!.keccak).toBe(keccak256(concat(rows)))

    const { pool } = meta
    const identity = JSON.stringify({
      kind: 'events',
      chainId: pool.chainId,
      address: pool.address,
      token0: pool.token0.address,
      decimals0: pool.token0.decimals,
      token1: pool.token1.address,
      decimals1: pool.token1.decimals,
      fee: pool.fee,
      tickSpacing: pool.tickSpacing,
      simulated: true,
      seed: '7',
    })
    const leaf = (name: string, hash: `0x${string}`): `0x${string}` =>
      keccak256(concat(['0x00', stringToHex(name), '0x00', hash]))
    const pair = (a: `0x${string}`, b: `0x${string}`): `0x${string}` =>
      keccak256(concat(['0x01', a, b]))
    const [day1, day2] = manifest.files
    const leaves = [
      leaf('identity', keccak256(stringToHex(identity))),
      leaf('events/2025-01-01', day1!.keccak),
      leaf('events/2025-01-02', day2!.keccak),
      leaf('state/start', keccak256(stringToHex('{"kind":"fresh"}'))),
    ] as const
    expect(root).toBe(pair(pair(leaves[0], leaves[1]), pair(leaves[2], leaves[3])))
  })

  it('keeps its root when another tool packs the same rows differently', async () => {
    const { manifest, root } = await writeDataset(folder.path('a'), content)
    for (const [i, file] of manifest.files.entries())
      await rewrite(
        folder.path(`a/${file.path}`),
        i === 0
          ? 'COMPRESSION snappy, ROW_GROUP_SIZE 2048'
          : 'COMPRESSION uncompressed, PARQUET_VERSION v2',
      )
    const again = await openDataset(folder.path('a'), { verify: true })
    expect(again.root).toBe(root)
  })

  it.each([
    'timestamp + 1 AS timestamp',
    "replace(amount0, '1', '2') AS amount0",
    'tick + 1 AS tick',
  ])('refuses a file whose rows were changed: %s', async (change) => {
    const { manifest } = await writeDataset(folder.path('a'), content)
    const file = folder.path(`a/${manifest.files[0]!.path}`)
    await rewrite(file, 'COMPRESSION zstd', `* REPLACE (${change})`)
    await expect(openDataset(folder.path('a'), { verify: true })).rejects.toMatchObject({
      code: 'E_ROOT_MISMATCH',
      facts: { file },
    })
    const broken = await openDataset(folder.path('a'), { verify: true, allowBroken: true })
    expect(broken.columns.length).toBe(events.length)
  })

  it('refuses a manifest from which the label of simulated data was removed', async () => {
    await writeDataset(folder.path('a'), content)
    const file = folder.path('a/manifest.json')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"simulated": true', '"simulated": false'))
    await expect(openDataset(folder.path('a'))).rejects.toMatchObject({ code: 'E_ROOT_MISMATCH' })
  })

  it('notices a cut file by its size although the cache is there', async () => {
    const { manifest } = await writeDataset(folder.path('a'), content)
    const file = folder.path(`a/${manifest.files[0]!.path}`)
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length / 2))
    await expect(openDataset(folder.path('a'))).rejects.toMatchObject({
      code: 'E_FILE_BROKEN',
      facts: { file },
    })
  })

  it('makes a damaged cache again', async () => {
    await writeDataset(folder.path('a'), content)
    await writeFile(folder.path('a/cache/columns.bin'), 'TICKARR1 and then rubbish')
    const { columns } = await openDataset(folder.path('a'))
    expect(columns).toEqual(encodeEvents(events))
  })

  it('keeps the fee-growth index in the cache', async () => {
    const built = (await writeDataset(folder.path('a'), content)).index()
    const cached = (await openDataset(folder.path('a'))).index()
    expect(cached).not.toBe(built)
    expect(cached).toEqual(built)
  })

  it('answers SQL over views of the kinds', async () => {
    const dataset = await writeDataset(folder.path('a'), content)
    const { rows } = await queryDataset(
      dataset,
      'SELECT (SELECT count(*) FROM swaps)::INT, (SELECT count(*) FROM mints)::INT, (SELECT liquidity FROM chain_states)',
    )
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length
    expect(rows).toEqual([[count('swap'), count('mint'), states[0]!.liquidity.toString()]])
    await expect(queryDataset(dataset, 'SELECT nothing')).rejects.toMatchObject({ code: 'E_QUERY' })
  })

  it('lists what a folder holds and says when it holds nothing', async () => {
    const { root } = await writeDataset(folder.path('data/a'), content)
    const listed = await listDatasets(folder.path('data'))
    expect(listed.map(({ manifest }) => manifest.root)).toEqual([root])
    await expect(openDataset(folder.path('data'))).rejects.toMatchObject({
      code: 'E_NOT_A_DATASET',
    })
  })
})
