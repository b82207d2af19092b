import { RetryableError, UserError } from '@tickwise/amm'
import { BaseError, type Address } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, type Step } from '../chain/steps.ts'
import { translateError } from '../chain/translate-error.ts'
import { poolAbi } from '../errors/standard-abis.ts'

/** How far a pool's own oracle reaches, against what a vault needs. */
export interface PoolHistory {
  /** Observations that count now, and once the slots that were paid for are in use. */
  readonly cardinality: number
  readonly cardinalityNext: number
  readonly needed: number
  /** Seconds to the oldest observation. */
  readonly reachesSeconds: number
  /** Whether a vault can be created now. */
  readonly ready: boolean
  /** Unix seconds of the latest block. */
  readonly timestamp: number
}

const windowSeconds = 1_800
/** Of the contracts: an oracle writes once per second at most. */
const mostObservations = 1_801
/** A slot costs some 22,000 gas: this many fit a transaction everywhere. */
const slotsPerTransaction = 400

/** Seconds per block where they are known; below a second counts as one second. */
const secondsPerBlock: Readonly<Record<number, number>> = {
  1: 12,
  10: 2,
  56: 1,
  100: 5,
  130: 1,
  137: 2,
  8453: 2,
  42161: 1,
  43114: 1,
  59144: 2,
  31337: 12,
  11155111: 12,
}

/**
 * Observations that 30 minutes can take on a chain: one per block, and one that is older.
 *
 * @throws UserError `E_BLOCK_SECONDS` for a chain that is not known, without the option
 */
export function observationsNeeded(chainId: number, blockSeconds: number | undefined): number {
  const seconds = blockSeconds ?? secondsPerBlock[chainId]
  if (seconds === undefined) {
    throw new UserError(
      'E_BLOCK_SECONDS',
      `how long a block of chain ${chainId} takes is not known`,
      {
        hint: 'give --block-seconds; 1 is always safe and costs the most gas',
      },
    )
  }
  return Math.min(mostObservations, Math.ceil(windowSeconds / Math.max(1, seconds)) + 1)
}

/**
 * Reads how far the oracle of a pool reaches.
 *
 * @throws UserError `E_POOL_UNINITIALISED`
 */
export async function readPoolHistory(
  { client }: ChainConnection,
  pool: Address,
  needed: number,
): Promise<PoolHistory> {
  const question = { address: pool, abi: poolAbi } as const
  const { number: blockNumber, timestamp } = await client.getBlock()
  const [sqrtPriceX96, , index, cardinality, cardinalityNext] = await client
    .readContract({ ...question, blockNumber, functionName: 'slot0' })
    .catch((error: unknown) => {
      throw translateError(error)
    })
  if (sqrtPriceX96 === 0n) {
    throw new UserError('E_POOL_UNINITIALISED', `the pool ${pool} has no price yet`, {
      hint: 'initialise it and add liquidity first',
    })
  }
  const observation = async (at: number) => {
    const args = [BigInt(at)] as const
    return client.readContract({ ...question, blockNumber, functionName: 'observations', args })
  }
  const next = await observation((index + 1) % cardinality)
  const [oldestAt] = next[3] ? next : await observation(0)
  const reaches = await client
    .readContract({ ...question, blockNumber, functionName: 'observe', args: [[windowSeconds, 0]] })
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof BaseError && translateError(error).exitCode === 75) return false
      throw translateError(error)
    })
  return {
    cardinality,
    cardinalityNext,
    needed,
    reachesSeconds: Number(timestamp) - oldestAt,
    ready: reaches && cardinality >= needed,
    timestamp: Number(timestamp),
  }
}

/** The transactions that give the pool's oracle enough slots; none where it has them. */
export function prepareSteps(pool: Address, history: PoolHistory): readonly Step[] {
  const steps: Step[] = []
  for (let slots = history.cardinalityNext; slots < history.needed;) {
    slots = Math.min(history.needed, slots + slotsPerTransaction)
    steps.push(
      callStep(`give the pool's oracle room for ${slots} observations`, {
        address: pool,
        abi: poolAbi,
        functionName: 'increaseObservationCardinalityNext',
        args: [slots],
      }),
    )
  }
  return steps
}

/** Why no vault can be created in the pool yet, and what has to happen first. */
export function historyMissing(pool: Address, history: PoolHistory): RetryableError {
  const { cardinality, needed, reachesSeconds } = history
  const earliest = history.timestamp + Math.max(0, windowSeconds - reachesSeconds)
  const trade =
    cardinality < needed ? 'the new room counts once a trade moves the price of the pool; ' : ''
  const time = reachesSeconds < windowSeconds ? ` after ${clock(earliest)} UTC` : ' then'
  const hint = `${trade}run the same command again${time}`
  return new RetryableError(
    'E_POOL_HISTORY',
    `the pool's oracle is not ready: it holds ${cardinality} of ${needed} observations and reaches ` +
      `back ${Math.floor(reachesSeconds / 60)} of 30 minutes`,
    {
      hint,
      facts: {
        pool,
        cardinality,
        cardinalityNext: history.cardinalityNext,
        needed,
        reachesSeconds,
      },
    },
  )
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
}
