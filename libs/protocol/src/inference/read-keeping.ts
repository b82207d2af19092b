import { zeroAddress, type Address } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translated, translateError } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { keeperPayAbi } from '../generated/keeper-pay.ts'
import { readDue, readPay, type PayState } from './keeper-pay.ts'
import { openRegistry } from './open-registry.ts'
import {
  readAccount,
  readLog,
  readOwed,
  readRecord,
  readReleasable,
  readTerms,
} from './read-registry.ts'
import type { KeeperAccount, KeeperRecord, VaultLog } from './records.ts'
import type { Terms } from './types.ts'

/** A keeper and how it stands; pay in shares, `null` where the vault's fees are not shared. */
export interface KeeperStanding {
  readonly address: Address
  readonly account: KeeperAccount
  readonly record: KeeperRecord
  readonly pay: {
    /** What it was paid, ever; `null` where the endpoint does not tell events so far back. */
    readonly paid: bigint | null
    /** What it would be paid now. */
    readonly due: bigint
  } | null
}

/** What a vault and its registry know of each other. */
export interface KeepingStatus {
  readonly registry: Address
  readonly enrolled: boolean
  readonly terms: Terms
  readonly log: VaultLog
  /** What keepers forfeited to the vault and it was not paid yet. */
  readonly owed: bigint
  /** What `settle` would pay of that now. */
  readonly releasable: bigint
  /** `null` where the vault's fees go elsewhere. */
  readonly pay: PayState | null
  /** Of all that were ever allowed; `null` where the endpoint does not tell events so far back. */
  readonly keepers: readonly KeeperStanding[] | null
}

/**
 * Keepers, bonds, log and pay of a vault.
 *
 * @returns `undefined` for a vault without a registry, or with one that is not ours
 * @throws RetryableError `E_RPC`
 * @example
 * const keeping = await readKeeping(connection, vault.address, status.roles)
 */
export async function readKeeping(
  connection: ChainConnection,
  vault: Address,
  roles: { readonly registry: Address; readonly feeRecipient: Address },
): Promise<KeepingStatus | undefined> {
  const { registry, feeRecipient } = roles
  if (registry === zeroAddress) return undefined
  const known = await unlessRefused(openRegistry(connection, registry))
  if (known === undefined) return undefined
  const [terms, log, owed, releasable, pay, addresses] = await Promise.all([
    readTerms(connection, registry, vault),
    readLog(connection, registry, vault),
    readOwed(connection, registry, vault),
    readReleasable(connection, registry, vault),
    payOf(connection, feeRecipient, vault),
    unlessRefused(keepersOf(connection, registry, vault)),
  ])
  const standing = (keeper: Address) =>
    standingOf(connection, registry, vault, keeper, pay === null ? undefined : feeRecipient)
  return {
    registry,
    enrolled: terms.oracle !== zeroAddress,
    terms,
    log,
    owed,
    releasable,
    pay,
    keepers: addresses === undefined ? null : await Promise.all(addresses.map(standing)),
  }
}

async function standingOf(
  connection: ChainConnection,
  registry: Address,
  vault: Address,
  address: Address,
  pay: Address | undefined,
): Promise<KeeperStanding> {
  const [account, record, earned] = await Promise.all([
    readAccount(connection, registry, vault, address),
    readRecord(connection, registry, vault, address),
    pay === undefined ? null : earnedBy(connection, pay, vault, address),
  ])
  return { address, account, record, pay: earned }
}

async function earnedBy(
  connection: ChainConnection,
  pay: Address,
  vault: Address,
  keeper: Address,
): Promise<KeeperStanding['pay']> {
  const payments = connection.client.getContractEvents({
    address: pay,
    abi: keeperPayAbi,
    eventName: 'KeeperPaid',
    args: { vault, keeper },
    fromBlock: 0n,
    strict: true,
  })
  const [due, told] = await Promise.all([
    readDue(connection, pay, vault, keeper),
    unlessRefused(payments),
  ])
  const paid = told?.reduce((sum, { args }) => sum + args.shares, 0n) ?? null
  return { paid, due: due.shares }
}

async function payOf(
  connection: ChainConnection,
  recipient: Address,
  vault: Address,
): Promise<PayState | null> {
  const code = await translated(connection.client.getCode({ address: recipient }))
  if (code === undefined) return null
  return (await unlessRefused(readPay(connection, recipient, vault))) ?? null
}

async function keepersOf(
  { client }: ChainConnection,
  registry: Address,
  vault: Address,
): Promise<readonly Address[]> {
  const logs = await client.getContractEvents({
    address: registry,
    abi: inferenceRegistryAbi,
    eventName: 'KeeperSet',
    args: { vault },
    fromBlock: 0n,
    strict: true,
  })
  return [...new Set(logs.map(({ args }) => args.keeper))]
}

/** `undefined` where a contract or the endpoint says no; an endpoint that does not answer is an error. */
async function unlessRefused<answer>(asked: Promise<answer>): Promise<answer | undefined> {
  return asked.catch((error: unknown) => {
    const reason = translateError(error)
    if (reason.exitCode === 75) throw reason
    return undefined
  })
}
