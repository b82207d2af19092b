import { RetryableError } from '@tickwise/amm'
import { keccak256, type Address, type Hex } from 'viem'
import type { FeeOffer } from '../chain/fees.ts'
import {
  attemptsOf,
  insertAttempt,
  noteSent,
  waitingAttempts,
  writeNonce,
} from '../journal/attempts.ts'
import { appendEvent } from '../journal/epochs.ts'
import { moveJob } from '../journal/jobs.ts'
import type { Attempt, Job } from '../journal/records.ts'
import { databaseOf, keeperOf, writeAsLeader, type Execution } from './execution.ts'

/** A transaction as it is going to be signed. */
export interface Draft {
  readonly purpose: Attempt['purpose']
  readonly to: Address
  readonly data: Hex
  readonly gas: bigint
  readonly nonce: number
  readonly offer: FeeOffer
}

/** Gas for a transfer of nothing to oneself; rollups count their data too. */
export const noOpGas = 100_000n

/** The nonce of a new transaction: after everything that is in blocks or waits. */
export function nextNonce(execution: Execution): number {
  const { scope, nonces } = execution
  const waiting = waitingAttempts(databaseOf(execution), scope.chain, scope.keeper)
  return Math.max(nonces.latest, ...waiting.map(({ nonce }) => nonce + 1))
}

/**
 * Signs a transaction of a job, writes the bytes down, and only then hands them to an endpoint.
 *
 * @throws RetryableError `E_LEASE_LOST`, `E_NONCE_TAKEN`
 */
export async function sendAttempt(execution: Execution, job: Job, draft: Draft): Promise<void> {
  const { deps, scope, now } = execution
  const { purpose, nonce, offer } = draft
  const raw = await signDraft(execution, draft)
  writeAsLeader(execution, (database) => {
    const taken = waitingAttempts(database, scope.chain, scope.keeper).find(
      (other) => other.nonce === nonce && other.job !== job.id,
    )
    if (taken !== undefined) {
      throw new RetryableError('E_NONCE_TAKEN', `another job has taken nonce ${nonce}`, {
        facts: { nonce, job: taken.job },
      })
    }
    insertAttempt(database, {
      job: job.id,
      purpose,
      nonce,
      hash: keccak256(raw),
      raw,
      ...offer,
      signedAt: now,
    })
    writeNonce(database, scope.chain, scope.keeper, nonce + 1)
    if (job.state === 'planned') moveJob(database, job.id, ['planned'], 'signed', now)
  })
  if (purpose === 'work') deps.fault?.(`${job.kind}:signed`)
  const attempt = attemptsOf(databaseOf(execution), job.id).find((other) => other.raw === raw)
  if (attempt !== undefined) await broadcastAttempt(execution, job, attempt)
}

/** The signed bytes of a draft. */
export function signDraft(
  { deps }: Execution,
  { to, data, gas, nonce, offer }: Omit<Draft, 'purpose'>,
): Promise<Hex> {
  return deps.account.signTransaction({
    type: 'eip1559',
    chainId: deps.settings.chainId,
    to,
    data,
    gas,
    nonce,
    value: 0n,
    maxFeePerGas: offer.maxFeePerGasWei,
    maxPriorityFeePerGas: offer.tipWei,
  })
}

/**
 * Hands signed bytes to one endpoint, and if that does not answer, the same bytes to the next. Sending them
 * again is always safe: they can be mined once.
 */
export async function broadcastAttempt(
  execution: Execution,
  job: Job,
  attempt: Attempt,
): Promise<void> {
  const { deps, head } = execution
  for (const [turn] of deps.rpc.urls.entries()) {
    const answer = await deps.rpc.broadcast(attempt.raw)
    if (answer.kind === 'unanswered' && turn < deps.rpc.urls.length - 1) continue
    const arrived = answer.kind !== 'refused' && answer.kind !== 'unanswered'
    // As if the process died between the network and the journal: the worst of all places.
    if (arrived && attempt.purpose === 'work') deps.fault?.(`${job.kind}:sent`)
    if (arrived) noteArrival(execution, job, attempt, answer.endpoint, head.number)
    else tellRefusal(execution, job, attempt, answer.message)
    return
  }
}

function noteArrival(
  execution: Execution,
  job: Job,
  attempt: Attempt,
  endpoint: string,
  block: bigint,
): void {
  const { deps, now, scope } = execution
  const first = attempt.sentBlock === undefined
  writeAsLeader(execution, (database) => {
    noteSent(database, attempt.id, endpoint, block)
    if (job.state === 'planned' || job.state === 'signed') {
      moveJob(database, job.id, ['signed', 'sent'], 'sent', now)
    }
    if (first) {
      const body = JSON.stringify({
        job: job.kind,
        hash: attempt.hash,
        nonce: attempt.nonce,
        endpoint,
      })
      appendEvent(database, { at: now, vault: scope.vault, epoch: job.epoch, kind: 'sent', body })
    }
  })
  if (!first || attempt.purpose === 'cancel') return
  deps.listen({
    kind: 'sent',
    job: job.kind,
    vault: scope.vault,
    epoch: job.epoch,
    hash: attempt.hash,
    nonce: attempt.nonce,
    attempt: attemptsOf(databaseOf(execution), job.id).length,
    maxFeePerGas: attempt.maxFeePerGasWei,
  })
}

function tellRefusal({ deps, scope }: Execution, job: Job, attempt: Attempt, why: string): void {
  deps.listen({
    kind: 'problem',
    code: 'E_SEND_REFUSED',
    message: `${job.kind} with nonce ${attempt.nonce} was not taken: ${why}`,
    vault: scope.vault,
    epoch: job.epoch,
    severity: 'warning',
  })
}

/** A transfer of nothing to oneself in the place of a nonce. */
export function noOpDraft(execution: Execution, nonce: number, offer: FeeOffer): Draft {
  return { purpose: 'cancel', to: keeperOf(execution), data: '0x', gas: noOpGas, nonce, offer }
}
