import { InvariantError, RetryableError, TickwiseError } from '@tickwise/amm'
import { RpcFailure } from '@tickwise/market'
import { translateError } from '@tickwise/protocol'
import type { BlockHeader } from './chain/keeper-rpc.ts'
import type { DecisionSources } from './epoch/decide-epoch.ts'
import { readDueEntries } from './epoch/due-entries.ts'
import { openEpochBook, type EpochBook } from './epoch/epoch-book.ts'
import { findEntries } from './epoch/find-entries.ts'
import { planInputOf } from './epoch/plan-input-of.ts'
import { recallSpending } from './epoch/recall-spending.ts'
import { reconcile } from './epoch/reconcile.ts'
import { carryOut, type Performer } from './execute/carry-out.ts'
import type { Execution } from './execute/execution.ts'
import { healNonces, type NonceWatch } from './execute/heal-nonces.ts'
import { pushJobs } from './execute/push-jobs.ts'
import { settleJobs } from './execute/settle-jobs.ts'
import type { Lease } from './journal/lease.ts'
import type { JournalScope } from './journal/records.ts'
import type { KeeperDeps, TickOutcome } from './keeper.ts'
import type { Action } from './plan/actions.ts'
import { plan } from './plan/plan.ts'
import { readChainView, type ChainView } from './view/chain-view.ts'
import { createMarketHistory } from './view/market-history.ts'
import { readVaultFacts } from './view/vault-facts.ts'

/** Plans in one tick: each decision or finding makes the next. */
const mostRounds = 6

/** What lives as long as a keeper: what it knows of the vault, and its book. */
export interface KeeperCore {
  readonly sources: DecisionSources
  readonly scope: JournalScope
  readonly book: EpochBook
  readonly watch: NonceWatch
  /** What last kept it from acting upon an epoch: an epoch that is skipped for it says so. */
  hindrance: Hindrance | undefined
}

/** What kept a keeper from acting upon an epoch. */
export interface Hindrance {
  readonly epoch: number
  /** A sentence, or a code and a sentence. */
  readonly reason: string
}

/** What one look at the chain found and did. */
export interface Look {
  readonly view: ChainView
  readonly outcome: TickOutcome
}

/**
 * Compares settings and chain and opens the book; a journal without a past gets it from the chain.
 *
 * @throws UserError, RetryableError as `readVaultFacts`
 */
export async function openCore(deps: KeeperDeps, scope: JournalScope): Promise<KeeperCore> {
  const { rpc, settings, journal, clock, listen } = deps
  const head = await rpc.observeHead()
  const facts = await readVaultFacts(rpc, settings)
  const history = createMarketHistory(rpc, facts)
  const book = openEpochBook(journal.database, scope, () => clock.now(), listen)
  const sentinel = deps.sentinel === undefined ? {} : { sentinel: deps.sentinel }
  const sources = { rpc, facts, settings, history, ...sentinel }
  if (book.last(1).length === 0) {
    const since = clock.now() - settings.lookbackEpochs * facts.epochSeconds
    const entries = await findEntries(rpc, settings, scope.keeper, head, since)
    await recallSpending(sources, journal.database, scope, head)
    for (const { epoch, inferenceId, outcome } of entries) {
      book.move(epoch, 'executed', outcome, { inferenceId })
    }
  }
  return { sources, scope, book, watch: { unknownSince: undefined }, hindrance: undefined }
}

/**
 * Looks at the head and does what is to be done.
 *
 * @throws RetryableError for what time may mend
 */
export async function lookAndAct(deps: KeeperDeps, core: KeeperCore, lease: Lease): Promise<Look> {
  const { rpc, settings, listen, clock } = deps
  const { sources, scope, book } = core
  const head = await rpc.observeHead()
  const now = clock.now()
  tellHead(deps, head, now)
  const view = await readChainView(rpc, settings, scope.keeper, sources.facts, head)
  listen({ kind: 'balance', wei: view.balanceWei })
  const { nonces, balanceWei } = view
  const execution: Execution = { deps, scope, lease, head, now, nonces, balanceWei }
  await settleJobs(execution)
  const { epochSeconds } = sources.facts
  const { hindrance } = core
  await reconcile({ rpc, settings, view, book, now, epochSeconds, listen, hindrance })
  if (await healNonces(execution, core.watch)) {
    const reason = 'waits for transactions of the account that it does not know'
    return { view, outcome: { result: 'waited', reason } }
  }
  const outcome = await act(core, { execution, sources, book, view })
  return { view, outcome }
}

