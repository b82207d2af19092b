import {
  openVault,
  readAccount,
  readDue,
  readOracle,
  readRecord,
  readSkill,
  readTerms,
  readVaultStatus,
  type ChainConnection,
  type KeeperAccount,
  type KeeperRecord,
  type Skill,
  type VaultStatus,
} from '@tickwise/protocol'
import { isAddressEqual, zeroAddress, type Address } from 'viem'
import type { KeeperConfig, VaultEntry } from '../config/schema.ts'
import type { Journal } from '../journal/open-journal.ts'
import { lastEpochs } from '../journal/epochs.ts'
import type { EpochRecord, JournalEvent } from '../journal/records.ts'
import { registryOf } from '../program/settings-of.ts'
import { nextAction, type NextAction } from './next-action.ts'

/** Where the keeper of a vault stands, by chain and journal. Amounts in base units. */
export interface KeptVaultStatus {
  readonly vault: Address
  readonly registry: Address
  readonly status: VaultStatus
  readonly epochSeconds: number
  readonly epoch: number
  readonly account: KeeperAccount
  readonly record: KeeperRecord
  readonly skill: Skill
  readonly next: NextAction
  /** Shares that wait to be paid; `undefined` where the vault's fees are not shared with keepers. */
  readonly due: { readonly shares: bigint; readonly reveals: bigint } | undefined
  /** Newest first; empty without a journal. */
  readonly epochs: readonly EpochRecord[]
  /** Mined transactions, newest first. */
  readonly receipts: readonly JournalEvent[]
}

/** How many epochs and receipts are shown. */
const shown = 5
const page = 1_000

/**
 * Reads where the keeper of a vault stands. Needs no key and takes no lease.
 *
 * @param journal absent where there is none yet
 */
export async function readKeptVault(
  connection: ChainConnection,
  config: KeeperConfig,
  entry: VaultEntry,
  keeper: Address,
  journal: Journal | undefined,
): Promise<KeptVaultStatus> {
  const registry = await registryOf(connection, entry)
  const vault = await openVault(connection, entry.vault)
  const terms = await readTerms(connection, registry, entry.vault)
  const [status, account, record, skill, oracle] = await Promise.all([
    readVaultStatus(connection, vault, keeper),
    readAccount(connection, registry, entry.vault, keeper),
    readRecord(connection, registry, entry.vault, keeper),
    readSkill(connection, registry, { vault: entry.vault, keeper }),
    readOracle(connection, terms.oracle),
  ])
  const { epochSeconds } = oracle
  const clock = {
    now: status.timestamp,
    epochSeconds,
    confirmationSeconds: config.confirmationSeconds,
  }
  const scope = { chain: config.chainId, vault: entry.vault, keeper }
  return {
    vault: entry.vault,
    registry,
    status,
    epochSeconds,
    epoch: Math.floor(status.timestamp / epochSeconds),
    account,
    record,
    skill,
    next: nextAction(account, clock),
    due: await dueOf(connection, status, keeper),
    epochs: journal === undefined ? [] : lastEpochs(journal.database, scope, shown),
    receipts: journal === undefined ? [] : lastReceipts(journal, entry.vault),
  }
}

/** Fees may go to whoever the vault says; not all of them share. */
async function dueOf(
  connection: ChainConnection,
  { roles, vault }: VaultStatus,
  keeper: Address,
): Promise<KeptVaultStatus['due']> {
  if (roles.feeRecipient === zeroAddress) return undefined
  const code = await connection.client.getCode({ address: roles.feeRecipient })
  if (code === undefined) return undefined
  try {
    return await readDue(connection, roles.feeRecipient, vault.address, keeper)
  } catch {
    return undefined
  }
}

function lastReceipts(journal: Journal, vault: Address): readonly JournalEvent[] {
  let found: readonly JournalEvent[] = []
  let after = 0
  for (;;) {
    const lines = journal.events({ after, limit: page })
    const own = lines.filter(
      ({ kind, vault: of }) =>
        kind === 'mined' && of !== null && isAddressEqual(of as Address, vault),
    )
    found = [...found, ...own].slice(-shown)
    after = lines.at(-1)?.seq ?? after
    if (lines.length < page) return found.toReversed()
  }
}
