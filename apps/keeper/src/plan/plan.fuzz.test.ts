import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action } from './actions.ts'
import { plan } from './plan.ts'
import { revertKey, type PlanInput, type PlannedJob } from './plan-input.ts'

const epochSeconds = 3_600
const base = 472_000

const kinds = ['poke', 'commit', 'reveal', 'expire', 'score', 'finalise'] as const
const states = [
  'idle',
  'poked',
  'inferred',
  'committed',
  'revealable',
  'executed',
  'scored',
  'skipped',
  'expired',
  'failed',
] as const

const epoch = fc.integer({ min: base - 3, max: base + 3 })
const second = fc.integer({ min: (base - 3) * epochSeconds, max: (base + 4) * epochSeconds })
const id = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const

const job: fc.Arbitrary<PlannedJob> = fc.record({
  id: fc.nat(1_000),
  kind: fc.constantFrom(...kinds),
  epoch,
  subject: fc.constantFrom('', id(1), id(2)),
  usefulUntil: second,
  mined: fc.boolean(),
})

const anyInput: fc.Arbitrary<PlanInput> = fc
  .record({
    now: second,
    behind: fc.integer({ min: -15, max: 600 }),
    mode: fc.constantFrom('live', 'dry-run', 'shadow'),
    confirmationSeconds: fc.integer({ min: 0, max: 300 }),
    delaySeconds: fc.integer({ min: 0, max: 900 }),
    commitWithinBps: fc.integer({ min: 100, max: 10_000 }),
    withholdBeforeSeconds: fc.integer({ min: 0, max: 1_000 }),
    marginSeconds: fc.integer({ min: 0, max: 30 }),
    minDelaySeconds: fc.integer({ min: 12, max: 600 }),
    revealWindowSeconds: fc.integer({ min: 60, max: 1_800 }),
    latestEpoch: epoch,
    live: fc.boolean(),
    committed: epoch,
    validAfter: second,
    window: fc.integer({ min: 1, max: 3_600 }),
    obstacle: fc.option(fc.constant('no bond'), { nil: undefined }),
    jobs: fc.uniqueArray(job, { maxLength: 6, selector: ({ id: n }) => n }),
    epochs: fc.array(
      fc.tuple(
        epoch,
        fc.record(
          { state: fc.constantFrom(...states), trade: fc.boolean() },
          { requiredKeys: ['state'] },
        ),
      ),
      { maxLength: 6 },
    ),
    reverts: fc.array(fc.tuple(fc.constantFrom(...kinds), epoch, fc.nat(4)), { maxLength: 4 }),
    due: fc.uniqueArray(
      fc.record({ epoch, kind: fc.constantFrom('score' as const, 'finalise' as const) }),
      { maxLength: 4, selector: ({ epoch: e }) => e },
    ),
  })
  .map((given) => ({
    now: given.now,
    headTime: given.now - given.behind,
    settings: {
      mode: given.mode,
      confirmationSeconds: given.confirmationSeconds,
      delaySeconds: given.delaySeconds,
      commitWithinBps: given.commitWithinBps,
      withholdBeforeSeconds: given.withholdBeforeSeconds,
      marginSeconds: given.marginSeconds,
      maxReverts: 3,
      confirmations: 2,
    },
    epochSeconds,
    terms: given,
    latestEpoch: given.latestEpoch,
    account: {
      live: given.live,
      epoch: given.committed,
      validAfter: given.validAfter,
      deadline: given.validAfter + given.window,
      nextNonce: 3n,
    },
    obstacle: given.obstacle,
    hindrance: undefined,
    jobs: given.jobs,
    epochs: new Map(given.epochs),
    reverts: new Map(given.reverts.map(([kind, e, n]) => [`${kind}/${e}`, n])),
    due: given.due.map((entry) => ({ ...entry, inferenceId: id(entry.epoch) })),
  }))

/** Every plan of every input, with what was planned of a kind. */
function always(check: (input: PlanInput, actions: readonly Action[]) => void): void {
  fc.assert(
    fc.property(anyInput, (input) => check(input, plan(input))),
    { numRuns: 3_000 },
  )
}

function ofKind<Kind extends Action['kind']>(actions: readonly Action[], kind: Kind) {
  return actions.filter((action): action is Extract<Action, { kind: Kind }> => action.kind === kind)
}

it('there is at most one live intent per kind and epoch', () => {
  always(({ jobs }, actions) => {
    const dropped = new Set(ofKind(actions, 'drop').map(({ job: dead }) => dead))
    const live = jobs.filter(({ id: n }) => !dropped.has(n))
    const sends = actions.filter(({ kind }) => kinds.some((known) => known === kind))
    const keys = sends.map((action) =>
      JSON.stringify([
        action.kind,
        'epoch' in action && action.epoch,
        'inferenceId' in action && action.inferenceId,
      ]),
    )
    expect(new Set(keys).size).toBe(keys.length)
    for (const action of sends) {
      const same = live.filter(
        (known) =>
          known.kind === action.kind &&
          ('inferenceId' in action
            ? known.subject === action.inferenceId
            : 'epoch' in action && known.epoch === action.epoch),
      )
      expect(same).toEqual([])
    }
  })
})

