import { parseTransaction } from 'viem'
import { raisedOffer } from '../chain/fees.ts'
import { attemptsOf } from '../journal/attempts.ts'
import { liveJobs } from '../journal/jobs.ts'
import type { Attempt, Job } from '../journal/records.ts'
import { refusalOf } from './ask-guards.ts'
import { databaseOf, type Execution } from './execution.ts'
import { broadcastAttempt, noOpDraft, noOpGas, sendAttempt } from './send-attempt.ts'

/**
 * Keeps what waits for a block alive: hands the bytes out again, raises an offer that nobody takes, and puts
 * a transfer of nothing in the place of what is no longer wanted.
 *
 * @param dropped jobs that would only fail by now
 * @returns whether something new was signed
 */
export async function pushJobs(
  execution: Execution,
  dropped: ReadonlySet<number>,
): Promise<boolean> {
  let acted = false
  for (const job of liveJobs(databaseOf(execution), execution.scope)) {
    if (job.state !== 'signed' && job.state !== 'sent') continue
    acted = (await pushJob(execution, job, dropped.has(job.id))) || acted
  }
  return acted
}

async function pushJob(execution: Execution, job: Job, dropped: boolean): Promise<boolean> {
  const last = attemptsOf(databaseOf(execution), job.id)
    .filter(({ status }) => status !== 'lost')
    .at(-1)
  if (last === undefined) return false
  if (dropped && last.purpose === 'work') return replace(execution, job, last, true)
  const { head, deps } = execution
  const waited = last.sentBlock === undefined ? 0n : head.number - last.sentBlock
  if (waited >= BigInt(deps.settings.fees.bumpAfterBlocks)) {
    if (await replace(execution, job, last, last.purpose === 'cancel')) return true
  }
  await broadcastAttempt(execution, job, last)
  return false
}

/** Signs the same work, or nothing, again for more; `false` when the cap leaves no room. */
async function replace(
  execution: Execution,
  job: Job,
  last: Attempt,
  cancel: boolean,
): Promise<boolean> {
  const { deps, head } = execution
  const offer = raisedOffer(deps.settings.fees, last, head.baseFeePerGas)
  if (offer === undefined) {
    tellCap(execution, job, last)
    return false
  }
  if (cancel) {
    await sendAttempt(execution, job, noOpDraft(execution, last.nonce, offer))
    return true
  }
  const gas = parseTransaction(last.raw).gas ?? noOpGas
  const { target: to, data } = job
  if ((await refusalOf(execution, job, { to, data }, gas * offer.maxFeePerGasWei)) !== undefined) {
    return false
  }
  await sendAttempt(execution, job, { purpose: 'work', to, data, gas, nonce: last.nonce, offer })
  return true
}

function tellCap({ deps, scope, head }: Execution, job: Job, last: Attempt): void {
  deps.listen({
    kind: 'problem',
    code: 'E_FEE_CAP',
    message: `${job.kind} waits with ${last.maxFeePerGasWei} wei per gas, the base fee is ${head.baseFeePerGas}, and the cap is reached`,
    vault: scope.vault,
    epoch: job.epoch,
    severity: 'alert',
  })
}
