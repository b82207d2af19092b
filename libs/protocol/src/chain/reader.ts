import type { PublicClient } from 'viem'

/** Whatever can read contracts: a connection, or a client that asks several endpoints. */
export interface ContractReader {
  readonly client: Pick<PublicClient, 'readContract'>
}

/** The block whose end is read; the latest without it. */
export interface ReadAt {
  readonly blockNumber?: bigint
}
