import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  giveHistory,
  rebalance,
  startLocalMarket,
  wethUnit,
  type LocalMarket,
} from '../../../libs/protocol/src/testing/local-market.ts'
import { runCli, spawnCli } from './testing/run-cli.ts'

/** The key of anvil's first account, known to everybody. */
const anvilKey = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const nobody = '0x000000000000000000000000000000000000bEEF'

let scratch = ''
let market: LocalMarket
let vault: `0x${string}` = '0x'
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tickwise-vault-'))
  market = await startLocalMarket()
})
afterAll(async () => {
  await market.anvil.stop()
  await rm(scratch, { recursive: true, force: true })
})

/** A command of the first account against the local node. */
const run = (command: string, ...args: readonly string[]) =>
  runCli(['vault', command, ...args], { env: { TICKWISE_RPC_URL: market.anvil.rpcUrl } })

const send = (command: string, ...args: readonly string[]) =>
  run(command, ...args, '--unlocked', market.deployer, '--yes', '--json')

/** The one JSON document of a command that must have worked. */
async function answer(command: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await send(command, ...args)
  expect(stderr).not.toContain('"error"')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

/** The error of a command that must have failed. */
async function failure(result: ReturnType<typeof run>) {
  const { code, stdout, stderr } = await result
  expect(stdout).toBe('')
  const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
  expect(error.exitCode).toBe(code)
  return error
}

const status = async () =>
  JSON.parse((await run('status', vault, '--account', market.deployer, '--json')).stdout)

describe('a vault from the first command to the last', () => {
  it('prepares the pool, says what to wait for, then deploys from a file and flags', async () => {
    const config = join(scratch, 'vault.json')
    const limits = { entryFeeBps: 10, depositCap: '50000' }
    await writeFile(config, JSON.stringify({ pool: market.pool, asset: 'USDC', limits }))
    const args = ['--config', config, '--registry', market.registry] as const
    const early = await failure(send('deploy', ...args))
    expect(early).toMatchObject({ code: 'E_POOL_HISTORY', exitCode: 75 })
    expect(early.facts).toMatchObject({ cardinalityNext: '151', needed: '151' })

    await giveHistory(market)
    const trial = await answer('deploy', ...args, '--dry-run')
    expect(trial).toMatchObject({ dryRun: true, result: null })
    const deployed = await answer('deploy', ...args, '--limit', 'maxLossBps=20')
    vault = deployed.vault
    expect(deployed).toMatchObject({
      chainId: 31337,
      result: { vault, seedAssets: '10000' },
      config: { limits: { entryFeeBps: 10, maxLossBps: 20, depositCap: '50000000000' } },
    })
    expect(deployed.steps.at(-1)).toMatchObject({ block: expect.any(Number) })
  })

  it('deposits after showing what it would do', async () => {
    const trial = await answer('deposit', vault, '2000.5', '--dry-run')
    expect(trial).toMatchObject({ dryRun: true, result: null })
    expect((await status()).account).toMatchObject({ shares: '0' })

    const done = await answer('deposit', vault, '2000.5')
    expect(done.result).toEqual(trial.expected)
    expect(done.result.assets).toBe('2000500000')
    expect(done.steps.map(({ title }: { title: string }) => title)).toEqual([
      'approve exactly 2,000.5 USDC for the vault',
      'deposit 2,000.5 USDC',
    ])
    expect((await status()).account).toMatchObject({ shares: done.result.shares })
  })

  it('shows the vault to people and to machines', async () => {
    await market.passTime(1_800)
    await rebalance(market, vault)
    const { stdout, code } = await run('status', vault, '--account', market.deployer)
    expect(code).toBe(0)
    for (const text of ['healthy', 'USDC per WETH', 'in range', 'guardian', 'can withdraw']) {
      expect(stdout).toContain(text)
    }
    expect(await status()).toMatchObject({
      healthy: true,
      blockNumber: expect.any(Number),
      positions: [{ inRange: true, liquidity: expect.stringMatching(/^\d+$/) }],
      limits: { entryFeeBps: 10 },
      account: { address: market.deployer },
    })
  })

  it('leaves in every way', async () => {
    const withdrawn = await answer('withdraw', vault, '50', '--receiver', nobody)
    expect(withdrawn).toMatchObject({ receiver: nobody, result: { assets: '50000000' } })
    const inKind = await answer('redeem-in-kind', vault, '100')
    expect(BigInt(inKind.result.amount0)).toBeGreaterThan(0n)
    expect(BigInt(inKind.result.amount1)).toBeGreaterThan(0n)
    const toAsset = await answer('redeem-to-asset', vault, '100')
    expect(Number(toAsset.result.assets) / 1e6).toBeCloseTo(100, -1)

    const request = await answer('request-redeem', vault, '20')
    expect((await status()).account.queue.requests).toEqual([
      { requestId: request.result.requestId, pendingShares: request.result.shares },
    ])
    expect((await answer('cancel-redeem', vault)).result).toEqual(request.result)

    await answer('request-redeem', vault, '20')
    await market.passTime(4_000)
    await rebalance(market, vault)
    const claimed = await answer('claim-redeem', vault)
    expect(claimed.result.shares).toBe(request.result.shares)

    const waiting = await answer('request-redeem', vault, '10')
    await market.passTime(4_000)
    const filled = await answer('fill-queue', vault)
    expect(filled.result.shares).toBe(waiting.result.shares)
    expect(filled.expected).toEqual(filled.result)
    expect((await answer('fill-queue', vault)).result).toEqual({ shares: '0', assets: '0' })
    expect((await answer('claim-redeem', vault)).result).toEqual(filled.result)
  })

  it('takes a key from a keystore or the environment, and never shows it', async () => {
    const env = { TICKWISE_RPC_URL: market.anvil.rpcUrl, TICKWISE_PRIVATE_KEY: anvilKey }
    const args = ['vault', 'deposit', vault, '1', '--yes'] as const
    const { code, stdout, stderr } = await runCli(args, { env })
    expect(code).toBe(0)
    expect(stderr).toContain(`${market.deployer} (TICKWISE_PRIVATE_KEY)`)
    expect(stdout + stderr).not.toContain(anvilKey)

    const file = join(scratch, 'key.json')
    await writeFile(file, '{"version":1}')
    const noPassword = await failure(run('pause', vault, '--keystore', file, '--json'))
    expect(noPassword).toMatchObject({ code: 'E_PASSWORD' })
    const password = join(scratch, 'password')
    await writeFile(password, 'secret\n')
    const keystore = ['--keystore', file, '--password-file', password] as const
    expect(await failure(run('pause', vault, ...keystore, '--json'))).toMatchObject({
      code: 'E_KEYSTORE',
    })
  })

  it('names what stands in the way', async () => {
    const refusals = [
      [['deposit', vault, '1.1234567'], 'E_AMOUNT_DECIMALS'],
      [['deposit', vault, '60000'], 'E_ERC4626_EXCEEDED_MAX_DEPOSIT'],
      [['deposit', vault, '-1'], 'E_AMOUNT'],
      [['deposit', vault, '0'], 'E_AMOUNT_ZERO'],
      [['withdraw', vault, '10000'], 'E_ERC4626_EXCEEDED_MAX_WITHDRAW'],
      [['redeem-in-kind', vault, '1000000'], 'E_BALANCE'],
      [['redeem-in-kind', vault, '1', '--slippage', '101'], 'E_SLIPPAGE'],
      [['claim-redeem', vault], 'E_NOTHING'],
      [['cancel-redeem', vault, '99'], 'E_NOTHING_TO_CANCEL'],
      [['deposit', market.usdc, '1'], 'E_NOT_A_VAULT'],
      [['deposit', market.stranger, '1'], 'E_NO_CONTRACT'],
      [['deposit', 'vault', '1'], 'E_ADDRESS'],
      [['deploy', '--pool', market.pool, '--asset', 'DAI'], 'E_ASSET'],
      [
        ['deploy', '--pool', market.pool, '--asset', '0', '--limit', 'maxLossBps=101'],
        'E_DEPLOY_CONFIG',
      ],
    ] as const
    await Promise.all(
      refusals.map(async ([[command, ...args], code]) => {
        expect(await failure(send(command, ...args)), args.join(' ')).toMatchObject({ code })
      }),
    )
    const wrongEndpoint = ['--rpc-url', 'http://127.0.0.1:9'] as const
    expect(await failure(send('deposit', vault, '1', ...wrongEndpoint))).toMatchObject({
      code: 'E_RPC',
      exitCode: 75,
    })
  })

  it('does not send without somebody agreeing', async () => {
    const { code, stderr } = await run('deposit', vault, '1', '--unlocked', market.deployer)
    expect(code).toBe(1)
    expect(stderr).toContain('deposit 1 USDC')
    expect(stderr).toContain('E_CONFIRM')
  })

  it('says which transaction is under way when it is stopped', async () => {
    await market.anvil.client.setAutomine(false)
    const stopped = await spawnCli(
      ['vault', 'withdraw', vault, '1', '--unlocked', market.deployer, '--yes', '--json'],
      { env: { TICKWISE_RPC_URL: market.anvil.rpcUrl }, interruptOn: '1/1 sent' },
    )
    await market.anvil.client.setAutomine(true)
    await market.anvil.client.mine({ blocks: 1 })
    expect(stopped.code).toBe(2)
    expect(JSON.parse(stopped.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'E_CANCELLED', facts: { transaction: expect.stringMatching(/^0x/) } },
    })
  })

  it('pauses by the guardian; then exits without a price still work', async () => {
    const stranger = ['--unlocked', market.stranger, '--yes', '--json'] as const
    expect(await failure(run('pause', vault, ...stranger))).toMatchObject({
      code: 'E_NOT_GUARDIAN',
    })
    await market.sell(market.weth, 2_000n * wethUnit)
    expect(await failure(send('deposit', vault, '1'))).toMatchObject({
      code: 'E_PRICE_UNSETTLED',
      exitCode: 75,
    })
    expect(await answer('pause', vault)).toMatchObject({ result: { paused: true } })
    expect(await failure(send('deposit', vault, '1'))).toMatchObject({ code: 'E_VAULT_PAUSED' })
    expect(await failure(send('withdraw', vault, 'max'))).toMatchObject({ code: 'E_NOTHING' })
    const { stdout } = await run('status', vault)
    expect(stdout).toContain('closed: paused')
    const proposal = await run('unpause', vault, '--json')
    expect(JSON.parse(proposal.stdout)).toMatchObject({ target: vault, data: '0x3f4ba83a' })
    await answer('redeem-in-kind', vault, '10')
    const last = await answer('redeem-to-asset', vault, 'max')
    expect(BigInt(last.result.assets)).toBeGreaterThan(0n)
  })
})
