import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournalForReading } from '../journal/read-only.ts'
import { openJournal } from '../journal/open-journal.ts'
import { appendEvent, writeEpoch } from '../journal/epochs.ts'
import { takeLease } from '../journal/lease.ts'
import type { KeeperLook } from './keeper-look.ts'
import { lookAtJournal } from './look-at-journal.ts'
import { watchKeeper } from './watch-keeper.ts'

const vault = '0x3E14e38bA5e2CAc053E37eDC0237B459Ee2ba9a2'
const keeper = '0xC6962004f452bE9203591991D15f6b388e09E8D0'
const scope = { chain: 31337, vault, keeper } as const
const now = 1_700_000_000

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickwise-monitor-'))
  path = join(folder, 'keeper.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A keeper that is at work on its journal. */
function keeperAtWork() {
  const journal = openJournal(path)
  const { database } = journal
  takeLease(database, { name: 'x', holder: 'me', now, seconds: 60, isGone: () => false })
  writeEpoch(database, scope, 7, 'executed', now - 3600, '{"decided":{"reason":"out of range"}}')
  writeEpoch(database, scope, 8, 'committed', now - 10, '{"reason":"held"}')
  const body = JSON.stringify({ job: 'reveal', hash: '0xabc', reverted: false, feeWei: '1' })
  appendEvent(database, { at: now - 3500, vault, epoch: 7, kind: 'mined', body })
  journal.noteAlert(
    `problem:E_GUARD_COST:${vault}`,
    now - 100,
    `it costs too much (vault ${vault})`,
  )
  journal.noteAlert(`problem:E_GUARD_COST:0x${'1'.repeat(40)}`, now - 90, 'of another vault')
  journal.noteAlert('watchdog', now - 200, 'it hangs')
  return journal
}

describe('a look at the journal', () => {
  it('sees what a keeper writes, while it writes, and changes nothing', () => {
    const journal = keeperAtWork()
    const database = openJournalForReading(path)
    const look = lookAtJournal(database, scope, now)
    expect(look).toMatchObject({
      epochs: [
        { epoch: 8, state: 'committed', why: 'held' },
        { epoch: 7, state: 'executed', why: 'out of range' },
      ],
      receipts: [{ what: 'reveal', epoch: 7, hash: '0xabc', reverted: false }],
      alerts: [
        { key: `problem:E_GUARD_COST:${vault}`, count: 1, text: 'it costs too much' },
        { key: 'watchdog', count: 1, text: 'it hangs' },
      ],
      lastLineAt: now - 3500,
      isKept: true,
    })
    expect(lookAtJournal(database, scope, now + 61).isKept).toBe(false)
    expect(() => database.run('delete from alert')).toThrow(/readonly|read-only|query_only/i)
    writeEpoch(journal.database, scope, 9, 'idle', now)
    expect(lookAtJournal(database, scope, now).epochs[0]?.epoch).toBe(9)
    database.close()
    journal.close()
  })

  it('reads the journal of an older keeper, which has not kept what it told', () => {
    const journal = keeperAtWork()
    journal.database.run('alter table alert drop column text')
    const database = openJournalForReading(path)
    const [alert] = lookAtJournal(database, scope, now).alerts
    expect(alert).toEqual({ key: `problem:E_GUARD_COST:${vault}`, count: 1, lastSent: now - 100 })
    database.close()
    journal.close()
  })

  it('refuses what is no journal, and makes none', () => {
    expect(() => openJournalForReading(path)).toThrow(
      expect.objectContaining({ code: 'E_JOURNAL_MISSING' }),
    )
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(path, 'not a database, but rather long for a text of this kind'.repeat(99))
    expect(() => openJournalForReading(path)).toThrow(
      expect.objectContaining({ code: 'E_JOURNAL_DAMAGED' }),
    )
    expect(statSync(path).size).toBe(5445)
  })
})

describe('watching a keeper', () => {
  it('tells the journal at once and the chain as away, without its secrets, again and again', async () => {
    keeperAtWork().close()
    const server = createServer((_request, response) => response.writeHead(503).end('no'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const config = join(folder, 'tickwise.json')
    const section = {
      rpcUrls: [`http://127.0.0.1:${port}/v3/secret-key-0123`],
      chainId: 31337,
      vaults: [{ vault, strategy: 'hold', model: 'm.qmlp' }],
      signer: { externalUrl: 'http://127.0.0.1:1', externalAddress: keeper },
    }
    writeFileSync(config, JSON.stringify({ keeper: section }))
    const looks: KeeperLook[] = []
    const controller = new AbortController()
    const clock = { now: () => now, sleep: () => new Promise<void>((done) => setTimeout(done, 20)) }
    const tell = (look: KeeperLook): void => {
      looks.push(look)
      if (look.chainTrouble !== undefined && looks.length > 3) controller.abort()
    }
    await watchKeeper({ config }, controller.signal, tell, clock)
    server.close()
    expect(looks[0]?.vaults[0]?.journal?.epochs).toHaveLength(2)
    expect(looks[0]?.gas).toEqual({ day: '1e-18', week: '1e-18' })
    expect(looks.at(-1)?.vaults[0]).not.toHaveProperty('runway')
    expect(looks[0]?.chainTrouble).toBeUndefined()
    const last = looks.at(-1)
    expect(last).toMatchObject({
      keeper,
      chainId: 31337,
      isStopped: false,
      vaults: [{ vault, journal: { isKept: true } }],
      chainTrouble: { code: 'E_RPC_ALL_DEAD', since: now },
    })
    expect(JSON.stringify(looks)).not.toContain('secret-key')
  })
})
