import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  poolAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  type Anvil,
} from '@tickwise/localchain'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, spawnCli } from './testing/run-cli.ts'

const swaps = 40
const minPrice = 4295128740n
const maxPrice = 1461446703485210103287273052203988822378723970341n
const one = 10n ** 18n

describe('data fetch from a node with the real contracts', () => {
  let scratch = ''
  let anvil: Anvil | undefined
  let pool = ''

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'tickwise-fetch-'))
    anvil = await startAnvil({ timestamp: 1_700_000_000 })
    const uniswap = await deployUniswap(anvil)
    const tokens = [
      await deployToken(anvil, { symbol: 'AAA', name: 'A', decimals: 18 }),
      await deployToken(anvil, { symbol: 'BBB', name: 'B', decimals: 18 }),
    ] as const
    const actor = await deployActor(anvil)
    for (const to of tokens) {
      await sendAndConfirm(anvil, {
        to,
        abi: tokenAbi,
        functionName: 'mint',
        args: [actor, one ** 2n],
      })
    }
    const created = await createPool(anvil, uniswap, tokens[0], tokens[1], 3000)
    pool = created.pool
    const initialize = { abi: poolAbi, functionName: 'initialize', args: [1n << 96n] } as const
    await sendAndConfirm(anvil, { to: created.pool, ...initialize })
    const act = { to: actor, abi: actorAbi } as const
    const range = [created.pool, actor, -6000, 6000, 1000n * one] as const
    await sendAndConfirm(anvil, { ...act, functionName: 'mint', args: range })
    for (let i = 0; i < swaps; i++) {
      const down = i % 3 !== 0
      const limit = down ? minPrice : maxPrice
      const args = [created.pool, actor, down, (one * BigInt(1 + (i % 7))) / 3n, limit] as const
      await sendAndConfirm(anvil, { ...act, functionName: 'swap', args })
    }
    // Blocks on top, so that the node calls the ones with events final.
    await anvil.client.mine({ blocks: 200 })
  })

  afterAll(async () => {
    await anvil?.stop()
    await rm(scratch, { recursive: true, force: true })
  })

  it('makes a dataset that checks, replays and runs', async () => {
    const out = join(scratch, 'fetched')
    const rpc = anvil?.rpcUrl ?? ''
    const fetched = await runCli([
      'data',
      'fetch',
      '--rpc',
      rpc,
      '--pool',
      pool,
      '--from-block',
      '0',
      '--out',
      out,
      '--json',
    ])
    expect(fetched.stderr).not.toContain('error')
    expect(fetched.code).toBe(0)
    expect(JSON.parse(fetched.stdout)).toMatchObject({
      rows: { initialize: 1, mint: 1, swap: swaps },
      dataset: { simulated: false },
    })
    const checked = await runCli(['data', 'check', out, '--json'])
    expect(checked.code).toBe(0)
    expect(JSON.parse(checked.stdout)).toMatchObject({ errors: 0 })
    const again = await runCli([
      'data',
      'fetch',
      '--rpc',
      rpc,
      '--pool',
      pool,
      '--from-block',
      '0',
      '--out',
      out,
      '--json',
    ])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('E_EXISTS')
  })

  it('is stopped at once by one Ctrl-C, also while an endpoint does not answer', async () => {
    let asked = 0
    const silent = createServer(() => (asked += 1))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const out = join(scratch, 'silent')
    const rpc = ['--rpc', `http://127.0.0.1:${port}`, '--pool', pool]
    const args = ['data', 'fetch', ...rpc, '--from-block', '0', '--out', out]
    const run = await spawnCli(args, { interruptWhen: () => asked > 0 })
    silent.closeAllConnections()
    silent.close()
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('run the same command again to go on from here')
    expect(existsSync(out)).toBe(false)
  })

  it('says which endpoint failed and that the command may be run again', async () => {
    const out = join(scratch, 'dead')
    const run = await runCli([
      'data',
      'fetch',
      '--rpc',
      'http://127.0.0.1:9',
      '--pool',
      pool,
      '--from-block',
      '0',
      '--out',
      out,
      '--retries',
      '2',
      '--json',
    ])
    expect(run.code).toBe(75)
    expect(run.stdout).toBe('')
    expect(JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '')).toHaveProperty('error.hint')
  })
})
