import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KeeperEvent } from '../ports.ts'
import { createMetricsListener } from '../metrics/count-event.ts'
import { createMetrics } from '../metrics/keeper-metrics.ts'
import { describeEvent } from './describe-event.ts'
import { createLogger } from './logger.ts'
import { createRedactor, shownUrl } from './redact.ts'

describe('what is shown', () => {
  it('of a URL is its host', () => {
    expect(shownUrl('https://me:pw@rpc.example:8/v3/key?x=1')).toBe('https://rpc.example:8/…')
    expect(shownUrl('http://127.0.0.1:8545/')).toBe('http://127.0.0.1:8545')
    expect(shownUrl('key')).toBe('(hidden)')
  })

  it('of a text has no secret in it, in whatever form', () => {
    const redactor = createRedactor()
    redactor.hide('hunter"22 %')
    redactor.hide('hunter"22 %longer')
    redactor.hide('ab')
    redactor.hideUrl('https://user-name:pass-word@x.example/v3/0123456789abcdef?key=query-key')
    const clean = redactor.clean(
      'a ab hunter"22 %longer hunter\\"22 % hunter%2222%20%25 0123456789abcdef query-key pass-word user-name ' +
        'URL: https://y.example/secret, (wss://z.example/secret) "http://q.example/s\\n"',
    )
    expect(clean).toBe(
      'a ab (hidden) (hidden) (hidden) (hidden) (hidden) (hidden) (hidden) ' +
        'URL: https://y.example/…, (wss://z.example/…) "http://q.example/…\\n"',
    )
  })
})

describe('a log line', () => {
  const lines: string[] = []
  const redactor = createRedactor()
  redactor.hide('hunter22')
  const logger = (pretty: boolean) =>
    createLogger({
      level: 'info',
      pretty,
      colour: false,
      write: (line) => lines.push(line),
      redactor,
    })
  const failure = Object.assign(new Error('no answer from https://rpc.example/key'), {
    code: 'E_RPC',
    request: { url: 'https://rpc.example/key', body: 'hunter22' },
  })

  it('is JSON with time, level and fields, without secrets', () => {
    lines.length = 0
    logger(false).error({ err: failure, wei: 10n ** 20n, note: 'hunter22' }, 'hunter22 failed')
    const line = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({
      level: 'error',
      msg: '(hidden) failed',
      note: '(hidden)',
      wei: '100000000000000000000',
      err: { code: 'E_RPC', message: 'no answer from https://rpc.example/…' },
    })
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(lines.join()).not.toMatch(/hunter22|key/)
    expect(line.err.request).toBeUndefined()
  })

  it('is one line for a person on a terminal', () => {
    lines.length = 0
    const log = logger(true)
    log.info({ epoch: 7, why: 'it is "so"' }, 'committed')
    log.warn({ err: failure }, 'again')
    log.info({ vault: place.vault }, 'kept')
    log.debug('nothing')
    expect(lines.map((line) => line.slice(9))).toEqual([
      'info  committed  epoch=7 why="it is \\"so\\""\n',
      'warn  again  error="no answer from https://rpc.example/…"\n',
      'info  kept  vault=0x88e6A0…5640\n',
    ])
  })
})

const place = { vault: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', epoch: 7 } as const
const hash = '0x12'
const events: readonly KeeperEvent[] = [
  { kind: 'head', blockNumber: 100n, timestamp: 1, lagSeconds: 3 },
  { kind: 'state', ...place, from: 'idle', to: 'poked', reason: 'r' },
  { kind: 'state', ...place, from: 'poked', to: 'committed', reason: 'r' },
  { kind: 'decided', ...place, forecastX16: 5, trade: true, reason: 'r' },
  {
    kind: 'would-send',
    ...place,
    job: 'commit',
    to: place.vault,
    data: '0x',
    gas: 5n,
    effects: ['e'],
  },
  { kind: 'sent', ...place, job: 'commit', hash, nonce: 1, attempt: 1, maxFeePerGas: 10n },
  { kind: 'head', blockNumber: 104n, timestamp: 1, lagSeconds: 4 },
  { kind: 'sent', ...place, job: 'commit', hash, nonce: 1, attempt: 2, maxFeePerGas: 12n },
  {
    kind: 'mined',
    ...place,
    job: 'commit',
    hash,
    blockNumber: 105n,
    gasUsed: 9n,
    feeWei: 90n,
    reverted: false,
  },
  { kind: 'reorg', ...place, job: 'commit', depth: 2 },
  { kind: 'rpc', endpoint: 'rpc.example', method: 'eth_call', result: 'lags' },
  { kind: 'balance', wei: 77n },
  { kind: 'problem', code: 'E_X', message: 'm', severity: 'alert', ...place },
  { kind: 'tick', at: 1_700_000_000, result: 'acted' },
]

it('every kind of event has a sentence', () => {
  for (const event of events) expect(describeEvent(event).message).not.toBe('')
  expect(new Set(events.map(({ kind }) => kind)).size).toBe(11)
})

it('events are counted under the names that docs/keeper.md lists', async () => {
  const facts = [{ vault: place.vault, leader: true, inFlight: 2, revealDeadline: 150 }]
  const metrics = createMetrics(
    () => facts,
    () => 100,
  )
  const listen = createMetricsListener(metrics, place.vault)
  for (const event of events) listen(event)
  const text = await metrics.registry.metrics()
  const vault = `vault="${place.vault}"`
  for (const line of [
    `keeper_tick_total{${vault},result="acted"} 1`,
    `keeper_job_state{${vault},state="committed"} 1`,
    `keeper_job_state{${vault},state="poked"} 0`,
    `keeper_epoch{${vault}} 7`,
    `keeper_last_success_timestamp_seconds{${vault}} 1700000000`,
    'keeper_tx_attempts_total{job="commit",reason="first"} 1',
    'keeper_tx_attempts_total{job="commit",reason="replacement"} 1',
    'keeper_tx_mined_total{job="commit",result="ok"} 1',
    'keeper_tx_inclusion_blocks_sum{job="commit"} 5',
    'keeper_fees_wei_total{job="commit"} 90',
    'keeper_rpc_requests_total{endpoint="rpc.example",method="eth_call",result="lags"} 1',
    'keeper_head_lag_seconds 4',
    'keeper_head_block 104',
    'keeper_reorg_depth 2',
    'keeper_reorgs_total{job="commit"} 1',
    'keeper_balance_wei 77',
    'keeper_problems_total{code="E_X",severity="alert"} 1',
    `keeper_leader{${vault}} 1`,
    `keeper_nonce_backlog{${vault}} 2`,
    `keeper_reveal_deadline_seconds{${vault}} 50`,
  ]) {
    expect(text).toContain(`${line}\n`)
  }
})

it('docs/keeper.md lists every metric of the keeper', async () => {
  const guide = readFileSync(new URL('../../../../docs/keeper.md', import.meta.url), 'utf8')
  const metrics = createMetrics(
    () => [],
    () => 0,
  )
  const names = (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name)
  for (const name of names.filter((known) => known.startsWith('keeper_'))) {
    expect(guide).toContain(`\`${name}\``)
  }
})
