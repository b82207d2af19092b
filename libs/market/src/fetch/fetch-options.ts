import { UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import type { JobOptions, Progress } from '../dataset.ts'
import type { FetchIo } from './fetch-io.ts'
import type { LogVerification } from './fetch-logs.ts'

/** Progress of a fetch. */
export interface FetchProgress extends Progress {
  /** Logs read in this run. */
  readonly events: number
  readonly blocksPerSecond: number
  /** Absent while nothing can be said. */
  readonly secondsLeft?: number
  /** Endpoints still in use. */
  readonly endpoints: number
}

/** What to fetch, from where, and how gently. */
export interface FetchOptions extends Omit<JobOptions, 'onProgress'> {
  /** In the order of trust: where two disagree, the first is believed. */
  readonly rpcUrls: readonly string[]
  /** Address of a Uniswap v3 pool. */
  readonly pool: string
  readonly fromBlock: number
  /** Default: the last final block. Must be final. */
  readonly toBlock?: number
  /** Refuse endpoints of other chains; default: the chain of the first URL. */
  readonly chainId?: number
  /** Also fetch the liquidity events of this position manager that concern the pool. */
  readonly positionManager?: string
  /** Where finished ranges are kept until the dataset is written. */
  readonly checkpointDirectory: string
  /** Default `all`: every block is read twice. */
  readonly verify?: LogVerification
  /** Requests under way per endpoint; default 4. */
  readonly concurrency?: number
  /** Blocks of the first request (default 2000) and the most ever asked for (default 1,000,000). */
  readonly firstBlocks?: number
  readonly mostBlocks?: number
  /** Time limit of a request; default 30,000. */
  readonly timeoutMs?: number
  /** Failures in a row after which an endpoint is left; default 8. */
  readonly maxFailures?: number
  /** First (default 500) and longest (default 30,000) wait after a failure. */
  readonly backOffMs?: { readonly first: number; readonly longest: number }
  /** Take blocks this far behind the head as final instead of asking the node. */
  readonly finalityDepth?: number
  readonly io?: FetchIo
  readonly onProgress?: (progress: FetchProgress) => void
  /** A sentence about an endpoint that was left, a state that is missing … */
  readonly onNotice?: (text: string) => void
}

/**
 * An address in lower case.
 * Errors: UserError `E_ADDRESS`.
 */
export function checkAddress(text: string, what: string): Hex {
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return `0x${text.slice(2).toLowerCase()}`
  throw new UserError('E_ADDRESS', `${text} is not the address of a ${what}`, {
    hint: 'an address is 0x and 40 hex digits',
  })
}

/** Errors: UserError `E_BLOCK_RANGE`. */
export function checkBlockRange(fromBlock: number, toBlock: number | undefined): void {
  const whole = (block: number): boolean => Number.isSafeInteger(block) && block >= 0
  if (
    whole(fromBlock) &&
    (toBlock === undefined || whole(toBlock)) &&
    fromBlock <= (toBlock ?? fromBlock)
  ) {
    return
  }
  throw new UserError('E_BLOCK_RANGE', `there are no blocks ${fromBlock} to ${toBlock ?? 'now'}`, {
    hint: 'give whole numbers, the first not above the last',
    facts: { fromBlock, toBlock: toBlock ?? 'final' },
  })
}
