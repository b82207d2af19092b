import { readAccount, readLog, readOwed, readRecord } from '@tickwise/protocol'
import { tokenAbi } from '@tickwise/localchain'
import type { InferenceSetup } from '@tickwise/protocol/testing'
import { readChainRecord, type ChainCommitment, type ChainRecord } from './chain-record.ts'
import { readJournalRecord, type JournalEpoch, type JournalRecord } from './journal-record.ts'
import type { EpochNote } from './live-soak-epoch.ts'

/** How an epoch of a run ended: one of these, and one alone. */
export type EpochOutcome =
  | { readonly kind: 'traded' | 'held' | 'withheld' }
  | { readonly kind: 'expired' }
  /** No commitment, and why. */
  | { readonly kind: 'skipped' | 'failed'; readonly reason: string }
  | { readonly kind: 'unaccounted'; readonly reason: string }

/** Everything that a run is measured by at its end. */
export interface Accounts {
  readonly outcomes: ReadonlyMap<number, EpochOutcome>
  readonly violations: readonly string[]
  readonly chain: ChainRecord
  readonly journal: JournalRecord
  readonly transactions: number
  readonly scored: number
}

/** Where a run began, so that only what it did is counted. */
export interface AccountsBefore {
  readonly bond: bigint
  readonly nonce: number
}

/** Compares what the chain has of every epoch with what journals, alerts and the money say. */
export async function accountFor(
  setup: InferenceSetup,
  notes: readonly EpochNote[],
  journals: readonly string[],
  before: AccountsBefore,
): Promise<Accounts> {
  const { domain, vault, keeper } = setup
  const chain = await readChainRecord(setup)
  const scope = { chain: domain.chainId, vault: vault.address, keeper: keeper.address }
  const journal = readJournalRecord(journals, scope)
  const violations = [
    ...chain.faults,
    ...checkCommitments(chain),
    ...checkAlerts(chain, notes),
    ...(await checkChainState(setup, chain, before)),
    ...(await checkTransactions(setup, journal, before)),
  ]
  for (const found of journal.integrity) {
    if (found !== 'ok') violations.push(`a journal is not whole: ${found}`)
  }
  if (journal.alive > 0) violations.push(`${journal.alive} jobs are still alive`)
  const outcomes = new Map<number, EpochOutcome>()
  for (const { epoch } of notes) {
    const commitments = chain.commitments.filter((one) => one.epoch === epoch)
    const outcome = outcomeOf(commitments, journal.epochs.get(epoch), journal.first.get(epoch))
    outcomes.set(epoch, outcome)
    if (outcome.kind === 'unaccounted') violations.push(`epoch ${epoch}: ${outcome.reason}`)
  }
  const scored = chain.commitments.filter((one) => one.scored === 1).length
  const lastEpoch = notes.at(-1)?.epoch ?? 0
  for (const { epoch, endings, scored: times } of chain.commitments) {
    const [ending] = endings
    const isDue = ending?.kind === 'revealed' && epoch < lastEpoch - 3
    if (isDue && times !== 1) violations.push(`epoch ${epoch} was scored ${times} times`)
  }
  const transactions = journal.attempts.filter(({ status }) => status === 'mined').length
  return { outcomes, violations, chain, journal, transactions, scored }
}

function outcomeOf(
  commitments: readonly ChainCommitment[],
  known: JournalEpoch | undefined,
  first: JournalEpoch | undefined,
): EpochOutcome {
  const unaccounted = (reason: string): EpochOutcome => ({ kind: 'unaccounted', reason })
  const [commitment, ...more] = commitments
  if (more.length > 0) return unaccounted(`${commitments.length} commitments`)
  if (known === undefined) return unaccounted('no journal knows of it')
  const { state, reason, inferenceId } = known
  if (commitment === undefined) {
    if (state !== 'skipped' && state !== 'failed') {
      return unaccounted(`it has no commitment, and the journal says ${state}`)
    }
    if (reason === '') return unaccounted('it was skipped without a reason')
    const isClosed = first?.state === 'skipped' || first?.state === 'failed'
    return isClosed ? { kind: first.state, reason: first.reason } : { kind: state, reason }
  }
  const [ending, ...others] = commitment.endings
  if (ending === undefined) return unaccounted('its commitment has no end')
  if (others.length > 0) return unaccounted(`its commitment ended ${others.length + 1} times`)
  if (inferenceId !== commitment.inferenceId) {
    return unaccounted(`the journal has ${inferenceId ?? 'no commitment'}`)
  }
  if (ending.kind === 'expired') {
    return state === 'expired' ? { kind: 'expired' } : unaccounted(`it expired, journal: ${state}`)
  }
  const { outcome } = ending
  if (outcome === 'none') return unaccounted('its outcome is none')
  if (state !== 'executed' && state !== 'scored') {
    return unaccounted(`it was revealed, and the journal says ${state}`)
  }
  if (known.trade === false && outcome !== 'held') return unaccounted(`held, and ${outcome}`)
  return { kind: outcome }
}

