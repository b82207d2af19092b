import { encodeFunctionData, parseEventLogs } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  mineBlock,
  poolAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  type Anvil,
  type LocalPool,
} from './index.ts'

let anvil: Anvil
let pool: LocalPool
let actor: `0x${string}`
const q96 = 1n << 96n
const maxUint128 = (1n << 128n) - 1n

beforeAll(async () => {
  anvil = await startAnvil({ timestamp: 1_700_000_000 })
  const uniswap = await deployUniswap(anvil)
  const tokenA = await deployToken(anvil, { symbol: 'A', name: 'Token A', decimals: 18 })
  const tokenB = await deployToken(anvil, { symbol: 'B', name: 'Token B', decimals: 6 })
  pool = await createPool(anvil, uniswap, tokenA, tokenB, 100)
  actor = await deployActor(anvil)
  for (const token of [tokenA, tokenB])
    await sendAndConfirm(anvil, {
      to: token,
      abi: tokenAbi,
      functionName: 'mint',
      args: [actor, 10n ** 30n],
    })
})

afterAll(async () => {
  await anvil?.stop()
})

it('runs the real pool: initialise, mint, swap, flash, burn, collect', async () => {
  const act = { to: actor, abi: actorAbi } as const
  await sendAndConfirm(anvil, {
    to: pool.pool,
    abi: poolAbi,
    functionName: 'initialize',
    args: [q96],
  })
  await sendAndConfirm(anvil, {
    ...act,
    functionName: 'mint',
    args: [pool.pool, actor, -10, 10, 10n ** 18n],
  })
  const swap = await sendAndConfirm(anvil, {
    ...act,
    functionName: 'swap',
    args: [pool.pool, actor, true, 10n ** 12n, q96 - q96 / 100n],
  })
  const [swapLog] = parseEventLogs({ abi: poolAbi, eventName: 'Swap', logs: swap.logs })
  // 1e12 in at price 1 with 1e18 of liquidity: out = in·(1 − 0.01 %) less ~1e6 of price impact
  expect(swapLog?.args.amount0).toBe(10n ** 12n)
  expect(Number(swapLog?.args.amount1)).toBeCloseTo(-999_899_000_199, -3)
  const flash = await sendAndConfirm(anvil, {
    ...act,
    functionName: 'flash',
    args: [pool.pool, actor, 10n ** 12n, 0n, 5n, 7n],
  })
  const [flashLog] = parseEventLogs({ abi: poolAbi, eventName: 'Flash', logs: flash.logs })
  expect(flashLog?.args).toMatchObject({ paid0: 100_000_005n, paid1: 7n })
  await sendAndConfirm(anvil, {
    ...act,
    functionName: 'burn',
    args: [pool.pool, -10, 10, 10n ** 18n],
  })
  const collect = await sendAndConfirm(anvil, {
    ...act,
    functionName: 'collect',
    args: [pool.pool, actor, -10, 10, maxUint128, maxUint128],
  })
  expect(parseEventLogs({ abi: poolAbi, eventName: 'Collect', logs: collect.logs })).toHaveLength(1)
})

it('reports a revert as a typed error', async () => {
  const tooLittle = sendAndConfirm(anvil, {
    to: actor,
    abi: actorAbi,
    functionName: 'flash',
    args: [pool.pool, actor, 10n ** 12n, 0n, -1n, 0n],
  })
  await expect(tooLittle).rejects.toMatchObject({ code: 'E_LOCAL_REVERT', exitCode: 75 })
})

it('mines many transactions in nonce order into one block at a chosen time', async () => {
  const own = await startAnvil({ timestamp: 1_700_000_000, mining: 'manual' })
  try {
    const [from] = own.accounts
    const data = encodeFunctionData({ abi: actorAbi, functionName: 'batch', args: [[]] })
    const transactions = Array.from({ length: 50 }, (_, nonce) => ({ from, to: from, data, nonce }))
    const hashes = await mineBlock(own, { timestamp: 1_700_000_100, transactions })
    const block = await own.client.getBlock()
    expect(block.timestamp).toBe(1_700_000_100n)
    expect(block.transactions).toEqual(hashes)
  } finally {
    await own.stop()
  }
})

it('mines blocks in the order of the calls without waiting for each', async () => {
  const own = await startAnvil({
    timestamp: 1_700_000_000,
    mining: 'manual',
    hardfork: 'london',
    latestStateOnly: true,
  })
  try {
    const [from] = own.accounts
    const mined = Array.from({ length: 200 }, (_, i) =>
      mineBlock(own, {
        timestamp: 1_700_000_012 + 12 * i,
        transactions: [{ from, to: from, data: '0x', nonce: i }],
      }),
    )
    const hashes = (await Promise.all(mined)).flat()
    const numbers = await Promise.all(
      hashes.map(async (hash) => (await own.client.getTransactionReceipt({ hash })).blockNumber),
    )
    expect(numbers).toEqual(hashes.map((_, i) => BigInt(i + 1)))
    expect((await own.client.getBlock()).timestamp).toBe(1_700_000_012n + 12n * 199n)
  } finally {
    await own.stop()
  }
})

it('fails calls in flight when the node goes', async () => {
  const own = await startAnvil()
  const call = own.rpc.send([{ method: 'eth_blockNumber', params: [] }])
  await expect(call).resolves.toEqual(['0x0'])
  await own.stop()
  await expect(own.rpc.send([{ method: 'eth_blockNumber', params: [] }])).rejects.toMatchObject({
    code: 'E_LOCAL_RPC',
  })
})

it('says why the node did not start', async () => {
  await expect(startAnvil({ args: ['--no-such-option'] })).rejects.toMatchObject({
    code: 'E_ANVIL_START',
    facts: { stderr: expect.stringContaining('no-such-option') },
  })
  await expect(startAnvil({ binary: '/no/such/binary' })).rejects.toMatchObject({
    code: 'E_ANVIL_START',
    cause: { code: 'ENOENT' },
  })
})
