import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLog, readRecord } from '@tickwise/protocol'
import { deployInferenceSetup, type InferenceSetup } from '@tickwise/protocol/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveEpoch } from './testing/drive.ts'
import { placeOf, startTestKeeper } from './testing/test-keeper.ts'

let setup: InferenceSetup
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-keeper-'))
  setup = await deployInferenceSetup()
})
afterAll(async () => {
  await setup.market.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

it('commits, waits, reveals and rebalances, epoch after epoch, and scores', async () => {
  const { connection, domain, vault, keeper: account } = setup
  const journalPath = join(folder, 'happy.db')
  const test = startTestKeeper(placeOf(setup), { journalPath, tradeEvery: 2 })
  for (let epoch = 0; epoch < 4; epoch++) {
    await liveEpoch(setup, async () => console.log(await test.tick()))
  }
  console.log(test.events.filter(({ kind }) => kind === 'problem' || kind === 'state'))
  const record = await readRecord(connection, domain.registry, vault.address, account.address)
  expect(record).toMatchObject({ revealed: 4, traded: 2, missed: 0, withheld: 0 })
  expect((await readLog(connection, domain.registry, vault.address)).length).toBe(4)
})
