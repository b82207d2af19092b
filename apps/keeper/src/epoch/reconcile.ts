import { readEntry } from '@tickwise/protocol'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import type { EpochState, Listener } from '../ports.ts'
import type { KeeperSettings } from '../settings.ts'
import type { ChainView } from '../view/chain-view.ts'
import { connectionOf } from '../view/vault-facts.ts'
import type { EpochBook, KnownEpoch } from './epoch-book.ts'

/** What the book is compared with. */
export interface Reconciliation {
  readonly rpc: KeeperRpc
  readonly settings: KeeperSettings
  readonly view: ChainView
  readonly book: EpochBook
  readonly now: number
  readonly epochSeconds: number
  readonly listen: Listener
  /** What kept the keeper from acting upon an epoch. */
  readonly hindrance: { readonly epoch: number; readonly reason: string } | undefined
}

const over: ReadonlySet<EpochState> = new Set([
  'executed',
  'scored',
  'skipped',
  'expired',
  'failed',
])

/** Epochs that are closed in one tick after a long absence. */
const mostMissed = 2_000

/**
 * Writes into the book what the chain says: the live commitment, what became of the last one, commitments
 * that a reorganisation took, epochs that passed without one.
 *
 * @throws RetryableError when the chain cannot be asked
 */
export async function reconcile(parts: Reconciliation): Promise<void> {
  const { view, book, now } = parts
  const { account } = view
  if (account.live) {
    const state = now < account.validAfter ? 'committed' : 'revealable'
    book.move(account.epoch, state, 'on chain', { inferenceId: account.digest })
  } else if (account.nextNonce > 0n) {
    await closeLast(parts)
  }
  resetVanished(parts)
  closeMissed(parts)
}

/** How the last commitment ended. */
async function closeLast({ rpc, settings, view, book, listen }: Reconciliation): Promise<void> {
  const { epoch, digest } = view.account
  const known = book.read(epoch)
  if (known?.inferenceId === digest && over.has(known.state)) return
  const at = { blockNumber: view.head.number }
  const { outcome, scored } = await readEntry(connectionOf(rpc), settings.registry, digest, at)
  const payload = { inferenceId: digest }
  if (outcome !== 'none') {
    return book.move(epoch, scored ? 'scored' : 'executed', outcome, payload)
  }
  book.move(epoch, 'expired', 'it was not revealed in time', payload)
  listen({
    kind: 'problem',
    code: 'E_MISSED',
    message: `the commitment of epoch ${epoch} was not revealed in time and has expired`,
    vault: settings.vault,
    epoch,
    severity: 'alert',
  })
}

/** A commitment or a reveal that the chain no longer has. */
function resetVanished({ view, book, now, epochSeconds }: Reconciliation): void {
  const { account } = view
  const current = Math.floor(now / epochSeconds)
  for (const known of book.last(2)) {
    const claimsCommitment = !['idle', 'poked', 'inferred', 'skipped', 'failed'].includes(
      known.state,
    )
    if (!claimsCommitment || known.epoch <= account.epoch) continue
    const to = known.epoch === current ? stateBefore(known) : 'skipped'
    book.move(known.epoch, to, 'a reorganisation took the commitment')
  }
}

function stateBefore({ decided }: KnownEpoch): EpochState {
  return decided === undefined ? 'idle' : 'inferred'
}

/** Epochs that are past and never came to a commitment: each is accounted for. */
function closeMissed({ view, book, now, epochSeconds, settings, hindrance }: Reconciliation): void {
  const current = Math.floor(now / epochSeconds)
  const [newest, before] = book.last(2)
  if (newest === undefined || settings.mode === 'shadow') return
  const why = (epoch: number, otherwise: string): string =>
    hindrance?.epoch === epoch ? `${otherwise}: ${hindrance.reason}` : otherwise
  for (const known of [newest, before]) {
    if (known === undefined || known.epoch >= current || over.has(known.state)) continue
    const isLive = view.account.live && view.account.epoch === known.epoch
    if (!isLive) book.move(known.epoch, 'skipped', why(known.epoch, 'it ended before a commitment'))
  }
  const first = Math.max(newest.epoch + 1, current - mostMissed)
  for (let epoch = first; epoch < current; epoch++) {
    const reason = hindrance?.epoch === epoch ? 'it passed' : 'the keeper was not there'
    book.move(epoch, 'skipped', why(epoch, reason))
  }
}
