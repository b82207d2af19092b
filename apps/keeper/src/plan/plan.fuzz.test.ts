import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Action } from './actions.ts'
import { plan } from './plan.ts'
import type { PlanInput, PlannedJob } from './plan-input.ts'

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
  always(({ now, settings, account, obstacle, terms, headTime }, actions) => {
    for (const commit of ofKind(actions, 'commit')) {
      const begun = commit.epoch * epochSeconds
      expect(account.live).toBe(false)
      expect(obstacle).toBeUndefined()
      expect(commit.epoch).toBeGreaterThan(account.epoch)
      expect(now).toBeGreaterThanOrEqual(begun + settings.confirmationSeconds)
      expect(now).toBeLessThanOrEqual(begun + (epochSeconds * settings.commitWithinBps) / 10_000)
      const { validAfter, deadline } = commit.window
      expect(validAfter).toBeGreaterThanOrEqual(now + terms.minDelaySeconds)
      expect(deadline).toBeGreaterThan(validAfter)
      const latest =
        Math.max(headTime, now - 15) + terms.minDelaySeconds + terms.revealWindowSeconds
      expect(deadline).toBeLessThanOrEqual(latest)
    }
  })
})

it('nothing is revealed before its time, after its deadline, or with a trade that was not decided', () => {
  always(({ now, account, epochs, settings }, actions) => {
    for (const reveal of ofKind(actions, 'reveal')) {
      expect(account.live).toBe(true)
      expect(reveal.epoch).toBe(account.epoch)
      expect(now).toBeGreaterThanOrEqual(account.validAfter + settings.marginSeconds)
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
