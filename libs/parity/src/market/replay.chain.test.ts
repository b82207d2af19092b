import { deriveStartState, eventAt } from '@tickwise/amm'
import { openMarketPool, type MarketData } from '@tickwise/backtest'
import { poolAbi } from '@tickwise/localchain'
import { afterAll, describe, expect, it } from 'vitest'
import { marketOf, poolMarket, START } from '../../../backtest/src/testing/pool-market.ts'
import { executeEvent } from '../../../backtest/src/venue/execute-event.ts'
import { openLocalMarket, type LocalMarket } from './open-local-market.ts'
import { replayEvents } from './replay-events.ts'

const nodes: LocalMarket[] = []
afterAll(() => Promise.all(nodes.map(({ anvil }) => anvil.stop())))

const whole = poolMarket({ seed: 41, swaps: 300, maxGapSeconds: 4 }).market

/** What a dataset knows that begins in the middle of a pool's life. */
function laterHalf(): MarketData {
  const rows = Array.from({ length: whole.columns.length - 120 }, (_, i) => i + 120)
  const market = marketOf(rows.map((row) => eventAt(whole.columns, row)))
  return { ...market, startState: deriveStartState(market.columns, market.spec) }
}

async function replayed(market: MarketData) {
  const { columns } = market
  const end = columns.timestamp[columns.length - 1]!
  const local = await openLocalMarket(market, { genesis: START - 86_400, cardinality: 8 })
  nodes.push(local)
  const replay = await replayEvents(local, market)
  for (let time = columns.timestamp[0]!; time < end; time += 97) await replay.advanceTo(time)
  await replay.advanceTo(end + 5)
  return { local, replay }
}

/** The exact pool after all events, as the counterfactual venue executes them. */
function expected(market: MarketData) {
  const { pool, anchorRow } = openMarketPool(market)
  for (let row = 0; row < market.columns.length; row++) {
    if (row !== anchorRow) expect(executeEvent(pool, market.columns, row)).toBe(true)
  }
  return pool
}

describe('a dataset on a local node', () => {
  it.each([
    ['from its first event', whole],
    ['from the middle, with a derived start', laterHalf()],
  ])('%s: the real pool ends where the exact pool does, tick for tick', async (_, market) => {
    const { local, replay } = await replayed(market)
    const { client } = local.anvil
    const pool = expected(market)
    const contract = { address: local.pool, abi: poolAbi } as const
    const [sqrtPriceX96, tick] = await client.readContract({ ...contract, functionName: 'slot0' })
    expect({ sqrtPriceX96, tick }).toEqual({ sqrtPriceX96: pool.sqrtPriceX96, tick: pool.tick })
    expect(await client.readContract({ ...contract, functionName: 'liquidity' })).toBe(
      pool.liquidity,
    )
    for (const [name, growth] of [
      ['feeGrowthGlobal0X128', pool.feeGrowthGlobal0X128],
      ['feeGrowthGlobal1X128', pool.feeGrowthGlobal1X128],
    ] as const) {
      expect(await client.readContract({ ...contract, functionName: name })).toBe(growth)
    }
    const ticks = new Map(pool.ticks.map((record) => [record.tick, record]))
    expect(ticks.size).toBeGreaterThan(10)
    for (let at = -60_000; at <= 60_000; at += 60) {
      if (Math.abs(at) > 6000 && !ticks.has(at)) continue
      const [, liquidityNet, , , , , , initialized] = await client.readContract({
        ...contract,
        functionName: 'ticks',
        args: [at],
      })
      expect([at, initialized, liquidityNet]).toEqual([
        at,
        ticks.has(at),
        ticks.get(at)?.liquidityNet ?? 0n,
      ])
    }
    expect(replay.rows).toBe(market.columns.length)
  })

  it('puts every second of the market in a block of that second, and the clock then stands still', async () => {
    const { local, replay } = await replayed(whole)
    const { client } = local.anvil
    const before = await client.getBlock()
    expect(Number(before.timestamp)).toBe(replay.now)
    await client
      .sendTransaction({ to: local.actor, value: 0n, data: '0x', gasPrice: 0n })
      .catch(() => 0)
    await client.mine({ blocks: 1 })
    const after = await client.getBlock()
    expect(after.number).toBeGreaterThan(before.number)
    expect(after.timestamp).toBe(before.timestamp)
  })
})
