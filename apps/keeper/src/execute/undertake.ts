import type { TickwiseError } from '@tickwise/amm'
import type { Address, Hex } from 'viem'
import { firstOffer, type FeeOffer } from '../chain/fees.ts'
import { appendEvent } from '../journal/epochs.ts'
import { allJobs, insertJob, liveStates } from '../journal/jobs.ts'
import type { JobKind } from '../ports.ts'
import { refusalOf } from './ask-guards.ts'
import { databaseOf, keeperOf, writeAsLeader, type Execution } from './execution.ts'
import { nextNonce, sendAttempt } from './send-attempt.ts'
import { effectsOf } from './effects.ts'
import { simulate, type Simulation } from './simulate.ts'

/** Something to be sent. */
export interface Task {
  readonly kind: JobKind
  readonly epoch: number
  /** What it is about where the epoch does not say it. */
  readonly subject: string
  readonly to: Address
  readonly data: Hex
  /** For people. */
  readonly detail: string
  readonly usefulUntil: number
  /** Whether it is tried at the head's time and not at the clock's. */
  readonly byChain?: boolean
}

/** What came of it. */
export type Undertaking =
  | { readonly kind: 'sent' }
  | { readonly kind: 'would-send' }
  | { readonly kind: 'refused'; readonly error: TickwiseError }
  /** Something of ours stands in the way: a guard, the fee cap, the balance, an earlier job. */
  | { readonly kind: 'waits'; readonly reason: string }

/**
 * Tries a task, asks the guards, writes down what is meant, signs, writes that down, sends.
 *
 * @throws RetryableError when the chain cannot be asked, or the lease is lost
 */
export async function undertake(execution: Execution, task: Task): Promise<Undertaking> {
  const { deps, now, head, scope } = execution
  deps.fault?.(`${task.kind}:planned`)
  const inTheWay = earlierJob(execution, task)
  if (inTheWay !== undefined) return inTheWay
  const call = { from: keeperOf(execution), to: task.to, data: task.data }
  const next = head.timestamp + 1
  const time = task.byChain === true ? next : Math.max(now, next)
  const outcome = await simulate(deps.rpc, call, time)
  if (outcome.kind === 'refused') return outcome
  const { gasLimit: gas } = outcome
  const offer = firstOffer(deps.settings.fees, head.baseFeePerGas)
  if (offer === undefined) return feeCap(execution, task)
  const maxCostWei = gas * offer.maxFeePerGasWei
  const refusal = await refusalOf(execution, task, call, maxCostWei)
  if (refusal !== undefined) return { kind: 'waits', reason: refusal.reason }
  if (deps.settings.mode !== 'live') return wouldSend(execution, task, outcome)
  if (execution.balanceWei < maxCostWei) return lowBalance(execution, task, gas, offer)
  const job = writeAsLeader(execution, (database) => {
    const written = insertJob(database, scope, { ...task, target: task.to }, now)
    const body = JSON.stringify({
      job: task.kind,
      detail: task.detail,
      to: task.to,
      data: task.data,
    })
    appendEvent(database, { at: now, vault: scope.vault, epoch: task.epoch, kind: 'intent', body })
    return written
  })
  deps.fault?.(`${task.kind}:written`)
  const nonce = nextNonce(execution)
  await sendAttempt(execution, job, {
    purpose: 'work',
    to: task.to,
    data: task.data,
    gas,
    nonce,
    offer,
  })
  return { kind: 'sent' }
}

function earlierJob(execution: Execution, task: Task): Undertaking | undefined {
  const same = allJobs(databaseOf(execution), execution.scope, task.epoch).filter(
    ({ kind, subject }) => kind === task.kind && subject === task.subject,
  )
  if (same.some(({ state }) => state === 'would-send' && execution.deps.settings.mode !== 'live')) {
    return { kind: 'waits', reason: `${task.kind} was said once` }
  }
  if (!same.some(({ state }) => liveStates.includes(state))) return undefined
  return { kind: 'waits', reason: `an earlier ${task.kind} is being taken back` }
}

function wouldSend(
  execution: Execution,
  task: Task,
  { gasLimit: gas, logs }: Extract<Simulation, { readonly kind: 'works' }>,
): Undertaking {
  const { deps, scope, now } = execution
  const { kind: job, epoch, to, data, detail } = task
  const { vault } = scope
  const effects = [detail, ...effectsOf(logs)]
  writeAsLeader(execution, (database) =>
    insertJob(database, scope, { ...task, target: to, state: 'would-send' }, now),
  )
  deps.listen({ kind: 'would-send', job, vault, epoch, to, data, gas, effects })
  return { kind: 'would-send' }
}

function feeCap({ deps, head, scope }: Execution, { kind, epoch }: Task): Undertaking {
  const message = `${kind} waits: the base fee of ${head.baseFeePerGas} wei is above the cap of ${deps.settings.fees.maxFeePerGasWei}`
  const { vault } = scope
  deps.listen({ kind: 'problem', code: 'E_FEE_CAP', message, vault, epoch, severity: 'alert' })
  return { kind: 'waits', reason: message }
}

function lowBalance(
  { deps, scope, balanceWei }: Execution,
  { kind, epoch }: Task,
  gas: bigint,
  offer: FeeOffer,
): Undertaking {
  const message = `${kind} can cost ${gas * offer.maxFeePerGasWei} wei, the account has ${balanceWei}`
  const { vault } = scope
  deps.listen({ kind: 'problem', code: 'E_LOW_BALANCE', message, vault, epoch, severity: 'alert' })
  return { kind: 'waits', reason: message }
}
