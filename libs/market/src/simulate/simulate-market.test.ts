import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { feeGrowthGlobal, rowCountAtBlock, sqrtPriceAt, kindCode } from '@tickwise/amm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../dataset.ts'
import { openDataset } from '../store/open-dataset.ts'
import type { PlannedBlock } from './actions.ts'
import { startSession } from './chain-session.ts'
import { marketPresets } from './parameters.ts'
import { planMarket } from './plan-market.ts'
import { recordMarket } from './record-market.ts'
import { simulateMarket } from './simulate-market.ts'

const sample = fileURLToPath(new URL('../../../../data/sample', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-simulate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the committed sample', () => {
  let again: Dataset
  beforeAll(async () => {
    again = await simulateMarket(join(folder, 'sample'), { seed: '1', days: 14, preset: 'calm' })
  })

  it('is what its seed and command make', async () => {
    const committed = await openDataset(sample)
    expect(committed.root).toBe(again.root)
    expect(committed.manifest).toMatchObject({ simulated: true, seed: '1' })
  })

  it('is small enough to commit', () => {
    const files = readdirSync(sample, { recursive: true, encoding: 'utf8' })
    const bytes = files
      .filter((file) => !file.startsWith('cache'))
      .map((file) => statSync(join(sample, file)))
      .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
    expect(bytes).toBeLessThan(5_000_000)
  })

  it('replays to the bit: price and fee growth of every hour the contract was asked', () => {
    const { columns, chainStates } = again
    const index = again.index()
    expect(chainStates.length).toBeGreaterThan(300)
    for (const state of chainStates) {
      const rows = rowCountAtBlock(columns, state.blockNumber)
      const growth = feeGrowthGlobal(index, rows)
      expect(growth.growth0X128).toBe(state.feeGrowthGlobal0X128)
      expect(growth.growth1X128).toBe(state.feeGrowthGlobal1X128)
      let last = rows - 1
      while (columns.kind[last] !== kindCode.swap && columns.kind[last] !== kindCode.initialize)
        last--
      expect(sqrtPriceAt(columns, last)).toBe(state.sqrtPriceX96)
    }
  })

  it('has flash loans, and NFTs whose life closes within the data', () => {
    expect(again.manifest.rows['flash']).toBeGreaterThan(0)
    const left = new Map<bigint, bigint>()
    const collected = new Set<bigint>()
    for (const { kind, tokenId, liquidity } of again.positionEvents ?? []) {
      const sign = kind === 'increaseLiquidity' ? 1n : -1n
      left.set(tokenId, (left.get(tokenId) ?? 0n) + sign * liquidity)
      if (kind === 'collect' && left.get(tokenId) === 0n) collected.add(tokenId)
    }
    expect([...left.values()].every((liquidity) => liquidity >= 0n)).toBe(true)
    expect(collected.size).toBeGreaterThan(30)
    expect(collected.size).toBeLessThan(left.size)
  })
})

it('gives another dataset for another seed, and takes any fee tier', async () => {
  const make = (seed: string, fee: number) =>
    simulateMarket(join(folder, `${seed}-${fee}`), { seed, fee, days: 0.1, preset: 'calm' })
  const [one, two, wide] = [await make('1', 500), await make('2', 500), await make('1', 10_000)]
  expect(new Set([one.root, two.root, wide.root]).size).toBe(3)
  expect(wide.spec).toEqual({ fee: 10_000, tickSpacing: 200 })
})

it('leaves nothing behind when cancelled', async () => {
  const out = join(folder, 'cancelled')
  const controller = new AbortController()
  const onProgress = () => controller.abort()
  const job = { seed: '1', days: 2, preset: 'busy', signal: controller.signal, onProgress }
  await expect(simulateMarket(out, job)).rejects.toMatchObject({ code: 'E_CANCELLED' })
  expect(existsSync(out)).toBe(false)
})

it('refuses wrong options before any node starts', async () => {
  const out = join(folder, 'never')
  const make = (options: object) => simulateMarket(out, { seed: '1', days: 1, ...options })
  await expect(make({ preset: 'wild' })).rejects.toMatchObject({ code: 'E_PRESET' })
  await expect(make({ days: 0 })).rejects.toMatchObject({ code: 'E_SIMULATION_OPTION' })
  await expect(make({ fee: 400 })).rejects.toMatchObject({ code: 'E_SIMULATION_OPTION' })
  await expect(make({ startTime: 1.5 })).rejects.toMatchObject({ code: 'E_SIMULATION_OPTION' })
})

it('stops when contract and plan differ by one wei', async () => {
  const startTime = 1_704_067_200
  const endTime = startTime + 7_200
  const session = await startSession(500, startTime)
  try {
    const spec = { fee: 500, tickSpacing: 10 }
    const plan = { spec, parameters: marketPresets.busy, seed: '1', startTime, endTime }
    const blocks = [...planMarket(plan)].map(oneWeiMore)
    const record = { states: [], positionLogs: [], rangeEvents: [] }
    const run = async () => {
      for await (const event of recordMarket(session, blocks, record, { startTime, endTime }))
        expect(event).toBeDefined()
    }
    await expect(run()).rejects.toMatchObject({
      code: 'E_SIMULATION_DIFFERS',
      facts: { field: 'amount0' },
    })
  } finally {
    await session.anvil.stop()
  }
})

/** Falsifies what the plan expects of the swaps of block 20. */
function oneWeiMore(block: PlannedBlock, index: number): PlannedBlock {
  if (index < 20) return block
  const expected = block.expected.map((event) =>
    event.kind === 'swap' ? { ...event, amount0: event.amount0 + 1n } : event,
  )
  return { ...block, expected }
}
