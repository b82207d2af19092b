import { deriveSalt } from '@tickwise/protocol'
import type { TickwiseError } from '@tickwise/amm'
import { decideEpoch, type DecisionSources, type EpochDecision } from '../epoch/decide-epoch.ts'
import { inferenceOf, type CommitmentTimes, type Decided } from '../epoch/decided.ts'
import type { EpochBook } from '../epoch/epoch-book.ts'
import { findCommitment } from '../epoch/find-commitment.ts'
import type { Action } from '../plan/actions.ts'
import type { ChainView } from '../view/chain-view.ts'
import type { Execution } from './execution.ts'
import { keeperOf } from './execution.ts'
import { commitTask, expireTask, pastTask, pokeTask, revealTask } from './tasks.ts'
import { undertake, type Task, type Undertaking } from './undertake.ts'

/** What actions are carried out with. */
export interface Performer {
  readonly execution: Execution
  readonly sources: DecisionSources
  readonly book: EpochBook
  readonly view: ChainView
}

/** What came of an action. */
export interface Performance {
  /** `learnt`: nothing was sent, but there is more to plan from. */
  readonly result: 'sent' | 'learnt' | 'nothing'
  readonly reason: string
}

/** Carries out one action of a plan. Errors: RetryableError when the chain cannot be asked. */
export async function carryOut(performer: Performer, action: Action): Promise<Performance> {
  const { sources, view, execution, book } = performer
  const { facts } = sources
  switch (action.kind) {
    case 'poke':
      return send(performer, pokeTask(facts, view.latestEpoch, action))
    case 'decide':
      return decide(performer, action.epoch)
    case 'find':
      return find(performer, action.epoch)
    case 'commit':
      return commit(performer, action)
    case 'reveal':
      return reveal(performer, action)
    case 'expire':
      return send(performer, expireTask(facts, keeperOf(execution), action))
    case 'score':
    case 'finalise':
      return send(performer, pastTask(facts, action))
    case 'skip':
      book.move(action.epoch, action.state, action.reason)
      tell(performer, action.epoch, 'E_SKIPPED', action.reason, 'warning')
      return { result: 'learnt', reason: action.reason }
    case 'drop':
    case 'wait':
      return { result: 'nothing', reason: action.reason }
  }
}

async function decide(performer: Performer, epoch: number): Promise<Performance> {
  const { sources, execution, book } = performer
  let decision: EpochDecision
  try {
    decision = await decideEpoch(sources, execution.head, epoch)
  } catch (error) {
    const { code, message } = error as TickwiseError
    // What time does not mend ends the epoch; an endpoint that does not answer is asked again.
    if ((error as TickwiseError).exitCode !== 1) throw error
    book.move(epoch, 'failed', message)
    tell(performer, epoch, code, message, 'alert')
    return { result: 'learnt', reason: message }
  }
  const { decided, entry } = decision
  book.move(epoch, 'inferred', decided.reason, { decided, made: entry })
  const { forecastX16, trade } = decided.output
  const { vault } = execution.scope
  execution.deps.listen({
    kind: 'decided',
    vault,
    epoch,
    forecastX16,
    trade,
    reason: decided.reason,
  })
  return { result: 'learnt', reason: decided.reason }
}

async function find(performer: Performer, epoch: number): Promise<Performance> {
  const { sources, execution, book, view } = performer
  const { rpc, facts, settings } = sources
  const salt = await saltOf(performer, view.account.nextNonce - 1n)
  const owner = {
    vault: settings.vault,
    keeper: keeperOf(execution),
    modelId: settings.modelId,
    salt,
  }
  const decided = await findCommitment(rpc, facts, view.account, owner, execution.head)
  if (decided === undefined) {
    const message = `the commitment of epoch ${epoch} is not one that this keeper can work out: it expires`
    tell(performer, epoch, 'E_COMMITMENT_UNKNOWN', message, 'alert')
    return { result: 'nothing', reason: message }
  }
  book.move(epoch, 'committed', decided.reason, { decided, inferenceId: view.account.digest })
  return { result: 'learnt', reason: decided.reason }
}

async function commit(
  performer: Performer,
  action: Extract<Action, { readonly kind: 'commit' }>,
): Promise<Performance> {
  const decided = performer.book.read(action.epoch)?.decided
  if (decided === undefined) return { result: 'nothing', reason: 'no decision' }
  const times = { nonce: action.nonce, ...action.window }
  const inference = await inferenceFor(performer, decided, times)
  return send(performer, commitTask(performer.sources.facts, inference, action))
}

/** With the trade, while there is time to hope that the vault allows it; then without. */
async function reveal(
  performer: Performer,
  action: Extract<Action, { readonly kind: 'reveal' }>,
): Promise<Performance> {
  const { book, view, sources } = performer
  const decided = book.read(action.epoch)?.decided
  if (decided === undefined) return { result: 'nothing', reason: 'no decision' }
  const times = { ...view.account, nonce: view.account.nextNonce - 1n }
  const inference = await inferenceFor(performer, decided, times)
  const task = revealTask(sources.facts, inference, decided, action, action.execute)
  return send(performer, task)
}

async function inferenceFor(performer: Performer, decided: Decided, times: CommitmentTimes) {
  const { sources, execution } = performer
  const parties = { vault: sources.settings.vault, keeper: keeperOf(execution) }
  return inferenceOf(parties, decided, times, await saltOf(performer, times.nonce))
}

function saltOf({ execution, sources }: Performer, nonce: bigint) {
  const slot = { ...sources.facts.domain, vault: sources.settings.vault, nonce }
  return deriveSalt(execution.deps.account, slot)
}

async function send(performer: Performer, task: Task | undefined): Promise<Performance> {
  if (task === undefined) return { result: 'nothing', reason: 'it is done already' }
  const done = await undertake(performer.execution, task)
  return {
    result: done.kind === 'sent' ? 'sent' : 'nothing',
    reason: reasonOf(performer, task, done),
  }
}

function reasonOf(performer: Performer, task: Task, done: Undertaking): string {
  switch (done.kind) {
    case 'sent':
    case 'would-send':
      return task.detail
    case 'waits':
      return done.reason
    case 'refused': {
      const { code, message } = done.error
      tell(performer, task.epoch, code, `${task.detail}: ${message}`, 'warning')
      return `${task.detail} is refused: ${message}`
    }
  }
}

function tell(
  { execution }: Performer,
  epoch: number,
  code: string,
  message: string,
  severity: 'warning' | 'alert',
): void {
  const { vault } = execution.scope
  execution.deps.listen({ kind: 'problem', code, message, vault, epoch, severity })
}
