import type { ChartPoint, CommandEvent, EventOf } from '@tickwise/terminal'
import { afterEnd, afterEvent, newJob, type JobState } from './job-state.ts'
import { heldUntil, type RangesHeld } from './ranges-held.ts'
import { figuresOf, type RunFigures } from './run-figures.ts'
import { appended, emptyTail, type Tail } from './tail.ts'
import { extended } from './trace.ts'

/** The last point of a run's curve. Amounts in whole units of the asset. */
export interface LatestPoint {
  readonly timestamp: number
  readonly nav: number
  readonly price: number
  readonly inRange: boolean
  /** So far; absent in streams that do not tell them. */
  readonly fees: number | undefined
  readonly lvr: number | undefined
  /** When it was told, milliseconds since the command began. */
  readonly told: number
}

/** A backtest as its events tell it, in bounded memory: curves are thinned, of actions the last are kept. */
export interface RunState {
  readonly job: JobState
  readonly run: EventOf<'run'> | undefined
  /** When the first point was told, milliseconds since the command began. */
  readonly runBegan: number | undefined
  /** Net asset value in whole units of the asset over unix seconds. */
  readonly nav: readonly ChartPoint[]
  /** Token1 per token0. */
  readonly price: readonly ChartPoint[]
  readonly held: readonly RangesHeld[]
  /** Price of tick 0, token1 per token0 in whole tokens, within a basis point. */
  readonly priceOfTickZero: number | undefined
  readonly firstNav: number | undefined
  readonly latest: LatestPoint | undefined
  readonly actions: Tail<EventOf<'action'>>
  readonly decisions: Tail<EventOf<'decision'>>
  /** Of the actions so far, whole units of the asset. */
  readonly gas: number
  /** When the result is there. */
  readonly figures: RunFigures | undefined
}

const keptActions = 200

/** A run of which nothing is known yet. */
export const newRun: RunState = {
  job: newJob,
  run: undefined,
  runBegan: undefined,
  nav: [],
  price: [],
  held: [],
  priceOfTickZero: undefined,
  firstNav: undefined,
  latest: undefined,
  actions: emptyTail,
  decisions: emptyTail,
  gas: 0,
  figures: undefined,
}

/**
 * The run after one more event. However its events are grouped, and whether they are live or recorded, the
 * same events give the same state.
 */
export function runAfter(before: RunState, event: CommandEvent): RunState {
  const state = { ...before, job: afterEvent(before.job, event) }
  switch (event.type) {
    case 'run':
      // A stream may hold several runs; the last one is shown.
      return { ...newRun, job: state.job, run: event }
    case 'equity':
      return afterPoint(state, event)
    case 'decision':
      return { ...state, decisions: appended(state.decisions, event, keptActions) }
    case 'action':
      return afterAction(state, event)
    case 'result':
      return { ...state, figures: figuresOf(event.data) }
    case 'started':
    case 'progress':
    case 'note':
    case 'warning':
    case 'grid':
    case 'trial':
    case 'error':
      return state
  }
}

/** The run when its stream has ended. */
export function runEnded(state: RunState): RunState {
  return { ...state, job: afterEnd(state.job) }
}

/** Raw units as whole ones, for charts. */
function whole(state: RunState, amount: string): number {
  return Number(amount) / 10 ** (state.run?.asset.decimals ?? 0)
}

function afterPoint(state: RunState, event: EventOf<'equity'>): RunState {
  const { timestamp, price, tick, inRange, ranges, feesSoFar, lvrSoFar } = event
  const nav = whole(state, event.nav)
  return {
    ...state,
    nav: extended(state.nav, { x: timestamp, y: nav }),
    price: extended(state.price, { x: timestamp, y: price }),
    held: heldUntil(state.held, timestamp, ranges),
    priceOfTickZero: state.priceOfTickZero ?? price / 1.0001 ** tick,
    runBegan: state.runBegan ?? event.t,
    firstNav: state.firstNav ?? nav,
    latest: {
      timestamp,
      nav,
      price,
      inRange,
      fees: feesSoFar === undefined ? undefined : whole(state, feesSoFar),
      lvr: lvrSoFar === undefined ? undefined : whole(state, lvrSoFar),
      told: event.t,
    },
  }
}

function afterAction(state: RunState, event: EventOf<'action'>): RunState {
  const { kind, timestamp, ranges } = event
  return {
    ...state,
    actions: appended(state.actions, event, keptActions),
    held: kind === 'rebalance' ? heldUntil(state.held, timestamp, ranges) : state.held,
    gas: state.gas + whole(state, event.gasCost),
  }
}
