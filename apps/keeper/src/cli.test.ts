import { encodeModel } from '@tickwise/forecast'
import { deriveSalt, readAccount, readRecord } from '@tickwise/protocol'
import {
  deployInferenceSetup,
  passUntil,
  timeOf,
  type InferenceSetup,
} from '@tickwise/protocol/testing'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeeperLook } from './monitor/keeper-look.ts'
import { watchKeeper } from './monitor/watch-keeper.ts'
import { sealKeystore, writeKeystore } from './keys/seal-keystore.ts'
import { runKeeper, startKeeper, type KeeperRun } from './testing/run-keeper.ts'

/** Everything that nobody may ever read. */
const secrets = {
  key: '4b'.repeat(32),
  password: 'correct horse battery',
  apiKey: 'api-key-0123456789abcdef',
  token: '123456:telegram-token-AAE',
  webhook: 'webhook-secret-0123',
  slack: 'T000/B000/slack-secret-path',
  mnemonic: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
} as const

const folder = mkdtempSync(join(tmpdir(), 'tickwise-keeper-'))
const inFolder = (name: string): string => join(folder, name)
let setup: InferenceSetup
let echo: Server
const told: string[] = []
const written: string[] = []

/** Answers with an error that repeats what it was asked, as some endpoints and channels do. */
const startEcho = async (): Promise<string> => {
  echo = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const isAlert = !body.includes('jsonrpc')
      if (isAlert) told.push(body)
      response.statusCode = request.url?.startsWith('/hook') ? 200 : 401
      response.end(`{"error":"${request.url} is not allowed"}`)
    })
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(echo.address() as AddressInfo).port}`
}

/** A port that the system has just given and taken back. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

beforeAll(async () => {
  setup = await deployInferenceSetup()
  const echoUrl = await startEcho()
  const secret = (name: string, text: string): string => {
    writeFileSync(inFolder(name), `${text}\n`, { mode: 0o600 })
    return name
  }
  await writeKeystore(
    inFolder('key.json'),
    await sealKeystore(`0x${secrets.key}`, secrets.password, 1_024),
  )
  writeFileSync(inFolder('model.qmlp'), encodeModel(setup.models[0].file))
  const keeper = {
    rpcUrls: [setup.market.anvil.rpcUrl, `${echoUrl}/v3/${secrets.apiKey}`],
    chainId: setup.domain.chainId,
    vaults: [{ vault: setup.vault.address, strategy: 'volatility-band', model: 'model.qmlp' }],
    signer: { keystore: 'key.json', passwordFile: secret('password', secrets.password) },
    confirmations: 2,
    cron: '*/2 * * * * *',
    alerts: {
      webhook: { url: `${echoUrl}/hook`, secretFile: secret('webhook', secrets.webhook) },
      telegram: { tokenFile: secret('token', secrets.token), chatId: 7, apiUrl: echoUrl },
      slack: { urlFile: secret('slack', `${echoUrl}/services/${secrets.slack}`) },
    },
  }
  writeFileSync(inFolder('tickwise.json'), JSON.stringify({ keeper }))
})
afterAll(async () => {
  echo.closeAllConnections()
  echo.close()
  await setup.market.anvil.stop()
  rmSync(folder, { recursive: true, force: true })
})

const note = ({ code, stdout, stderr }: KeeperRun): KeeperRun => {
  written.push(stdout, stderr)
  return { code, stdout, stderr }
}
const options = async () => ({ cwd: folder, now: (await timeOf(setup.market)) + 1 })
const run = async (...args: readonly string[]) => note(await runKeeper(args, await options()))
const answer = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}
const account = () =>
  readAccount(setup.connection, setup.domain.registry, setup.vault.address, setup.keeper.address)
const salt = (nonce: bigint) =>
  deriveSalt(setup.keeper, { ...setup.domain, vault: setup.vault.address, nonce })

/** What of the secrets is in a text or in raw bytes. */
const leaks = (text: string): readonly string[] =>
  Object.entries(secrets)
    .filter(([, value]) => text.toLowerCase().includes(value.toLowerCase()))
    .map(([name]) => name)
const journalBytes = (): string =>
  readdirSync(folder)
    .filter((name) => name.startsWith('keeper.sqlite'))
    .map((name) => readFileSync(inFolder(name), 'latin1'))
    .join('\n')

describe('a keeper from the first look to the reveal', () => {
  it('says what it would do and does nothing', async () => {
    const begin = Math.floor((await timeOf(setup.market)) / setup.epochSeconds) * setup.epochSeconds
    await passUntil(setup.market, begin + 61)
    const trial = await answer('recover')
    expect(trial.steps.map(({ kind, job }: Record<string, string>) => job ?? kind)).toContain(
      'commit',
    )
    expect(existsSync(inFolder('keeper.sqlite'))).toBe(false)
    expect((await account()).live).toBe(false)
  })

  it('commits in one look, on chain and without a word about its salt', async () => {
    const done = await answer('once')
    expect(done.vaults[0]).toMatchObject({ result: 'acted', inFlight: [{ job: 'commit' }] })
    const committed = await account()
    expect(committed).toMatchObject({ live: true, nextNonce: 1n, epoch: done.vaults[0].epoch })
    const hidden = (await salt(0n)).slice(2)
    expect(journalBytes().toLowerCase()).not.toContain(hidden)
    expect(written.join('\n').toLowerCase()).not.toContain(hidden)
    await setup.market.anvil.client.mine({ blocks: 3 })
  })

  it('shows where it stands', async () => {
    const status = await answer('status')
    const { validAfter, deadline, epoch } = await account()
    expect(status).toMatchObject({
      keeper: setup.keeper.address,
      mode: 'live',
      vaults: [
        {
          next: { what: 'reveal', epoch, at: validAfter, until: deadline },
          account: { live: true, bondLocked: '10000000' },
          record: { revealed: 0 },
          due: { shares: '0' },
          epochs: [{ epoch }],
        },
      ],
    })
    expect(status.vaults[0].status.value.mid).toMatch(/^\d{12}$/)
  })

  /** The keeper from outside, once chain and journal were read. */
  const watched = async (): Promise<KeeperLook | undefined> => {
    const now = await timeOf(setup.market)
    const controller = new AbortController()
    const clock = { now: () => now, sleep: () => new Promise<void>((done) => setTimeout(done, 50)) }
    let seen: KeeperLook | undefined
    const tell = (look: KeeperLook): void => {
      seen = look
      if (look.chainSeenAt !== undefined) controller.abort()
    }
    await watchKeeper({ config: inFolder('tickwise.json') }, controller.signal, tell, clock)
    return seen
  }

  it('is watched from outside as it stands', async () => {
    const now = await timeOf(setup.market)
    const seen = await watched()
    const { validAfter, deadline, epoch } = await account()
    expect(seen).toMatchObject({
      keeper: setup.keeper.address,
      isStopped: false,
      chainSeenAt: now,
      chainTrouble: undefined,
      vaults: [
        {
          journal: { epochs: [{ epoch }], alerts: [] },
          chain: {
            obstacles: [],
            next: { what: 'reveal', epoch, at: validAfter, until: deadline },
            record: { revealed: 0 },
            earned: { due: expect.stringMatching(/^0 /) },
            isAllowed: true,
          },
        },
      ],
    })
    expect(seen?.vaults[0]?.chain?.navNumber).toBeGreaterThan(0)
    expect(leaks(JSON.stringify(seen))).toEqual([])
  })

  it('runs: stops at the kill switch, reveals without it, tells how it is, and ends when told', async () => {
    await passUntil(setup.market, (await account()).validAfter + 5)
    writeFileSync(inFolder('STOP'), '')
    const port = await freePort()
    const running = startKeeper(['run', '--port', String(port)], await options())
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      const text = await response.text()
      written.push(text)
      return { status: response.status, text }
    }
    await running.said('E_GUARD_STOPPED')
    await running.said('metrics and health')
    expect(await get('/healthz')).toMatchObject({ status: 503 })
    expect((await get('/metrics')).text).toContain(
      'keeper_problems_total{code="E_GUARD_STOPPED",severity="warning"}',
    )
    expect((await account()).live).toBe(true)
    for (const file of ['cmdline', 'environ']) {
      expect(leaks(readFileSync(`/proc/${running.child.pid}/${file}`, 'latin1'))).toEqual([])
    }

    rmSync(inFolder('STOP'))
    await running.said('executed: traded')
    expect((await account()).live).toBe(false)
    expect(await get('/healthz')).toMatchObject({ status: 200 })
    expect((await get('/metrics')).text).toMatch(
      /keeper_tx_mined_total\{job="reveal",result="ok"\} 1/,
    )
    running.child.kill('SIGUSR1')
    await running.said('nothing is sent until the next one')
    running.child.kill('SIGTERM')
    const { code, stderr } = note(await running.ended)
    expect(code).toBe(0)
    expect(stderr).not.toContain('Debugger')
    const { revealed, traded } = await readRecord(
      setup.connection,
      setup.domain.registry,
      setup.vault.address,
      setup.keeper.address,
    )
    expect({ revealed, traded }).toEqual({ revealed: 1, traded: 1 })
    // The webhook was told of the stop and of its end; the other two channels refused.
    expect(told.some((body) => body.includes('"firing"') && body.includes('STOP'))).toBe(true)
    expect(stderr).toContain('an alert was not delivered')
  })

  it('keeps a journal of it', async () => {
    const lines = await answer('journal', 'export')
    const kinds = lines.map(({ kind, body }: { kind: string; body: { job?: string } }) =>
      [kind, body.job].join(' '),
    )
    for (const kind of ['sent commit', 'mined commit', 'sent reveal', 'mined reveal']) {
      expect(kinds).toContain(kind)
    }
    const fees = lines.flatMap(({ body }: { body: { feeWei?: string } }) => body.feeWei ?? [])
    const spent = fees.map(Number).reduce((sum: number, fee: number) => sum + fee, 0) / 1e18
    const seen = await watched()
    expect(Number(seen?.gas?.week)).toBe(Number(spent.toPrecision(3)))
    const { epochs = 0, perEpoch = '0' } = seen?.vaults[0]?.runway ?? {}
    expect(epochs * Number(perEpoch)).toBeGreaterThan(0.99 * Number(seen?.balance))
    expect(epochs * Number(perEpoch)).toBeLessThan(1.01 * Number(seen?.balance))
  })
})

describe('secrets', () => {
  it('are in none of what commands write, also when they fail', async () => {
    const here = { cwd: folder }
    const fails: readonly (readonly [readonly string[], string?])[] = [
      [['keys', 'import', '--out', 'a.json', '--password-file', 'password'], secrets.mnemonic],
      [['keys', 'import', '--out', 'a.json', '--password-file', 'password'], secrets.key],
      [
        ['keys', 'import', '--out', 'b.json', '--password-file', 'password'],
        `${secrets.mnemonic} x`,
      ],
      [['once', '--password-file', 'token', '--json']],
      [['status', '--rpc-url', `http://127.0.0.1:1/${secrets.apiKey}`]],
      [['config', 'check', '--rpc-url', `http://${secrets.apiKey}@127.0.0.1:1/`, '--json']],
      [['config', 'show']],
    ]
    const codes: (number | null)[] = []
    for (const [args, stdin] of fails) {
      codes.push(note(await runKeeper(args, { ...here, ...(stdin ? { stdin } : {}) })).code)
    }
    // The first seals the mnemonic's account; the second finds the file there and leaves it.
    expect(codes).toEqual([0, 1, 1, 1, 75, 3, 0])
  })

  it('are in no log, metric, answer or journal, byte for byte', () => {
    expect(written.join('\n').length).toBeGreaterThan(10_000)
    expect(leaks(written.join('\n'))).toEqual([])
    expect(journalBytes().length).toBeGreaterThan(10_000)
    expect(leaks(journalBytes())).toEqual([])
  })

  it('lie in files that nobody else can read', () => {
    const modes = readdirSync(folder)
      .filter((name) => /\.sqlite|^a\.json/.test(name))
      .map((name) => statSync(inFolder(name)).mode & 0o777)
    expect(new Set(modes)).toEqual(new Set([0o600]))
  })
})
