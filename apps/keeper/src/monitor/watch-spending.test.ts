import { describe, expect, it } from 'vitest'
import { appendEvent } from '../journal/epochs.ts'
import { openJournal } from '../journal/open-journal.ts'
import { runwayEpochs } from './purse.ts'
import { createSpendingWatch } from './watch-spending.ts'

const hour = 3600
const day = 24 * hour
const now = 1_700_000_000
const [first, second] = ['0xAa', '0xBb']

/** A journal into which fees are written. */
function journal() {
  const { database } = openJournal(':memory:')
  const pay = (at: number, vault: string, epoch: number, hash: string, feeWei: number): void => {
    const body = JSON.stringify({ job: 'reveal', hash, feeWei: String(feeWei) })
    appendEvent(database, { at, vault, epoch, kind: 'mined', body })
  }
  return { database, pay }
}

describe('what a keeper spends', () => {
  it('is added up as lines come, each transaction once, the old ones not', () => {
    const { database, pay } = journal()
    const spendingIn = createSpendingWatch()
    expect(spendingIn(database, now)).toMatchObject({ dayWei: 0n, weekWei: 0n })
    pay(now - 8 * day, first, 1, '0x1', 1_000)
    pay(now - 3 * day, first, 10, '0x2', 40)
    pay(now - hour, first, 20, '0x3', 5)
    pay(now - hour, first, 20, '0x4', 6)
    appendEvent(database, { at: now, vault: first, epoch: 20, kind: 'sent', body: '{}' })
    pay(now - 10, first, 20, '0x3', 7)
    const spending = spendingIn(database, now)
    expect(spending).toMatchObject({ dayWei: 13n, weekWei: 53n })
    // (40 + 13) / 2, up.
    expect(spending.vaults.get('0xaa')).toEqual({ perEpochWei: 27n, epochs: 2 })
    pay(now, first, 21, '0x5', 2)
    expect(spendingIn(database, now).dayWei).toBe(15n)
    expect(spendingIn(database, now + 5 * day)).toMatchObject({ dayWei: 0n, weekWei: 15n })
  })

  it('begins anew with a journal that does', () => {
    const before = journal()
    const spendingIn = createSpendingWatch()
    for (const hash of ['0x1', '0x2', '0x3']) before.pay(now, first, 1, hash, 10)
    expect(spendingIn(before.database, now).dayWei).toBe(30n)
    const after = journal()
    after.pay(now, first, 1, '0x9', 4)
    expect(spendingIn(after.database, now).dayWei).toBe(4n)
  })
})

describe('how long a balance lasts', () => {
  const { database, pay } = journal()
  pay(now, first, 1, '0x1', 100)
  pay(now, second, 1, '0x2', 60)
  const spending = createSpendingWatch()(database, now)
  const vaults = [
    { vault: first, epochSeconds: hour },
    { vault: second, epochSeconds: 6 * hour },
  ]

  it('counts in epochs of a vault what all vaults cost', () => {
    // An hour costs 100 + 60 / 6, six hours 600 + 60.
    expect(runwayEpochs(spending, 1_100n, vaults, first)).toBe(10)
    expect(runwayEpochs(spending, 1_319n, vaults, second)).toBe(1)
    expect(runwayEpochs(spending, 0n, vaults, first)).toBe(0)
  })

  it('is not made up where something is not known', () => {
    const third = { vault: '0xCc', epochSeconds: hour }
    expect(runwayEpochs(spending, 1_100n, [...vaults, third], '0xCc')).toBeUndefined()
    expect(runwayEpochs(spending, 1_100n, [{ vault: first }], first)).toBeUndefined()
    expect(runwayEpochs(spending, 1_100n, [{ vault: second }, ...vaults], first)).toBeUndefined()
  })
})
