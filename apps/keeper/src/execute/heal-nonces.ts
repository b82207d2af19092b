import { firstOffer, raisedOffer } from '../chain/fees.ts'
import { bytesOfNonce, waitingAttempts } from '../journal/attempts.ts'
import { appendEvent } from '../journal/epochs.ts'
import { databaseOf, writeAsLeader, type Execution } from './execution.ts'
import { noOpDraft, signDraft } from './send-attempt.ts'

/** Since which block endpoints have known transactions of the account that the journal does not. */
export interface NonceWatch {
  unknownSince: bigint | undefined
}

/** Nonces healed in one tick. */
const mostAtOnce = 8

/**
 * Closes gaps in front of what waits, with the bytes that were once signed for them or with transfers of
 * nothing, and clears away what waits in the name of the account and is not in the journal: after a lost disk
 * it may be mined by itself, so it is given some blocks.
 *
 * @returns whether to leave everything else alone in this tick
 */
export async function healNonces(execution: Execution, watch: NonceWatch): Promise<boolean> {
  const { nonces, scope, head, deps } = execution
  const waiting = waitingAttempts(databaseOf(execution), scope.chain, scope.keeper)
  const known = new Set(waiting.map(({ nonce }) => nonce))
  const lowest = waiting[0]?.nonce ?? nonces.latest
  for (let nonce = nonces.latest; nonce < lowest; nonce++) {
    if (nonce - nonces.latest >= mostAtOnce) break
    await closeGap(execution, nonce)
  }
  const unknown = range(nonces.latest, nonces.pending).filter((nonce) => !known.has(nonce))
  if (unknown.length === 0 || lowest > nonces.latest) {
    watch.unknownSince = undefined
    return false
  }
  watch.unknownSince ??= head.number
  const patience = 2n * BigInt(deps.settings.fees.bumpAfterBlocks)
  if (head.number - watch.unknownSince < patience) return true
  for (const nonce of unknown.slice(0, mostAtOnce)) await clearAway(execution, nonce)
  return true
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}

async function closeGap(execution: Execution, nonce: number): Promise<void> {
  const { scope, deps, head } = execution
  const raw = bytesOfNonce(databaseOf(execution), scope.chain, scope.keeper, nonce)
  const answer = raw === undefined ? undefined : await deps.rpc.broadcast(raw)
  if (answer?.kind === 'accepted' || answer?.kind === 'known') return
  const offer = firstOffer(deps.settings.fees, head.baseFeePerGas)
  if (offer !== undefined) await sendNothing(execution, nonce, offer, 'gap')
}

async function clearAway(execution: Execution, nonce: number): Promise<void> {
  const { deps, head } = execution
  const { fees } = deps.settings
  const offer = firstOffer(fees, head.baseFeePerGas)
  if (offer === undefined) return
  // What it offers is not known: twice the usual beats most, and next time it is more.
  const doubled = { maxFeePerGasWei: offer.maxFeePerGasWei * 2n, tipWei: offer.tipWei * 2n }
  const raised = raisedOffer(fees, doubled, head.baseFeePerGas) ?? offer
  await sendNothing(execution, nonce, raised, 'unknown')
}

async function sendNothing(
  execution: Execution,
  nonce: number,
  offer: { readonly maxFeePerGasWei: bigint; readonly tipWei: bigint },
  why: 'gap' | 'unknown',
): Promise<void> {
  const { deps, now, scope } = execution
  const raw = await signDraft(execution, noOpDraft(execution, nonce, offer))
  writeAsLeader(execution, (database) =>
    appendEvent(database, {
      at: now,
      vault: scope.vault,
      kind: 'heal',
      body: JSON.stringify({ nonce, why, raw }),
    }),
  )
  const answer = await deps.rpc.broadcast(raw)
  deps.listen({
    kind: 'problem',
    code: why === 'gap' ? 'E_NONCE_GAP' : 'E_NONCE_UNKNOWN',
    message: `nonce ${nonce} is filled with a transfer of nothing: ${answer.kind}`,
    vault: scope.vault,
    severity: 'warning',
  })
}
