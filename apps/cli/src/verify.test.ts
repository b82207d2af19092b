import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeModel } from '@tickwise/forecast'
import { receiptFromChain, receiptJson } from '@tickwise/protocol'
import {
  commitNow,
  deployInferenceSetup,
  revealNow,
  testModel,
  type InferenceSetup,
} from '@tickwise/protocol/testing'
import type { Hash } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from './testing/run-cli.ts'

let scratch = ''
let setup: InferenceSetup
let traded: Hash
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tickwise-verify-'))
  setup = await deployInferenceSetup()
  traded = await revealNow(setup, await commitNow(setup, true), true)
})
afterAll(async () => {
  await setup?.market.anvil.stop()
  await rm(scratch, { recursive: true, force: true })
})

const run = (...args: readonly string[]) =>
  runCli(args, { env: { TICKWISE_RPC_URL: setup.connection.rpcUrl } })

it('verifies a transaction, for people and machines', async () => {
  const { code, stdout } = await run('verify', traded)
  expect(stdout).toContain('MATCH')
  expect(stdout).toContain('epoch 472277: traded')
  expect(code).toBe(0)
  const json = await run('verify', traded, '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    result: 'match',
    difference: null,
    stateFrom: 'block-before',
    modelFrom: 'deployment',
    receipt: { format: 'tickwise-receipt/1', vault: setup.vault.address },
  })
})

it('verifies all that a vault ever revealed', async () => {
  const { code, stdout } = await run('verify', setup.vault.address, '--json')
  const { passed, checked } = JSON.parse(stdout)
  expect(checked).toMatchObject([{ transaction: traded, outcome: 'traded', result: 'match' }])
  expect(passed).toBe(true)
  expect(code).toBe(0)
})

it('ends with 3 at a wrong model and at a receipt that was changed', async () => {
  const model = join(scratch, 'other.qmlp')
  await writeFile(model, encodeModel(testModel({ biasX16: 1 })))
  const wrong = await run('verify', setup.vault.address, '--model', model)
  expect(wrong.stdout).toContain('DIFFERENCE at forecast.forecastX16')
  expect(wrong.stdout).toContain('0 of 1 reveals')
  expect(wrong.code).toBe(3)

  const file = join(scratch, 'receipt.json')
  const { receipt } = await receiptFromChain(setup.connection, traded)
  const text = receiptJson(receipt)
  await writeFile(file, text.replace('"outcome":"traded"', '"outcome":"held"'))
  const changed = await run('verify', file)
  expect(changed.stdout).toContain('DIFFERENCE at decision.outcome')
  expect(changed.code).toBe(3)
})

it('says what it cannot verify', async () => {
  const errors = await Promise.all(
    ['0x12', setup.market.pool].map(
      async (subject) => JSON.parse((await run('verify', subject, '--json')).stderr).error.code,
    ),
  )
  expect(errors).toEqual(['E_VERIFY_WHAT', 'E_NOT_A_VAULT'])
})

it('deploys a model from a file, once', async () => {
  const file = join(scratch, 'model.qmlp')
  await writeFile(file, encodeModel(testModel({ biasX16: 2 })))
  const deploy = () =>
    run('model', 'deploy', file, '--unlocked', setup.market.deployer, '--yes', '--json')
  const first = JSON.parse((await deploy()).stdout)
  expect(first).toMatchObject({ alreadyThere: false, steps: [{ title: 'deploy QuantizedModel' }] })
  expect(JSON.parse((await deploy()).stdout)).toMatchObject({
    alreadyThere: true,
    address: first.address,
    steps: [],
  })
})

it('shows the keepers in the status of a vault', async () => {
  const { stdout } = await run('vault', 'status', setup.vault.address)
  expect(stdout).toContain('1 revealed, 1 traded, 0 withheld, 0 missed, 0 slashed')
  expect(stdout).toContain('10,000 USDC free, 0 USDC locked')
})
