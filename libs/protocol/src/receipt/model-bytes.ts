import { decodeModel, modelHash, type ModelFile } from '@tickwise/forecast'
import { hexToBytes, sliceHex, type Address, type Hex } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translated } from '../chain/translate-error.ts'
import { create2Deployer, modelContract } from '../deploy/contracts.ts'
import { linkCode } from '../deploy/link.ts'
import { quantizedModelCode } from '../generated/quantized-model.ts'
import { sameAddress } from './find-reveal.ts'

/**
 * The file of a model that is on a chain, out of the transaction that deployed it. Where the deployment went
 * through the CREATE2 deployer, as `deployModel` does it, the address proves code and bytes: nothing about
 * the endpoint has to be believed.
 *
 * @param before a block at which the model is there
 * @returns `undefined` for a model that was deployed in another way
 * @example
 * const file = await readModelFile(connection, model.implementation, model.modelHash, blockNumber)
 */
export async function readModelFile(
  connection: ChainConnection,
  model: Address,
  hash: Hex,
  before: bigint,
): Promise<ModelFile | undefined> {
  const blockNumber = await creationBlock(connection, model, before)
  const question = { blockNumber, includeTransactions: true } as const
  const { transactions } = await translated(connection.client.getBlock(question))
  for (const { to, input } of transactions) {
    if (to === null || !sameAddress(to, create2Deployer)) continue
    const bytes = modelBytesIn(input)
    if (bytes === undefined || !sameAddress(modelContract(bytes).address, model)) continue
    return modelHash(bytes) === hash ? decodeModel(bytes) : undefined
  }
  return undefined
}

/** The first block that has code at an address, by halving. */
async function creationBlock(
  { client }: ChainConnection,
  address: Address,
  before: bigint,
): Promise<bigint> {
  let without = -1n
  let withCode = before
  while (withCode - without > 1n) {
    const middle = (without + withCode) / 2n
    const code = await translated(client.getCode({ address, blockNumber: middle }))
    if (code === undefined) without = middle
    else withCode = middle
  }
  return withCode
}

const wordBytes = 32

/** The bytes that a creation of our model code is given: salt, code, offset, length, bytes. */
function modelBytesIn(input: Hex): Uint8Array | undefined {
  const code = linkCode(quantizedModelCode, {}).slice(2)
  const data = input.slice(2).toLowerCase()
  if (!data.startsWith(code, 2 * wordBytes)) return undefined
  const start = wordBytes + code.length / 2 + 2 * wordBytes
  const length = Number(BigInt(sliceHex(input, start - wordBytes, start)))
  return hexToBytes(sliceHex(input, start, start + length))
}
