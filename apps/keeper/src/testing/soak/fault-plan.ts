import { seededRandom } from '@tickwise/amm'
import { killPoints } from '../kill-points.ts'
import { troubleNames, type Trouble } from '../troubles.ts'

/** Seconds of an epoch, the first one included, the last one not. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What an epoch has to suffer; times are seconds of the epoch. */
export interface EpochPlan {
  /** Names for the table, none for a quiet epoch. */
  readonly faults: readonly string[]
  readonly endpoints: readonly (Span & { readonly endpoint: number; readonly trouble: Trouble })[]
  /** Looks after which what waits for a block is thrown away. */
  readonly drops: number
  readonly baseFee?: Span & { readonly gwei: number }
  readonly reorgs: readonly { readonly at: number; readonly depth: number }[]
  /** The process dies here, and another goes on, with the journal or without. */
  readonly kill?: { readonly point: string; readonly store: 'kept' | 'lost' }
  /** Nobody looks. */
  readonly asleep?: Span
  /** How far the clock is off. */
  readonly skew?: Span & { readonly seconds: number }
  /** The price is moved by so many ticks before the reveal and back after its deadline. */
  readonly shockTicks?: number
  /** The account is empty. */
  readonly poor?: Span
}

/** An epoch without a fault. */
export const quiet: EpochPlan = { faults: [], endpoints: [], drops: 0, reorgs: [] }

type Draw = (most: number) => number
type Fault = (draw: Draw, mayLose: boolean) => Partial<EpochPlan> & { readonly name: string }

/** Everything of an epoch in which a keeper acts. */
const whole: Span = { from: 0, to: 2_600 }

const spanIn = (draw: Draw): Span => {
  const from = draw(200)
  return { from, to: from + 30 + draw(300) }
}
const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T

/** Lies that two endpoints could share, and be believed: these stand for one of three alone. */
const alone: readonly Trouble[] = ['is on another fork', 'tells of another account']

const faults: readonly (readonly [weight: number, fault: Fault])[] = [
  [
    14,
    (draw) => {
      const trouble = pick(draw, troubleNames)
      const span = draw(2) === 0 ? whole : spanIn(draw)
      const endpoints = [{ ...span, endpoint: draw(3), trouble }]
      return { name: `one endpoint ${trouble}`, endpoints }
    },
  ],
  [
    5,
    (draw) => {
      const trouble = pick(
        draw,
        troubleNames.filter((one) => !alone.includes(one)),
      )
      const first = draw(3)
      const span = spanIn(draw)
      const endpoints = [first, (first + 1) % 3].map((endpoint) => ({ ...span, endpoint, trouble }))
      return { name: `two endpoints of three: ${trouble}`, endpoints }
    },
  ],
  [
    4,
    (draw) => {
      const trouble = pick(draw, ['limits the rate', 'fails', 'cuts connections'] as const)
      const span = { from: draw(300), to: 0 }
      const to = span.from + pick(draw, [60, 200, 900, 2_200])
      return {
        name: 'every endpoint is down',
        endpoints: [0, 1, 2].map((endpoint) => ({ ...span, to, endpoint, trouble })),
      }
    },
  ],
  [
    2,
    (draw) => ({
      name: 'every endpoint loses logs',
      endpoints: [0, 1, 2].map((endpoint) => ({
        ...spanIn(draw),
        endpoint,
        trouble: 'returns empty logs' as const,
      })),
    }),
  ],
  [
    3,
    (draw) => ({
      name: 'every endpoint contradicts the others',
      endpoints: [0, 1, 2].map((endpoint) => ({
        from: 0,
        to: 60 + draw(200),
        endpoint,
        trouble: 'is on another fork' as const,
      })),
    }),
  ],
  [9, (draw) => ({ name: 'transactions are dropped', drops: 1 + draw(4) })],
  [
    7,
    (draw) => {
      const gwei = pick(draw, [50, 50, 120, 300])
      return { name: `base fee at ${gwei} gwei`, baseFee: { ...spanIn(draw), gwei } }
    },
  ],
  [
    14,
    (draw) => {
      const depth = 1 + draw(3)
      return { name: `reorganisation of depth ${depth}`, reorgs: [{ at: 61 + draw(180), depth }] }
    },
  ],
  [
    2,
    (draw) => ({
      name: 'several reorganisations',
      reorgs: [70, 100, 140, 170].map((at) => ({ at: at + draw(20), depth: 1 + draw(3) })),
    }),
  ],
  [
    10,
    (draw, mayLose) => {
      const point = pick(draw, killPoints)
      const store = mayLose && draw(2) === 0 ? 'lost' : 'kept'
      const missed = point.startsWith('expire') ? { asleep: { from: 110, to: 760 } } : {}
      return { name: `kill -9, journal ${store}`, kill: { point, store }, ...missed }
    },
  ],
  [4, () => ({ name: 'asleep over the window', asleep: { from: 110, to: 760 } })],
  [
    3,
    (draw) => ({
      name: 'asleep when the epoch begins',
      asleep: { from: 0, to: pick(draw, [400, 1_200, 2_000]) },
    }),
  ],
  [2, () => ({ name: 'asleep for the whole epoch', asleep: { from: 0, to: 3_600 } })],
  [
    6,
    (draw) => {
      const seconds = pick(draw, [-90, -40, -20, -8, 8, 20, 45, 100, 400])
      return { name: `clock off by ${seconds} s`, skew: { ...spanIn(draw), seconds } }
    },
  ],
  [6, (draw) => ({ name: 'price jump before the reveal', shockTicks: draw(2) === 0 ? 250 : -250 })],
  [
    3,
    (draw) => ({ name: 'the account is empty', poor: { from: 0, to: pick(draw, [300, 2_600]) } }),
  ],
]

const total = faults.reduce((sum, [weight]) => sum + weight, 0)

/**
 * What an epoch of a run has to suffer, by the run's seed and the epoch's number in it alone: a fifth of all
 * are quiet, a fifth have two faults at once.
 *
 * @param mayLose whether a journal may be lost
 */
export function planOf(seed: number, index: number, mayLose: boolean): EpochPlan {
  const next = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
  const draw: Draw = (most) => Math.floor(next() * most)
  const dice = draw(10)
  const count = dice < 2 ? 0 : dice < 8 ? 1 : 2
  let plan = quiet
  for (let i = 0; i < count; i++) plan = joined(plan, drawFault(draw)(draw, mayLose))
  return plan
}

function drawFault(draw: Draw): Fault {
  let left = draw(total)
  for (const [weight, fault] of faults) {
    if (left < weight) return fault
    left -= weight
  }
  throw new RangeError('weights do not add up')
}

function joined(
  plan: EpochPlan,
  { name, ...more }: Partial<EpochPlan> & { readonly name: string },
): EpochPlan {
  return {
    ...plan,
    ...more,
    faults: [...plan.faults, name],
    endpoints: [...plan.endpoints, ...(more.endpoints ?? [])],
    reorgs: [...plan.reorgs, ...(more.reorgs ?? [])],
    drops: Math.max(plan.drops, more.drops ?? 0),
  }
}

/** Whether a second lies in a span. */
export function within(span: Span | undefined, second: number): boolean {
  return span !== undefined && second >= span.from && second < span.to
}