function checkCommitments({ commitments }: ChainRecord): readonly string[] {
  return commitments.flatMap(({ nonce, epoch }, i) =>
    nonce === BigInt(i) ? [] : [`the commitment of epoch ${epoch} has nonce ${nonce}, not ${i}`],
  )
}

/** Each miss was told to somebody, in its epoch or the next ones. */
function checkAlerts({ commitments }: ChainRecord, notes: readonly EpochNote[]): readonly string[] {
  const told = notes.flatMap((note) => note.told)
  return commitments.flatMap(({ epoch, endings }) =>
    endings.some(({ kind }) => kind === 'expired') &&
    !told.some((text) => text.includes(`epoch ${epoch} `) && text.includes('not revealed in time'))
      ? [`nobody was told that epoch ${epoch} was missed`]
      : [],
  )
}

async function checkChainState(
  { connection, domain, vault, keeper, market }: InferenceSetup,
  chain: ChainRecord,
  before: AccountsBefore,
): Promise<readonly string[]> {
  const { registry } = domain
  const account = await readAccount(connection, registry, vault.address, keeper.address)
  const record = await readRecord(connection, registry, vault.address, keeper.address)
  const log = await readLog(connection, registry, vault.address)
  const owed = await readOwed(connection, registry, vault.address)
  const held = await market.anvil.client.readContract({
    address: market.usdc,
    abi: tokenAbi,
    functionName: 'balanceOf',
    args: [registry],
  })
  const endings = chain.commitments.flatMap((one) => one.endings)
  const count = (outcome: string) =>
    endings.filter((end) => end.kind === 'revealed' && end.outcome === outcome).length
  const penalties = endings.reduce(
    (sum, end) => sum + (end.kind === 'expired' ? end.penalty : 0n),
    0n,
  )
  const missed = endings.filter(({ kind }) => kind === 'expired').length
  const wanted: readonly (readonly [what: string, found: unknown, expected: unknown])[] = [
    ['the live commitment', account.live, false],
    ['the locked bond', account.bondLocked, 0n],
    ['free bond and penalties', account.bondFree + penalties, before.bond],
    ['penalties owed to the vault', owed, penalties],
    ['tokens of the registry', held, account.bondFree + account.bondLocked + owed],
    ['the next nonce', account.nextNonce, BigInt(chain.commitments.length)],
    ['the head of the log', log.head, chain.head],
    ['the length of the log', log.length, chain.length],
    ['reveals counted', record.revealed, chain.length],
    ['trades counted', record.traded, count('traded')],
    ['withheld trades counted', record.withheld, count('withheld')],
    ['misses counted', record.missed, missed],
    ['slashes counted', record.slashed, 0],
  ]
  return wanted.flatMap(([what, found, expected]) =>
    found === expected ? [] : [`${what}: ${String(found)}, expected is ${String(expected)}`],
  )
}

/** Every transaction of the account is one that a journal wrote down before, and the other way round. */
async function checkTransactions(
  { keeper, market }: InferenceSetup,
  { attempts, healed }: JournalRecord,
  before: AccountsBefore,
): Promise<readonly string[]> {
  const { client } = market.anvil
  const { address } = keeper
  const count = await client.getTransactionCount({ address })
  const pending = await client.getTransactionCount({ address, blockTag: 'pending' })
  const faults = pending === count ? [] : [`${pending - count} transactions wait`]
  const mined = new Set<number>()
  for (const { hash, nonce, status, blockHash, current, watched } of attempts) {
    const receipt = await client.getTransactionReceipt({ hash }).catch(() => undefined)
    if (receipt !== undefined) {
      if (mined.has(nonce) && current) continue
      mined.add(nonce)
    }
    // What reverted or was cancelled is not looked at again: a reorganisation may have moved it.
    if (!current || !watched) continue
    if (status === 'mined' && receipt?.blockHash.toLowerCase() !== blockHash?.toLowerCase()) {
      faults.push(
        `the journal has ${hash} in block ${blockHash}, the chain in ${receipt?.blockHash}`,
      )
    }
    if (status !== 'mined' && receipt !== undefined) {
      faults.push(`${hash} is in a block, and the journal says ${status}`)
    }
  }
  for (let nonce = before.nonce; nonce < count; nonce++) {
    if (!mined.has(nonce) && !healed.has(nonce)) {
      faults.push(`nobody wrote down the transaction with nonce ${nonce}`)
    }
  }
  return faults
}
