import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../journal/open-journal.ts'
import { createTurnedClock } from '../testing/turned-clock.ts'
import { createSlack, createTelegram, createWebhook } from './channels.ts'
import { createAlerts, type Alerts } from './dispatcher.ts'
import type { Notifier } from './notifier.ts'
import { createAlertListener } from './watch-events.ts'

const vault = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
let received: Received[] = []
let answer: 'ok' | 'refuse' | 'hang' | 'redirect' = 'ok'
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += String(chunk)))
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body })
    if (answer === 'hang') return
    if (answer === 'redirect') response.setHeader('location', '/elsewhere')
    response.statusCode = { ok: 200, refuse: 500, redirect: 302 }[answer]
    response.end()
  })
})
const listening = new Promise<string>((resolve) =>
  server.listen(0, '127.0.0.1', () =>
    resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  ),
)
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  received = []
  answer = 'ok'
})

const alert = {
  key: 'balance',
  status: 'firing',
  severity: 'alert',
  text: 'the balance is low',
  at: 1_700_000_000,
  from: 'tickwise-keeper',
} as const

describe('channels', () => {
  const signal = AbortSignal.timeout(10_000)

  it('sign what they post, so that the other side can check it', async () => {
    await createWebhook(`${await listening}/hook`, 'secret').send(alert, signal)
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = received
    expect(path).toBe('/hook')
    expect(JSON.parse(body)).toEqual(alert)
    const expected = createHmac('sha256', 'secret').update(`1700000000.${body}`).digest('hex')
    expect(headers['x-tickwise-signature']).toBe(`sha256=${expected}`)
    expect(headers['x-tickwise-timestamp']).toBe('1700000000')
  })

  it('speak to Telegram and Slack as these want it', async () => {
    await createTelegram(`${await listening}/`, '12:token', '-100').send(alert, signal)
    await createSlack(`${await listening}/services/x`).send(
      { ...alert, status: 'resolved' },
      signal,
    )
    expect(received.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        '/bot12:token/sendMessage',
        { chat_id: '-100', text: '[ALERT] the balance is low\ntickwise-keeper' },
      ],
      ['/services/x', { text: '[RESOLVED] the balance is low\ntickwise-keeper' }],
    ])
  })

  it('fail on a refusal, on a redirect and when nobody answers in time', async () => {
    const slack = createSlack(`${await listening}/x`)
    for (const kind of ['refuse', 'redirect'] as const) {
      answer = kind
      await expect(slack.send(alert, signal)).rejects.toThrow()
    }
    expect(received.map(({ path }) => path)).toEqual(['/x', '/x'])
    answer = 'hang'
    await expect(slack.send(alert, AbortSignal.timeout(50))).rejects.toThrow()
  })
})

describe('alerts', () => {
  const clock = createTurnedClock()
  const make = (channels: readonly Notifier[], memory = openJournal(':memory:')) => {
    const reports: string[] = []
    const alerts = createAlerts({
      channels,
      memory,
      clock: { ...clock, sleep: () => Promise.resolve() },
      cooldownSeconds: 3_600,
      timeoutSeconds: 1,
      from: 'tickwise-keeper',
      report: ({ channel, result }) => reports.push(`${channel} ${result}`),
    })
    return { alerts, reports, memory }
  }
  const raise = async (alerts: Alerts): Promise<void> => {
    alerts.raise({ key: 'balance', severity: 'alert', text: 'low' })
    await alerts.drain()
  }
  const texts = () => received.map(({ body }) => (JSON.parse(body) as { text: string }).text)

  it('are told once within the cooldown, also after a restart, and then again', async () => {
    const slack = createSlack(`${await listening}/x`)
    const { alerts, memory } = make([slack])
    await raise(alerts)
    await raise(alerts)
    // The same journal in another process.
    await raise(make([slack], memory).alerts)
    expect(texts()).toEqual(['[ALERT] low\ntickwise-keeper'])
    await clock.turn(3_600)
    await raise(alerts)
    expect(texts()[1]).toBe('[ALERT] low (told 1 times before)\ntickwise-keeper')
  })

  it('are resolved once, and only what was told', async () => {
    const { alerts } = make([createSlack(`${await listening}/x`)])
    alerts.resolve('balance', 'fine')
    await raise(alerts)
    alerts.resolve('balance', 'fine')
    alerts.resolve('balance', 'fine')
    await alerts.drain()
    expect(texts()).toEqual(['[ALERT] low\ntickwise-keeper', '[RESOLVED] fine\ntickwise-keeper'])
    await raise(alerts)
    expect(received).toHaveLength(3)
  })

  it('that no channel took are tried again at the next occasion; one dead channel stops no other', async () => {
    const dead = createSlack('http://127.0.0.1:1/x')
    const { alerts, reports } = make([dead])
    await raise(alerts)
    await raise(alerts)
    expect(reports).toEqual(Array(6).fill('slack failed'))
    const mixed = make([dead, createTelegram(await listening, 't', '1')])
    await raise(mixed.alerts)
    await raise(mixed.alerts)
    expect(received).toHaveLength(1)
    expect(mixed.reports.toSorted()).toEqual([
      'slack failed',
      'slack failed',
      'slack failed',
      'telegram sent',
    ])
  })

  it('do not pile up behind a channel that hangs', async () => {
    let release = (): void => undefined
    const hung = new Promise<void>((resolve) => (release = resolve))
    const { alerts, reports } = make([{ name: 'slack', send: () => hung }])
    for (let i = 0; i < 103; i++) alerts.raise({ key: `k${i}`, severity: 'alert', text: 't' })
    expect(reports).toEqual(Array(3).fill('all dropped'))
    release()
    await alerts.drain()
  })
})

