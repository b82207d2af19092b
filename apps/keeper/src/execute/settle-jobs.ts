import type { Hash, Hex } from 'viem'
import { attemptsOf, noteLost, noteMined, noteVanished } from '../journal/attempts.ts'
import { appendEvent } from '../journal/epochs.ts'
import { countRevert, liveJobs, liveStates, moveJob } from '../journal/jobs.ts'
import type { Attempt, Job } from '../journal/records.ts'
import { databaseOf, writeAsLeader, type Execution } from './execution.ts'

/** What is needed of a receipt. */
interface Receipt {
  readonly blockNumber: bigint
  readonly blockHash: Hash
  readonly reverted: boolean
  readonly gasUsed: bigint
  readonly feeWei: bigint
}

/**
 * Asks the chain what became of everything that was signed, and writes it down: mined, final, reverted,
 * vanished by a reorganisation, replaced.
 *
 * @throws RetryableError when the chain cannot be asked
 */
export async function settleJobs(execution: Execution): Promise<void> {
  for (const job of liveJobs(databaseOf(execution), execution.scope)) {
    await settleJob(execution, job)
  }
}

async function settleJob(execution: Execution, job: Job): Promise<void> {
  const { now, head, nonces } = execution
  const attempts = attemptsOf(databaseOf(execution), job.id).filter(
    ({ status }) => status !== 'lost',
  )
  const last = attempts.at(-1)
  if (last === undefined) {
    // Nothing was signed, so nothing can be on its way: it is planned anew.
    return writeAsLeader(execution, (database) =>
      moveJob(database, job.id, ['planned'], 'cancelled', now),
    )
  }
  const found = await findReceipt(execution, attempts)
  if (found !== undefined) {
    if (found.receipt.blockNumber > head.number) return
    return settleMined(execution, job, attempts, found.attempt, found.receipt)
  }
  if (job.state === 'mined') noteReorg(execution, job, attempts)
  if (nonces.latest <= last.nonce) return
  if (await someReceiptExists(execution, attempts)) return
  writeAsLeader(execution, (database) => {
    for (const { id } of attempts) noteLost(database, id)
    moveJob(database, job.id, liveStates, 'failed', now)
    note(execution, job, 'replaced', { nonce: last.nonce })
  })
}

async function findReceipt(
  { deps }: Execution,
  attempts: readonly Attempt[],
): Promise<{ readonly attempt: Attempt; readonly receipt: Receipt } | undefined> {
  for (const attempt of [...attempts].reverse()) {
    const receipt = receiptOf(await deps.rpc.request('eth_getTransactionReceipt', [attempt.hash]))
    if (receipt !== undefined) return { attempt, receipt }
  }
  return undefined
}

/** One endpoint may be a block behind the one that counted the nonce: most must say that there is nothing. */
async function someReceiptExists(
  { deps }: Execution,
  attempts: readonly Attempt[],
): Promise<boolean> {
  for (const { hash } of attempts) {
    if ((await deps.rpc.requestAgreed('eth_getTransactionReceipt', [hash])) !== null) return true
  }
  return false
}

function receiptOf(answer: unknown): Receipt | undefined {
  if (answer === null || answer === undefined) return undefined
  const receipt = answer as Readonly<Record<string, Hex>>
  const gasUsed = BigInt(receipt['gasUsed'] ?? 0)
  return {
    blockNumber: BigInt(receipt['blockNumber'] ?? 0),
    blockHash: (receipt['blockHash'] ?? '0x').toLowerCase() as Hash,
    reverted: Number(receipt['status'] ?? 1) === 0,
    gasUsed,
    feeWei: gasUsed * BigInt(receipt['effectiveGasPrice'] ?? 0),
  }
}

function settleMined(
  execution: Execution,
  job: Job,
  attempts: readonly Attempt[],
  attempt: Attempt,
  receipt: Receipt,
): void {
  const { deps, head, now } = execution
  const isNews = attempt.block?.hash !== receipt.blockHash
  if (isNews && job.state === 'mined') noteReorg(execution, job, attempts)
  const { purpose } = attempt
  const to = receipt.reverted ? 'failed' : purpose === 'cancel' ? 'cancelled' : 'mined'
  if (isNews) {
    writeAsLeader(execution, (database) => {
      const block = { number: receipt.blockNumber, hash: receipt.blockHash }
      noteMined(database, attempt.id, block, receipt.reverted)
      for (const { id } of attempts) if (id !== attempt.id) noteLost(database, id)
      if (receipt.reverted) countRevert(database, job.id)
      moveJob(database, job.id, liveStates, to, now)
      note(execution, job, 'mined', {
        hash: attempt.hash,
        block: Number(receipt.blockNumber),
        reverted: receipt.reverted,
        feeWei: String(receipt.feeWei),
      })
    })
    tellMined(execution, job, attempt, receipt)
  }
  if (to !== 'mined') return
  if (isNews) deps.fault?.(`${job.kind}:mined`)
  if (head.number - receipt.blockNumber < BigInt(deps.settings.confirmations)) return
  writeAsLeader(execution, (database) => moveJob(database, job.id, ['mined'], 'final', now))
  deps.fault?.(`${job.kind}:final`)
}

function tellMined(
  { deps, scope }: Execution,
  job: Job,
  { hash, purpose }: Attempt,
  { blockNumber, gasUsed, feeWei, reverted }: Receipt,
): void {
  if (purpose === 'cancel') return
  const { kind, epoch } = job
  const vault = scope.vault
  deps.listen({
    kind: 'mined',
    job: kind,
    vault,
    epoch,
    hash,
    blockNumber,
    gasUsed,
    feeWei,
    reverted,
  })
}

function noteReorg(execution: Execution, job: Job, attempts: readonly Attempt[]): void {
  const { deps, scope, head, now } = execution
  const mined = attempts.find(({ status }) => status === 'mined')
  if (mined?.block === undefined) return
  const depth = Number(head.number - mined.block.number) + 1
  writeAsLeader(execution, (database) => {
    noteVanished(database, mined.id, head.number)
    moveJob(database, job.id, ['mined'], 'sent', now)
    note(execution, job, 'reorg', { depth, hash: mined.hash })
  })
  const { kind, epoch } = job
  deps.listen({ kind: 'reorg', depth: Math.max(1, depth), vault: scope.vault, epoch, job: kind })
}

function note(execution: Execution, job: Job, kind: string, body: object): void {
  const { now, scope } = execution
  appendEvent(databaseOf(execution), {
    at: now,
    vault: scope.vault,
    epoch: job.epoch,
    kind,
    body: JSON.stringify({ job: job.kind, ...body }),
  })
}
