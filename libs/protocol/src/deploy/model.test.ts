import { decodeModel, encodeModel, infer, modelHash, type ModelFile } from '@tickwise/forecast'
import { startAnvil, type Anvil } from '@tickwise/localchain'
import { readFileSync } from 'node:fs'
import { hexToBytes, zeroAddress, type Hex } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectChain, type ChainConnection } from '../chain/connect.ts'
import { translateError } from '../chain/translate-error.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { unlockedAccount } from '../signing/accounts.ts'
import { create2Deployer } from './contracts.ts'
import { deployModel, planModelDeployment, verifyModel } from './model.ts'

const golden = new URL('../../../forecast/src/qmlp/testing/golden-vectors.txt', import.meta.url)
const files = readFileSync(golden, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('model '))
  .map((line) => hexToBytes(line.split(' ')[1] as Hex))
/** 32→32→16→1, and 64→64→32→1 whose weights take two contracts. */
const [middle, large] = [32, 64].map((inputs) => {
  const file = files.find((bytes) => decodeModel(bytes).features.length === inputs)
  if (file === undefined) throw new Error(`no golden model with ${inputs} inputs`)
  return file
}) as [Uint8Array, Uint8Array]

let anvil: Anvil
let connection: ChainConnection
beforeAll(async () => {
  anvil = await startAnvil()
  connection = await connectChain(anvil.rpcUrl)
})
afterAll(async () => {
  await anvil?.stop()
})

it('puts a model on the chain that has the hash and the forecasts of its file', async () => {
  const deployer = unlockedAccount(anvil.accounts[0]!)
  for (const file of [middle, large]) {
    const plan = await planModelDeployment(connection, deployer.address, file)
    expect(plan).toMatchObject({
      modelHash: modelHash(file),
      steps: [{ title: expect.any(String) }],
    })
    expect(plan.gas).toBeGreaterThan(1_000_000n)
    expect(await deployModel(connection, deployer, plan)).toBe(plan.address)

    const again = await planModelDeployment(connection, deployer.address, file)
    expect(again).toMatchObject({ address: plan.address, gas: 0n, steps: [] })
    expect(await deployModel(connection, deployer, again)).toBe(plan.address)

    const model = decodeModel(file)
    for (const seed of [0, 1, 2]) {
      const inputs = model.features.map((_, i) => ((i * 9973 + seed * 31_337) % 65_536) - 32_768)
      const forecast = await connection.client.readContract({
        address: plan.address,
        abi: quantizedModelAbi,
        functionName: 'infer',
        args: [inputs],
      })
      expect(forecast).toBe(infer(model, Int16Array.from(inputs)))
    }
  }
})

it('tells another model at the address, another contract and none', async () => {
  const account = anvil.accounts[0]!
  const plan = await planModelDeployment(connection, account, middle)
  const same = await verifyModel(connection, plan.address, middle)
  expect(same).toEqual({ matches: true, onChain: plan.modelHash, ofFile: plan.modelHash })
  const other = await verifyModel(connection, plan.address, large)
  expect(other).toMatchObject({ matches: false, onChain: plan.modelHash })
  await expect(verifyModel(connection, zeroAddress, middle)).rejects.toMatchObject({
    code: 'E_NO_CONTRACT',
  })
  await expect(verifyModel(connection, create2Deployer, middle)).rejects.toMatchObject({
    exitCode: 1,
  })
  const wrong = { ...plan, modelHash: modelHash(large) }
  await expect(deployModel(connection, unlockedAccount(account), wrong)).rejects.toMatchObject({
    code: 'E_MODEL_HASH',
    exitCode: 3,
  })
})

it('refuses before anything is sent what the contract would refuse', async () => {
  const plan = (file: Uint8Array) => planModelDeployment(connection, anvil.accounts[0]!, file)
  await expect(plan(middle.subarray(0, 100))).rejects.toMatchObject({ code: 'E_MODEL_LENGTH' })
  const damaged = Uint8Array.from(middle)
  damaged[6] = 9
  await expect(plan(damaged)).rejects.toMatchObject({
    code: 'E_MODEL_FIELD',
    message: expect.stringContaining('target at byte 6'),
  })
  await expect(plan(new Uint8Array(50_000))).rejects.toMatchObject({ code: 'E_MODEL_TOO_LARGE' })
  await expect(plan(encodeModel(tooWide()))).rejects.toMatchObject({ code: 'E_MODEL_TOO_LARGE' })
})

it('has words for what a model refuses to run on', async () => {
  const { address } = await planModelDeployment(connection, anvil.accounts[0]!, middle)
  const asked = connection.client
    .readContract({ address, abi: quantizedModelAbi, functionName: 'infer', args: [[1, 2]] })
    .catch((error: unknown) => {
      throw translateError(error)
    })
  await expect(asked).rejects.toMatchObject({
    code: 'E_WRONG_INPUT_COUNT',
    message: 'the model takes 32 features and was given 2',
  })
})

/** Fits a file that can be sent, and not what can be stored: 32,768 weights over lanes of 4 bytes. */
function tooWide(): ModelFile {
  const model = decodeModel(middle)
  const layer = (inputs: number, outputs: number) => ({
    weights: new Int8Array(inputs * outputs),
    biases: new Int32Array(outputs),
    shift: 0,
  })
  return { ...model, layers: [layer(32, 128), layer(128, 224), layer(224, 1)] }
}