describe('events', () => {
  const place = { vault, epoch: 7 } as const
  const watch = () => {
    const said: string[] = []
    const alerts: Alerts = {
      raise: ({ key }) => said.push(`+${key.replace(`:${vault}`, '')}`),
      resolve: (key) => said.push(`-${key.replace(`:${vault}`, '')}`),
      drain: () => Promise.resolve(),
    }
    const listener = createAlertListener(alerts, vault, {
      minBalanceWei: 10n,
      maxHeadAgeSeconds: 180,
    })
    return { said, listener }
  }

  it('tell a problem until a tick passes without it', () => {
    const { said, listener } = watch()
    const tick = (result: 'waited' | 'stopped') => listener({ kind: 'tick', at: 0, result })
    const problem = (severity: 'alert' | 'warning') =>
      listener({ kind: 'problem', code: 'E_RPC', message: 'no answer', severity })
    problem('warning')
    tick('waited')
    problem('alert')
    tick('waited')
    tick('stopped')
    expect(said).toEqual(['+problem:E_RPC'])
    tick('waited')
    tick('waited')
    expect(said).toEqual(['+problem:E_RPC', '-problem:E_RPC'])
  })

  it('tell that looks come to nothing when time does not mend it, and that an epoch was skipped', () => {
    const { said, listener } = watch()
    const tick = (result: 'waited' | 'stopped') => listener({ kind: 'tick', at: 0, result })
    for (let look = 0; look < 5; look++) {
      expect(said).toEqual([])
      listener({ kind: 'problem', code: 'E_RPC', message: 'no answer', severity: 'warning' })
      tick('stopped')
    }
    tick('waited')
    tick('waited')
    listener({ kind: 'state', ...place, from: 'idle', to: 'skipped', reason: 'too late' })
    expect(said).toEqual(['+stopped', '-stopped', '+skipped'])
  })

  it('tell what was missed, reverted and taken away, low balances and old heads', () => {
    const { said, listener } = watch()
    const mined = {
      kind: 'mined',
      job: 'reveal',
      ...place,
      hash: '0x12',
      blockNumber: 1n,
      gasUsed: 1n,
      feeWei: 1n,
    } as const
    listener({ kind: 'state', ...place, from: 'committed', to: 'expired', reason: 'late' })
    listener({ kind: 'state', ...place, from: 'revealable', to: 'executed', reason: 'revealed' })
    listener({ ...mined, reverted: true })
    listener({ ...mined, reverted: false })
    listener({ kind: 'reorg', ...place, job: 'commit', depth: 2 })
    listener({ kind: 'balance', wei: 9n })
    listener({ kind: 'balance', wei: 10n })
    listener({ kind: 'head', blockNumber: 1n, timestamp: 0, lagSeconds: 181 })
    listener({ kind: 'head', blockNumber: 1n, timestamp: 0, lagSeconds: 180 })
    expect(said).toEqual([
      '+expired',
      '-skipped',
      '-expired',
      '-failed',
      '+reverted:reveal',
      '-reverted:reveal',
      '+reorg',
      '+balance',
      '-balance',
      '+head',
      '-head',
    ])
  })
})
