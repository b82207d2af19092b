// The events of a running command. The types are for everyone; the schema itself loads zod, so it is
// imported only where a recorded stream is read.
import { z } from 'zod'
import { EVENTS_SCHEMA } from './version.ts'

/** Milliseconds since the command began. */
const t = z.number().nonnegative()
const unixSeconds = z.number()
/** Raw units as a decimal string. */
const amount = z.string().regex(/^-?\d+$/)
const range = z.tuple([z.number(), z.number()]).readonly()
const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly()

const started = z.object({
  type: z.literal('started'),
  t,
  schema: z.literal(EVENTS_SCHEMA),
  /** Such as `backtest` or `data fetch`. */
  command: z.string(),
  arguments: z.array(z.string()).readonly(),
  /** ISO 8601, UTC. */
  at: z.string(),
})

const progress = z.object({
  type: z.literal('progress'),
  t,
  phase: z.string(),
  done: z.number(),
  /** Absent where the end is not known. */
  total: z.number().optional(),
  /** Per second, since the phase began. */
  rate: z.number().optional(),
  secondsLeft: z.number().optional(),
  /** What is at work just now. */
  detail: z.string().optional(),
})

const note = z.object({ type: z.literal('note'), t, text: z.string() })
const warning = z.object({ type: z.literal('warning'), t, text: z.string() })

/** A run has its name, before it is computed. */
const run = z.object({
  type: z.literal('run'),
  t,
  runId: z.string(),
  strategy: z.string(),
  parameters,
  /** From and to of the run. */
  from: unixSeconds,
  to: unixSeconds,
  /** What amounts are counted in. */
  asset: z.object({ symbol: z.string(), decimals: z.number() }),
  /** Fee in hundredths of a basis point, as the pool has it. */
  pool: z.object({ symbol0: z.string(), symbol1: z.string(), fee: z.number() }),
  simulated: z.boolean(),
})

/** A point of the equity curve of the run at work: thinned, lowest and highest are kept. */
const equity = z.object({
  type: z.literal('equity'),
  t,
  timestamp: unixSeconds,
  /** Raw units of the asset. */
  nav: amount,
  /** Token1 per token0 in whole tokens. */
  price: z.number(),
  tick: z.number(),
  inRange: z.boolean(),
  ranges: z.array(range).readonly(),
  /** Fees earned and loss versus rebalancing since the start, raw units of the asset. */
  feesSoFar: amount.optional(),
  lvrSoFar: amount.optional(),
})

/** What a strategy decided to do; decisions to hold are only counted, in the result. */
const decision = z.object({
  type: z.literal('decision'),
  t,
  decidedAt: unixSeconds,
  reason: z.string(),
  ranges: z.array(range).readonly(),
})

/** What was done, failed and cost its gas, or was refused by the vault's own guards. */
const action = z.object({
  type: z.literal('action'),
  t,
  kind: z.enum(['rebalance', 'failed', 'refused']),
  decidedAt: unixSeconds,
  timestamp: unixSeconds,
  reason: z.string(),
  price: z.number(),
  ranges: z.array(range).readonly(),
  /** Raw units of the asset. */
  gasCost: amount,
})

/** What a sweep goes over, before its first run; the last axis changes fastest. */
const grid = z.object({
  type: z.literal('grid'),
  t,
  strategy: z.string(),
  axes: z
    .array(
      z.object({
        name: z.string(),
        values: z.array(z.union([z.string(), z.number(), z.boolean()])).readonly(),
      }),
    )
    .readonly(),
  /** The figure that the sweep is about, and which of two values of it is better. */
  metric: z.string(),
  better: z.enum(['higher', 'lower']),
})

/** One run of a sweep has ended. */
const trial = z.object({
  type: z.literal('trial'),
  t,
  /** Its place in the grid, from 0. */
  index: z.number(),
  parameters,
  outcome: z.enum(['done', 'recorded', 'failed']),
  runId: z.string().optional(),
  /** The figure that the sweep is about, and all others. */
  value: z.number().nullable().optional(),
  metrics: z.record(z.string(), z.number().nullable()).readonly().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})

/** The last event of a command that came to its end; `data` is what `--json` prints. */
const result = z.object({
  type: z.literal('result'),
  t,
  exitCode: z.number(),
  data: z.unknown(),
})

/** The last event of a command that failed. */
const error = z.object({
  type: z.literal('error'),
  t,
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    facts: z.record(z.string(), z.string()).readonly().optional(),
    causes: z.array(z.string()).readonly().optional(),
    exitCode: z.number(),
  }),
})

/** One line of a stream of events. */
export const eventSchema = z.discriminatedUnion('type', [
  started,
  progress,
  note,
  warning,
  run,
  equity,
  decision,
  action,
  grid,
  trial,
  result,
  error,
])

/** An event of a running command. */
export type CommandEvent = z.output<typeof eventSchema>

/** Kinds of events. */
export type EventType = CommandEvent['type']

/** An event of one kind. */
export type EventOf<Type extends EventType> = Extract<CommandEvent, { readonly type: Type }>

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 't'> : never

/** An event before the stream gives it its time. */
export type EventBody = WithoutTime<CommandEvent>
