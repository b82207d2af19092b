import type { Action, RevealWindow } from './actions.ts'
import { revertKey, type PlanInput } from './plan-input.ts'
import { uselessJobs } from './useless-jobs.ts'

/**
 * What is to be done now: first the live commitment, which costs if it is missed, then the epoch that has
 * begun, then the past. Pure; at most one live job per kind and epoch, no commitment outside its window, no
 * reveal before its time, whatever chain and journal say.
 *
 * @example
 * plan(input) // [{ kind: 'commit', epoch: 472223, … }]
 */
export function plan(input: PlanInput): readonly Action[] {
  const dropped = uselessJobs(input)
  const gone = new Set(dropped.map(({ job }) => job))
  const kept = { ...input, jobs: input.jobs.filter(({ id }) => !gone.has(id)) }
  const now = kept.account.live ? planCommitted(kept) : planEpoch(kept)
  const past = kept.settings.mode === 'shadow' ? [] : planPast(kept)
  return [...dropped, ...now, ...past]
}

function planCommitted(input: PlanInput): readonly Action[] {
  const { account, now, settings, epochs } = input
  const { epoch, deadline, validAfter } = account
  if (settings.mode === 'shadow') return planEpoch(input)
  if (now > deadline) {
    if (isUnderWay(input, 'expire', epoch)) return [wait(now, 'the expiry to be mined')]
    return [{ kind: 'expire', epoch }]
  }
  const trade = epochs.get(epoch)?.trade
  if (trade === undefined) return [{ kind: 'find', epoch }]
  const earliest = validAfter + settings.marginSeconds
  const reverts = input.reverts.get(revertKey('reveal', epoch)) ?? 0
  // One that reverted may have come too early: the clock may lie before the chain's.
  if ((reverts > 0 ? Math.min(now, input.headTime) : now) < earliest)
    return [wait(earliest, 'the first second of the reveal')]
  if (isUnderWay(input, 'reveal', epoch)) return [wait(now, 'the reveal to be mined')]
  const withholdAt =
    deadline - Math.min(settings.withholdBeforeSeconds, (deadline - validAfter) >> 1)
  // Whatever reverted so often is refused by something that simulation does not see.
  const execute = trade && now < withholdAt && reverts < settings.maxReverts
  return [{ kind: 'reveal', epoch, execute, withholdAt, usefulUntil: deadline }]
}

function planEpoch(input: PlanInput): readonly Action[] {
  const { now, epochSeconds, settings, account, epochs } = input
  const epoch = Math.floor(now / epochSeconds)
  const begun = epoch * epochSeconds
  const next = begun + epochSeconds + settings.confirmationSeconds
  const known = epochs.get(epoch)
  if (account.epoch >= epoch) return [wait(next, 'the next epoch')]
  if (known !== undefined && ended.has(known.state)) return [wait(next, 'the next epoch')]
  const due = begun + settings.confirmationSeconds
  if (now < due) return [wait(due, 'the epoch before to be final')]
  if (settings.mode === 'shadow' && known?.trade !== undefined)
    return [wait(next, 'the next epoch')]
  if (isUnderWay(input, 'commit', epoch)) return [wait(now, 'the commitment to be mined')]
  const late = begun + Math.floor((epochSeconds * settings.commitWithinBps) / 10_000)
  if (now > late) {
    return [{ kind: 'skip', epoch, state: 'skipped', reason: tooLate(input, epoch, now - late) }]
  }
  return prepareCommit(input, epoch, late)
}

const ended: ReadonlySet<string> = new Set(['skipped', 'failed', 'expired', 'executed', 'scored'])

function tooLate({ obstacle, hindrance }: PlanInput, epoch: number, seconds: number): string {
  if (obstacle !== undefined) return obstacle
  const late = `${seconds} s too late for a decision about epoch ${epoch}`
  return hindrance === undefined ? late : `${late}; before that: ${hindrance}`
}

