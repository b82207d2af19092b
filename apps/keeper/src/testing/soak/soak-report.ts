import type { Accounts } from './account-for.ts'
import type { EpochNote } from './live-soak-epoch.ts'
import type { SoakMeasure } from './orders.ts'
import { trendOf, type Trend } from './statistics.ts'

/** A measurement of the long-lived process at the end of an epoch. */
export interface EpochMeasure extends SoakMeasure {
  readonly epoch: number
}

/** What a run came to, as plain data. */
export interface SoakReport {
  readonly seed: number
  readonly epochs: number
  readonly seconds: number
  readonly looks: number
  readonly faults: Readonly<Record<string, number>>
  readonly quiet: number
  readonly outcomes: Readonly<Record<string, number>>
  /** Outcomes by fault; an epoch with two counts for both. */
  readonly byFault: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly reasons: Readonly<Record<string, number>>
  readonly problems: Readonly<Record<string, number>>
  readonly killed: number
  readonly alerts: number
  readonly transactions: number
  readonly scored: number
  readonly heap: Trend
  readonly rss: Trend
  readonly fds: Trend
  readonly journalBytes: number
  readonly journalEvents: number
  readonly violations: readonly string[]
}

/** Growth of the heap, bytes per epoch, from which it is a leak: certain, and 4 MiB in a thousand epochs. */
const leakBytes = 4_096

/** Epochs after which histories are full and code is compiled. */
const warmUp = 150
/** Fewer measurements than these say nothing about growth. */
const fewest = 200

/** Adds a run up. */
export function soakReport(run: {
  readonly seed: number
  readonly seconds: number
  readonly notes: readonly EpochNote[]
  readonly measures: readonly EpochMeasure[]
  readonly accounts: Accounts
}): SoakReport {
  const { seed, seconds, notes, measures, accounts } = run
  const outcomes = new Counts()
  const reasons = new Counts()
  const problems = new Counts()
  const faults = new Counts()
  const byFault = new Map<string, Counts>()
  for (const { epoch, faults: suffered, problems: codes } of notes) {
    const outcome = accounts.outcomes.get(epoch)
    const kind = outcome?.kind ?? 'unaccounted'
    outcomes.add(kind)
    if (outcome !== undefined && 'reason' in outcome) {
      reasons.add(`${kind}: ${outcome.reason.replace(/\d+/g, 'N')}`)
    }
    for (const [code, count] of Object.entries(codes)) problems.add(code, count)
    for (const fault of suffered.length === 0 ? ['none'] : suffered) {
      if (fault !== 'none') faults.add(fault)
      const counts = byFault.get(fault) ?? new Counts()
      byFault.set(fault, counts)
      counts.add(kind)
    }
  }
  const warm = measures.slice(Math.min(warmUp, measures.length >> 1))
  const heap = trendOf(warm.map(({ heapBytes }) => heapBytes))
  const violations = [...accounts.violations]
  if (warm.length >= fewest && heap.slope - heap.margin > leakBytes)
    violations.push('the heap grows')
  for (const { integrity, epoch } of measures) {
    if (integrity !== undefined && integrity !== 'ok')
      violations.push(`the journal was not whole in epoch ${epoch}: ${integrity}`)
  }
  const fds = trendOf(measures.map((one) => one.fds))
  if (fds.last > fds.first + 10) violations.push('file descriptors grow')
  return {
    seed,
    epochs: notes.length,
    seconds,
    looks: notes.reduce((sum, { looks }) => sum + looks, 0),
    faults: faults.sorted(),
    quiet: notes.filter((note) => note.faults.length === 0).length,
    outcomes: outcomes.sorted(),
    byFault: Object.fromEntries([...byFault].map(([fault, counts]) => [fault, counts.sorted()])),
    reasons: reasons.sorted(),
    problems: problems.sorted(),
    killed: notes.filter(({ died }) => died).length,
    alerts: notes.reduce((sum, { told }) => sum + told.length, 0),
    transactions: accounts.transactions,
    scored: accounts.scored,
    heap,
    rss: trendOf(warm.map(({ rssBytes }) => rssBytes)),
    fds,
    journalBytes: measures.at(-1)?.journalBytes ?? 0,
    journalEvents: accounts.journal.events,
    violations,
  }
}

class Counts {
  readonly #counts = new Map<string, number>()

  add(key: string, count = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  /** Most first. */
  sorted(): Readonly<Record<string, number>> {
    const rows = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    return Object.fromEntries(rows)
  }
}

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(2)

/** A report for people, in Markdown. */
export function soakText(report: SoakReport): string {
  const { heap, rss, fds, outcomes, byFault, reasons, problems, violations } = report
  const kinds = Object.keys(outcomes)
  const rows = Object.entries(byFault)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([fault, counts]) => {
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      return `| ${fault} | ${[total, ...kinds.map((kind) => counts[kind] ?? 0)].join(' | ')} |`
    })
  const trend = (name: string, { slope, margin, first, last }: Trend) =>
    `| ${name} | ${mib(first)} | ${mib(last)} | ${slope.toFixed(0)} ± ${margin.toFixed(0)} |`
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([key, count]) => `- ${key}: ${count}`)
  return [
    `${report.epochs} epochs, seed ${report.seed}, ${report.seconds.toFixed(0)} s, ${report.looks} looks, ` +
      `${report.transactions} transactions of jobs, ${report.killed} kills, ${report.scored} scores, ${report.alerts} alerts`,
    '',
    `| fault | epochs | ${kinds.join(' | ')} |`,
    `| --- | ${['---:', ...kinds.map(() => '---:')].join(' | ')} |`,
    ...rows,
    `| all | ${[report.epochs, ...kinds.map((kind) => outcomes[kind] ?? 0)].join(' | ')} |`,
    '',
    '| memory | first hundred, MiB | last hundred, MiB | bytes per epoch, 95 % |',
    '| --- | ---: | ---: | ---: |',
    trend('heap after collection', heap),
    trend('resident', rss),
    '',
    `file descriptors ${fds.first.toFixed(1)} → ${fds.last.toFixed(1)}; journal ${mib(report.journalBytes)} MiB, ${report.journalEvents} lines`,
    '',
    'Epochs without a commitment, by reason:',
    ...list(reasons),
    '',
    'Problems told:',
    ...list(problems),
    '',
    violations.length === 0 ? 'Nothing is violated.' : 'Violated:',
    ...violations.map((text) => `- ${text}`),
    '',
  ].join('\n')
}