it('nothing is committed to outside the first part of its own epoch, nor beside another commitment', () => {
  always(({ now, settings, account, obstacle, terms, headTime, reverts }, actions) => {
    for (const commit of ofKind(actions, 'commit')) {
      const begun = commit.epoch * epochSeconds
      expect(account.live).toBe(false)
      expect(obstacle).toBeUndefined()
      expect(commit.epoch).toBeGreaterThan(account.epoch)
      expect(now).toBeGreaterThanOrEqual(begun + settings.confirmationSeconds)
      expect(now).toBeLessThanOrEqual(begun + (epochSeconds * settings.commitWithinBps) / 10_000)
      const { validAfter, deadline } = commit.window
      const careful = (reverts.get(revertKey('commit', commit.epoch)) ?? 0) > 0
      const earliest = careful ? headTime : Math.max(now, headTime)
      // Some time for the block to come, whatever the clock shows, and never a window that is over at once.
      expect(validAfter).toBeGreaterThan(earliest + terms.minDelaySeconds)
      expect(deadline).toBeGreaterThan(validAfter)
      const landsAt = careful ? headTime : Math.max(headTime, now - 15)
      const latest = landsAt + terms.minDelaySeconds + terms.revealWindowSeconds
      expect(deadline).toBeLessThanOrEqual(latest)
    }
  })
})

it('nothing is revealed before its time, after its deadline, or with a trade that was not decided', () => {
  always(({ now, headTime, account, epochs, settings, reverts }, actions) => {
    for (const reveal of ofKind(actions, 'reveal')) {
      expect(account.live).toBe(true)
      expect(reveal.epoch).toBe(account.epoch)
      const time = reverts.get(revertKey('reveal', reveal.epoch)) ? Math.min(now, headTime) : now
      expect(time).toBeGreaterThanOrEqual(account.validAfter + settings.marginSeconds)
      expect(now).toBeLessThanOrEqual(account.deadline)
      if (!reveal.execute) continue
      expect(epochs.get(reveal.epoch)?.trade).toBe(true)
      expect(now).toBeLessThan(account.deadline)
    }
    for (const { epoch: expired } of ofKind(actions, 'expire')) {
      expect(account.live && now > account.deadline && expired === account.epoch).toBe(true)
    }
  })
})

it('a shadow never sends, and a live commitment is never left to its fate', () => {
  always((input, actions) => {
    if (input.settings.mode === 'shadow') {
      expect(actions.filter(({ kind }) => kinds.some((known) => known === kind))).toEqual([])
      return
    }
    if (!input.account.live) return
    const dealt = ['reveal', 'expire', 'find', 'wait'].some((kind) =>
      actions.some((action) => action.kind === kind),
    )
    expect(dealt).toBe(true)
  })
})

describe('a clock that is not the chain’s', () => {
  const input = (now: number, headTime: number, reverted = 0): PlanInput => ({
    now,
    headTime,
    settings: {
      mode: 'live',
      confirmationSeconds: 60,
      delaySeconds: 60,
      commitWithinBps: 5_000,
      withholdBeforeSeconds: 120,
      marginSeconds: 2,
      maxReverts: 3,
      confirmations: 2,
    },
    epochSeconds,
    terms: { minDelaySeconds: 30, revealWindowSeconds: 600 },
    latestEpoch: base - 1,
    account: { live: false, epoch: base - 1, validAfter: 0, deadline: 0, nextNonce: 3n },
    obstacle: undefined,
    hindrance: undefined,
    jobs: [],
    epochs: new Map([[base, { state: 'inferred', trade: true }]]),
    reverts: new Map([
      [revertKey('commit', base), reverted],
      [revertKey('reveal', base), reverted],
    ]),
    due: [],
  })
  const head = base * epochSeconds + 100
  /** Seconds after the head at which a block takes the commitment: `CommitmentChecks` and `_checkWindow`. */
  const takenAt = (given: PlanInput) => {
    const [commit] = ofKind(plan(given), 'commit')
    if (commit === undefined) throw new TypeError('nothing is committed')
    const { validAfter, deadline } = commit.window
    return { from: deadline - 630 - head, to: validAfter - 30 - head }
  }

  it('behind it: a commitment fits the next blocks all the same', () => {
    expect(takenAt(input(head - 25, head))).toEqual({ from: 0, to: 30 })
    expect(takenAt(input(head, head))).toEqual({ from: 0, to: 30 })
  })

  it('before it: what reverted once is sent again by the time of the chain', () => {
    expect(takenAt(input(head + 100, head))).toEqual({ from: 85, to: 130 })
    expect(takenAt(input(head + 100, head, 1))).toEqual({ from: 0, to: 54 })
  })

  it('blocks that come slowly get more time after each commitment that came too late', () => {
    expect([0, 1, 2].map((n) => takenAt(input(head, head, n)).to)).toEqual([30, 54, 78])
  })

  it('before it: a reveal that came too early waits for the chain', () => {
    const account = { live: true, epoch: base, validAfter: head + 40, deadline: head + 600 }
    const early = { ...input(head + 100, head), account: { ...account, nextNonce: 4n } }
    expect(ofKind(plan(early), 'reveal')).toHaveLength(1)
    const again = { ...early, reverts: input(0, 0, 1).reverts }
    expect(ofKind(plan(again), 'reveal')).toEqual([])
    expect(ofKind(plan({ ...again, headTime: head + 42 }), 'reveal')).toHaveLength(1)
  })
})