function prepareCommit(input: PlanInput, epoch: number, late: number): readonly Action[] {
  const { now, settings, latestEpoch, epochs, obstacle, account } = input
  if (latestEpoch < epoch - 1) {
    // A shadow sends nothing: it decides when somebody else has had the epoch recorded.
    if (settings.mode === 'shadow') return [wait(now, 'the record of the epoch before')]
    if (isUnderWay(input, 'poke', epoch)) return [wait(now, 'the record of the epoch before')]
    if (tooManyReverts(input, 'poke', epoch)) return [giveUp(epoch, 'the oracle refuses to record')]
    return [{ kind: 'poke', epoch }]
  }
  if (epochs.get(epoch)?.trade === undefined) return [{ kind: 'decide', epoch }]
  if (settings.mode === 'shadow') return [wait(now, 'the next epoch')]
  if (obstacle !== undefined) return [wait(late, obstacle)]
  if (tooManyReverts(input, 'commit', epoch)) return [giveUp(epoch, 'commitments revert')]
  return [{ kind: 'commit', epoch, nonce: account.nextNonce, ...windowOf(input, epoch) }]
}

/** Seconds in which a commitment must find its block when the delay leaves no more. */
const inclusionSeconds = 24
/** Blocks may bear an earlier time than the clock shows. */
const blockLagSeconds = 15

/**
 * The window of a commitment that is sent now. Terms bound it from the block that the commitment lands in,
 * which comes after the head: the deadline must fit if it is the very next one, the first second if it comes
 * late. A clock may lie behind the chain's, and then the head counts; one that lies before it looks like a
 * chain that stands still, so after a commitment that reverted the head alone counts, and blocks get more time.
 */
function windowOf(
  { now, headTime, settings, terms, epochSeconds, reverts }: PlanInput,
  epoch: number,
): { readonly window: RevealWindow; readonly usefulUntil: number; readonly byChain: boolean } {
  const { minDelaySeconds, revealWindowSeconds } = terms
  const reverted = reverts.get(revertKey('commit', epoch)) ?? 0
  const byChain = reverted > 0
  const sentAt = byChain ? headTime : Math.max(now, headTime)
  const least = Math.max(settings.delaySeconds, minDelaySeconds + inclusionSeconds)
  const wanted = least + reverted * inclusionSeconds
  const validAfter = sentAt + Math.min(wanted, minDelaySeconds + (revealWindowSeconds >> 1))
  const landsAt = byChain ? headTime : Math.max(headTime, now - blockLagSeconds)
  const deadline = landsAt + minDelaySeconds + revealWindowSeconds
  // By the clock, as whoever drops it knows the time.
  const lastSecond = validAfter - sentAt + now - minDelaySeconds
  const usefulUntil = Math.min(lastSecond, (epoch + 1) * epochSeconds - 1)
  return { window: { validAfter, deadline }, usefulUntil, byChain }
}

/** Most jobs about the past in one tick: what is due now comes first. */
const mostAtOnce = 3

function planPast(input: PlanInput): readonly Action[] {
  return input.due
    .filter(({ kind, epoch, inferenceId }) => {
      const sent = input.jobs.some((job) => job.kind === kind && job.subject === inferenceId)
      return !sent && !tooManyReverts(input, kind, epoch)
    })
    .slice(0, mostAtOnce)
    .map(({ kind, epoch, inferenceId }) => ({ kind, epoch, inferenceId }))
}

function isUnderWay(input: PlanInput, kind: string, epoch: number): boolean {
  return input.jobs.some((job) => job.kind === kind && job.epoch === epoch)
}

function tooManyReverts(
  { reverts, settings }: PlanInput,
  kind: Parameters<typeof revertKey>[0],
  epoch: number,
): boolean {
  return (reverts.get(revertKey(kind, epoch)) ?? 0) >= settings.maxReverts
}

function giveUp(epoch: number, reason: string): Action {
  return { kind: 'skip', epoch, state: 'failed', reason }
}

function wait(until: number, reason: string): Action {
  return { kind: 'wait', until, reason }
}
