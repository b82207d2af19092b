import { CheckFailedError, UserError } from '@tickwise/amm'
import { keccak256, size, type Account, type Address, type Hex } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { sendSteps, simulateSteps, type SendOptions, type Step } from '../chain/steps.ts'
import { translateError } from '../chain/translate-error.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { requireCode } from '../vault/open-vault.ts'
import { deploySteps, modelContract } from './contracts.ts'

/** Most bytes of creation code, arguments counted: EIP-3860. */
const mostInitCodeBytes = 49_152

/** A model on its way to a chain. */
export interface ModelDeployment {
  /** Follows from the model alone: whoever deploys it deploys it there. */
  readonly address: Address
  readonly modelHash: Hex
  /** Of what would be sent; 0 where the model is there already. */
  readonly gas: bigint
  /** None where the model is there already. */
  readonly steps: readonly Step[]
}

/** What a chain has at the address of a model, against a model file. */
export interface ModelVerdict {
  readonly matches: boolean
  readonly onChain: Hex
  readonly ofFile: Hex
}

/**
 * Works out where a model is going to be and tries its deployment without sending anything, so that a file
 * the contract refuses is refused here.
 *
 * @param file canonical bytes of the format `qmlp/1`
 * @throws UserError `E_MODEL_TOO_LARGE` for a file that no deployment can carry, and what the contract finds
 *   wrong with the file: `E_MODEL_LENGTH`, `E_MODEL_FIELD` …
 * @example
 * const plan = await planModelDeployment(connection, account.address, encodeModel(model))
 * await deployModel(connection, account, plan)
 */
export async function planModelDeployment(
  connection: ChainConnection,
  account: Address,
  file: Uint8Array,
): Promise<ModelDeployment> {
  const contract = modelContract(file)
  const bytes = size(contract.initCode)
  if (bytes > mostInitCodeBytes) {
    throw new UserError(
      'E_MODEL_TOO_LARGE',
      `with ${file.length} bytes of model the deployment takes ${bytes} bytes and ${mostInitCodeBytes} are possible`,
      { hint: 'use a model with fewer weights, or one that is not recomputed on chain' },
    )
  }
  await tryConstructor(connection, account, contract.initCode)
  const steps = await deploySteps(connection, [contract])
  const [simulated] = await simulateSteps(connection, account, steps)
  const gas = simulated?.gasUsed ?? 0n
  return { address: contract.address, modelHash: keccak256(file), gas, steps }
}

/**
 * Sends what a plan says and asks the contract for the hash of its model.
 *
 * @returns the model's address
 * @throws CheckFailedError `E_MODEL_HASH` when the contract there has another model
 */
export async function deployModel(
  connection: ChainConnection,
  account: Account,
  plan: ModelDeployment,
  options: SendOptions = {},
): Promise<Address> {
  await sendSteps(connection, account, plan.steps, options)
  const onChain = await modelHashAt(connection, plan.address)
  if (onChain === plan.modelHash) return plan.address
  throw new CheckFailedError('E_MODEL_HASH', `the contract at ${plan.address} has another model`, {
    hint: 'check that the endpoint is of the chain that you mean',
    facts: { onChain, ofFile: plan.modelHash },
  })
}

/**
 * Compares the model at an address with a model file. The contract hashes the bytes it is made from, so
 * equal hashes mean equal models, provided that the contract is a `QuantizedModel`: that is certain where
 * the address is the one that {@link planModelDeployment} names.
 *
 * @throws UserError where there is no contract, or none that has a model
 * @example
 * const { matches } = await verifyModel(connection, address, encodeModel(model))
 */
export async function verifyModel(
  connection: ChainConnection,
  address: Address,
  file: Uint8Array,
): Promise<ModelVerdict> {
  await requireCode(connection, address, 'model')
  const ofFile = keccak256(file)
  const onChain = await modelHashAt(connection, address)
  return { matches: onChain === ofFile, onChain, ofFile }
}

/** The CREATE2 deployer keeps to itself why a constructor reverts: it is run without it first. */
async function tryConstructor(
  { client }: ChainConnection,
  account: Address,
  initCode: Hex,
): Promise<void> {
  await client.call({ account, data: initCode }).catch((error: unknown) => {
    throw translateError(error)
  })
}

async function modelHashAt({ client }: ChainConnection, address: Address): Promise<Hex> {
  return client
    .readContract({ address, abi: quantizedModelAbi, functionName: 'modelHash' })
    .catch((error: unknown) => {
      throw translateError(error)
    })
}
