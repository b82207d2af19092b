import { RetryableError } from '@tickwise/amm'
import type { BlockHeader } from './keeper-rpc.ts'

/** Blocks remembered to tell a node that lags from a chain that was reorganised. */
const memory = 256n
/** Looks in a row after which a lower head is believed: a node that lags recovers. */
const patience = 4

/** Remembers heads, and refuses one that goes back to a block that was already known. */
export interface SeenHeads {
  /** @throws RetryableError `E_RPC_BACKWARDS` */
  accept(head: BlockHeader): void
}

/** A memory of heads. */
export function createSeenHeads(): SeenHeads {
  const hashes = new Map<bigint, string>()
  let highest = 0n
  let backwards = 0
  return {
    accept: (head) => {
      const older = head.number < highest && hashes.get(head.number) === head.hash
      backwards = older ? backwards + 1 : 0
      if (older && backwards < patience) {
        throw new RetryableError(
          'E_RPC_BACKWARDS',
          `the head went back from block ${highest} to ${head.number} of the same chain`,
          { hint: 'the endpoint answers from nodes that are not equally far', facts: { highest } },
        )
      }
      for (const number of hashes.keys()) {
        if (number > head.number || number + memory < head.number) hashes.delete(number)
      }
      hashes.set(head.number, head.hash)
      highest = head.number
    },
  }
}