function tellHead({ listen, settings }: KeeperDeps, head: BlockHeader, now: number): void {
  const lagSeconds = Math.max(0, now - head.timestamp)
  listen({ kind: 'head', blockNumber: head.number, timestamp: head.timestamp, lagSeconds })
  if (lagSeconds <= settings.maxHeadAgeSeconds) return
  throw new RetryableError('E_HEAD_OLD', `the newest block is ${lagSeconds} s old`, {
    hint: 'the chain stands still, the endpoints lag, or the clock is fast',
    facts: { block: head.number, lagSeconds },
  })
}

async function act(core: KeeperCore, performer: Performer): Promise<TickOutcome> {
  const { sources, scope, book } = core
  const { execution, view } = performer
  const { settings, facts, rpc } = sources
  const { database } = execution.deps.journal
  const due =
    settings.mode === 'shadow'
      ? []
      : await readDueEntries(rpc, settings, facts, view, book, execution.deps.listen)
  const parts = { database, scope, book, settings, epochSeconds: facts.epochSeconds }
  let acted = false
  const finished = new Set<string>()
  for (let round = 0; round < mostRounds; round++) {
    const { hindrance } = core
    const actions = plan(planInputOf({ ...parts, hindrance }, view, due, execution.now))
    if (round === 0) acted = await push(execution, actions)
    const { learnt, reasons, sent } = await carryOutAll(core, performer, actions, finished)
    acted ||= sent
    if (!learnt) return outcomeOf(actions, reasons, acted)
  }
  throw new InvariantError('E_KEEPER_PLAN', `a plan came to no end in ${mostRounds} rounds`)
}

function push(execution: Execution, actions: readonly Action[]): Promise<boolean> {
  const dropped = actions.flatMap((action) => (action.kind === 'drop' ? [action.job] : []))
  return pushJobs(execution, new Set(dropped))
}

/** Carries out what was not tried in this tick already. */
async function carryOutAll(
  core: KeeperCore,
  performer: Performer,
  actions: readonly Action[],
  finished: Set<string>,
): Promise<{
  readonly learnt: boolean
  readonly sent: boolean
  readonly reasons: readonly string[]
}> {
  const reasons: string[] = []
  let sent = false
  for (const action of actions) {
    const key = `${action.kind} ${'epoch' in action ? action.epoch : ''} ${'inferenceId' in action ? action.inferenceId : ''}`
    if (finished.has(key)) continue
    const { result, reason } = await carryOut(performer, action)
    finished.add(key)
    reasons.push(reason)
    sent ||= result === 'sent'
    const leadsToCommit = action.kind === 'poke' || action.kind === 'commit'
    if (leadsToCommit && result === 'nothing') core.hindrance = { epoch: action.epoch, reason }
    if (result === 'learnt') return { learnt: true, sent, reasons }
  }
  return { learnt: false, sent, reasons }
}

function outcomeOf(
  actions: readonly Action[],
  reasons: readonly string[],
  acted: boolean,
): TickOutcome {
  const waits = actions.flatMap((action) => (action.kind === 'wait' ? [action.until] : []))
  const nextAt = waits.length > 0 ? { nextAt: Math.min(...waits) } : {}
  return { result: acted ? 'acted' : 'waited', reason: reasons.join('; '), ...nextAt }
}

/** Any error as one of ours, for people. */
export function knownError(error: unknown): TickwiseError {
  if (error instanceof RpcFailure) {
    return new RetryableError('E_RPC', `no endpoint gave an answer: ${error.message}`, {
      hint: 'it is tried again at the next tick',
      cause: error,
    })
  }
  return error instanceof TickwiseError ? error : translateError(error)
}
