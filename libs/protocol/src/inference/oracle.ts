import type { Address, Hex } from 'viem'
import type { ContractReader, ReadAt } from '../chain/reader.ts'
import { callStep, type Step } from '../chain/steps.ts'
import { translated } from '../chain/translate-error.ts'
import { featureOracleAbi as abi } from '../generated/feature-oracle.ts'

/** A feature oracle and how far it is. */
export interface OracleState {
  readonly pool: Address
  readonly epochSeconds: number
  /** Per epoch. */
  readonly cells: number
  /** How many epochs are kept. */
  readonly ringLength: number
  /** 0 while there is none. */
  readonly latestEpoch: number
}

/**
 * What an oracle records and the latest epoch it has.
 *
 * @example
 * const { epochSeconds, latestEpoch } = await readOracle(connection, terms.oracle)
 */
export async function readOracle(
  { client }: ContractReader,
  oracle: Address,
  at: ReadAt = {},
): Promise<OracleState> {
  const question = { address: oracle, abi, ...at } as const
  const [pool, epochSeconds, cells, ringLength, latestEpoch] = await translated(
    Promise.all([
      client.readContract({ ...question, functionName: 'pool' }),
      client.readContract({ ...question, functionName: 'epochSeconds' }),
      client.readContract({ ...question, functionName: 'cells' }),
      client.readContract({ ...question, functionName: 'ringLength' }),
      client.readContract({ ...question, functionName: 'latestEpoch' }),
    ]),
  )
  return {
    pool,
    epochSeconds: Number(epochSeconds),
    cells: Number(cells),
    ringLength: Number(ringLength),
    latestEpoch: Number(latestEpoch),
  }
}

/**
 * Standardised features at the end of an epoch.
 *
 * @param spec packed list of features: `packFeatures` of a model file, or `featureSpec` of a contract
 * @throws UserError where the epoch or one before it is not recorded
 * @example
 * featureHash(await readFeatures(connection, oracle, spec, epoch - 1))
 */
export async function readFeatures(
  { client }: ContractReader,
  oracle: Address,
  spec: Hex,
  epoch: number,
  at: ReadAt = {},
): Promise<Int16Array> {
  const args = [spec, BigInt(epoch)] as const
  const question = { address: oracle, abi, functionName: 'features', args, ...at } as const
  return Int16Array.from(await translated(client.readContract(question)))
}

/** {@link readFeatures} before they are standardised. */
export async function readRawFeatures(
  { client }: ContractReader,
  oracle: Address,
  spec: Hex,
  epoch: number,
  at: ReadAt = {},
): Promise<Int32Array> {
  const args = [spec, BigInt(epoch)] as const
  const question = { address: oracle, abi, functionName: 'rawFeatures', args, ...at } as const
  return Int32Array.from(await translated(client.readContract(question)))
}

/** Epochs that one transaction records at most: each costs some 250,000 gas. */
const epochsPerPoke = 48

/**
 * The transactions that record epochs which have ended, the oldest first; none where all are recorded. How
 * many the first poke ever records depends on what the pool remembers: it is one transaction here, and the
 * rest is asked for again afterwards.
 *
 * @param lastEnded the last epoch that has ended: floor(now / epochSeconds) − 1
 * @example
 * const lastEnded = Math.floor(timestamp / state.epochSeconds) - 1
 * await sendSteps(connection, account, pokeSteps(oracle, state, lastEnded))
 */
export function pokeSteps(
  oracle: Address,
  { latestEpoch }: Pick<OracleState, 'latestEpoch'>,
  lastEnded: number,
  mostPerStep = epochsPerPoke,
): readonly Step[] {
  if (latestEpoch >= lastEnded) return []
  const missing = latestEpoch === 0 ? mostPerStep : lastEnded - latestEpoch
  const steps: Step[] = []
  for (let left = missing; left > 0; left -= mostPerStep) {
    const count = Math.min(left, mostPerStep)
    const call = { address: oracle, abi, functionName: 'poke', args: [BigInt(count)] } as const
    steps.push(callStep(`record up to ${count} epochs`, call))
  }
  return steps
}
