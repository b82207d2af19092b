import { RetryableError } from '@tickwise/amm'
import type { Address } from 'viem'
import type { BlockHeader } from '../chain/keeper-rpc.ts'
import type { Database } from '../journal/database.ts'
import { stillHeld, type Lease } from '../journal/lease.ts'
import type { JournalScope } from '../journal/records.ts'
import type { KeeperDeps } from '../keeper.ts'

/** What everything that acts in one tick shares. */
export interface Execution {
  readonly deps: KeeperDeps
  readonly scope: JournalScope
  readonly lease: Lease
  readonly head: BlockHeader
  /** Unix seconds of the clock. */
  readonly now: number
  /** The account's transactions in blocks, and with those that endpoints know to wait. */
  readonly nonces: { readonly latest: number; readonly pending: number }
  readonly balanceWei: bigint
}

/** The journal of an execution. */
export function databaseOf({ deps }: Execution): Database {
  return deps.journal.database
}

/** The keeper's address. */
export function keeperOf({ deps }: Execution): Address {
  return deps.account.address
}

/**
 * Writes, if the lease is still ours in the same transaction: whoever lost it writes nothing any more.
 *
 * @throws RetryableError `E_LEASE_LOST`
 */
export function writeAsLeader<T>(execution: Execution, work: (database: Database) => T): T {
  const database = databaseOf(execution)
  return database.atomically(() => {
    if (stillHeld(database, execution.lease)) return work(database)
    throw new RetryableError('E_LEASE_LOST', 'another process has taken over', {
      facts: { lease: execution.lease.name, fence: execution.lease.fence },
    })
  })
}
