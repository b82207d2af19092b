import type { Database } from '../journal/database.ts'
import { liveStates, recentJobs } from '../journal/jobs.ts'
import type { JournalScope } from '../journal/records.ts'
import { revertKey, type DueEntry, type PlanInput, type PlannedEpoch } from '../plan/plan-input.ts'
import type { KeeperSettings } from '../settings.ts'
import { obstacleOf, type ChainView } from '../view/chain-view.ts'
import type { EpochBook } from './epoch-book.ts'

/** What the planner is given: chain, journal and clock as plain data. */
export function planInputOf(
  parts: {
    readonly database: Database
    readonly scope: JournalScope
    readonly book: EpochBook
    readonly settings: KeeperSettings
    readonly epochSeconds: number
    readonly hindrance: { readonly epoch: number; readonly reason: string } | undefined
  },
  view: ChainView,
  due: readonly DueEntry[],
  now: number,
): PlanInput {
  const { database, scope, book, settings, epochSeconds, hindrance } = parts
  const current = Math.floor(now / epochSeconds)
  const jobs = recentJobs(database, scope, current - settings.lookbackEpochs)
  const reverts = new Map<string, number>()
  for (const { kind, epoch, reverts: count } of jobs) {
    const key = revertKey(kind, epoch)
    reverts.set(key, (reverts.get(key) ?? 0) + count)
  }
  return {
    now,
    settings,
    epochSeconds,
    terms: view.terms,
    headTime: view.head.timestamp,
    latestEpoch: view.latestEpoch,
    account: view.account,
    obstacle: obstacleOf(view, settings),
    hindrance: hindrance?.epoch === current ? hindrance.reason : undefined,
    jobs: jobs
      .filter(({ state }) => liveStates.includes(state))
      .map((job) => ({ ...job, mined: job.state === 'mined' })),
    epochs: plannedEpochs(book, view, current),
    reverts,
    due,
  }
}

function plannedEpochs(
  book: EpochBook,
  { account }: ChainView,
  current: number,
): ReadonlyMap<number, PlannedEpoch> {
  return new Map(
    [current, account.epoch].flatMap((epoch) => {
      const known = book.read(epoch)
      if (known === undefined) return []
      const { state, decided } = known
      return [[epoch, decided === undefined ? { state } : { state, trade: decided.output.trade }]]
    }),
  )
}
