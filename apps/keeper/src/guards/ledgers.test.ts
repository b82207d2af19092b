import { inferenceRegistryAbi } from '@tickwise/protocol'
import { encodeAbiParameters, encodeEventTopics, zeroAddress, zeroHash, type Hash } from 'viem'
import { expect, it } from 'vitest'
import { appendEvent } from '../journal/epochs.ts'
import { openJournal } from '../journal/open-journal.ts'
import { anyTime, anyVault, blankInference } from '../testing/blank-inference.ts'
import { createSpendLedger } from './spend-ledger.ts'
import { createValueLedger } from './value-ledger.ts'

const vault = anyVault
const other = '0x00000000000000000000000000000000000000AA'
const now = anyTime

const journalWith = (
  lines: readonly {
    readonly at: number
    readonly body: object
    readonly kind?: string
    readonly vault?: string
  }[],
) => {
  const journal = openJournal(':memory:')
  const add = ({ at, body, kind = 'mined', vault: of = vault }: (typeof lines)[number]): void =>
    appendEvent(journal.database, { at, kind, vault: of, epoch: 1, body: JSON.stringify(body) })
  lines.forEach(add)
  return { journal, add }
}

it('fees are those of mined transactions, also of those that came since', () => {
  const { journal, add } = journalWith([
    { at: now, body: { job: 'commit', feeWei: '7' } },
    { at: now, kind: 'sent', body: { job: 'commit', feeWei: '100' } },
  ])
  const ledger = createSpendLedger(journal)
  expect(ledger.fees()).toEqual([{ at: now, amount: 7n }])
  for (let i = 0; i < 1_001; i++) add({ at: now + 1, body: { feeWei: '1' } })
  expect(ledger.fees().reduce((sum, { amount }) => sum + amount, 0n)).toBe(1_008n)
})

it('a transaction that was mined again after a reorganisation was paid for once', () => {
  const { journal, add } = journalWith([
    { at: now, body: { job: 'commit', hash: '0x01', feeWei: '7' } },
    { at: now + 1, body: { job: 'reveal', hash: '0x02', feeWei: '5' } },
  ])
  const ledger = createSpendLedger(journal)
  ledger.fees()
  add({ at: now + 9, body: { job: 'commit', hash: '0x01', feeWei: '8' } })
  expect(ledger.fees()).toEqual([
    { at: now + 1, amount: 5n },
    { at: now + 9, amount: 8n },
  ])
})

it('fees that are too old to count are forgotten', () => {
  const { journal } = journalWith([
    { at: now, body: { hash: '0x01', feeWei: '7' } },
    { at: now + 100, body: { hash: '0x02', feeWei: '5' } },
  ])
  expect(createSpendLedger(journal, () => now + 1).fees()).toEqual([{ at: now + 100, amount: 5n }])
})

it('values before and after are read once from the receipts of the last day’s own reveals', async () => {
  const { journal } = journalWith([
    { at: now - 86_401, body: { job: 'reveal', hash: '0x01' } },
    { at: now - 10, body: { job: 'reveal', hash: '0x02' } },
    { at: now - 9, body: { job: 'reveal', hash: '0x03', reverted: true } },
    { at: now - 8, body: { job: 'commit', hash: '0x04' } },
    { at: now - 7, vault: other, body: { job: 'reveal', hash: '0x05' } },
    { at: now - 6, body: { job: 'reveal', hash: '0x02' } },
  ])
  const asked: Hash[] = []
  const event = inferenceRegistryAbi.find(
    (item) => item.type === 'event' && item.name === 'Revealed',
  )
  if (event?.type !== 'event') throw new TypeError('the event is gone')
  const inference = { ...blankInference, vault }
  const getTransactionReceipt = ({ hash }: { readonly hash: Hash }) => {
    asked.push(hash)
    const data = encodeAbiParameters(
      event.inputs.filter(({ indexed }) => !indexed),
      [inference, { forecastX16: 1, trade: true }, 1, 5n, 1_000n, 990n, zeroHash, 1] as never,
    )
    const topics = encodeEventTopics({
      abi: [event],
      args: { vault, keeper: zeroAddress, inferenceId: zeroHash },
    })
    return Promise.resolve({ logs: [{ address: zeroAddress, topics, data }] })
  }
  const changes = createValueLedger(journal, { getTransactionReceipt } as never, () => now)
  const expected = [{ at: now - 6, valueBefore: 1_000n, valueAfter: 990n }]
  expect(await changes(vault)).toEqual(expected)
  expect(await changes(vault)).toEqual(expected)
  expect(asked).toEqual(['0x02'])
})
