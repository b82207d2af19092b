// What a run's files hold: the one place that says it. `record.ts` has the types of it, so that lists need
// not load zod.
import type {
  BacktestResult,
  JsonReady,
  Metrics,
  ReturnBlocks,
  RunInputs,
} from '@tickwise/backtest'
import { z } from 'zod'
import { RECORD_SCHEMA } from './record.ts'

/** An object of the engine's own, of which a reader checks what it relies on; the rest is as it was written. */
function partly<Whole>(shape: z.ZodRawShape) {
  const checked = z.looseObject(shape)
  return z.custom<Whole>((value) => checked.safeParse(value).success)
}

const fileRecord = z.object({ bytes: z.number().int(), sha256: z.string() }).readonly()
const numbers = z.array(z.number())

export const runFileSchema = z
  .object({
    schema: z.literal(RECORD_SCHEMA),
    runId: z.string(),
    parts: z.enum(['full', 'metrics']),
    /** The command that makes such a run. */
    command: z.string(),
    /** What the id is the hash of; bigints as decimal strings. */
    inputs: partly<JsonReady<RunInputs>>({
      engine: z.string(),
      datasetRoot: z.string(),
      strategy: z.string(),
    }),
    strategy: partly<BacktestResult['strategy']>({
      name: z.string(),
      title: z.string(),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
    dataset: partly<BacktestResult['dataset']>({
      root: z.string(),
      simulated: z.boolean(),
      symbol0: z.string(),
      symbol1: z.string(),
      fee: z.number(),
    }),
    /** Hashes of the models that answered, in the order they first did; empty without forecasts. */
    modelHashes: z.array(z.string()).readonly(),
    /** Such as `simulated`, `forecasts`. */
    labels: z.array(z.string()).readonly(),
    /** SHA-256 of the canonical JSON of the whole result, kept parts or not. */
    resultDigest: z.string(),
    /** Every other file of the folder but `made.json`, by name. */
    files: z.record(z.string(), fileRecord).readonly(),
  })
  .readonly()

export const metricsFileSchema = z
  .object({
    runId: z.string(),
    from: z.number(),
    to: z.number(),
    epochSeconds: z.number(),
    assetSymbol: z.string(),
    assetDecimals: z.number(),
    navStart: z.string(),
    navEnd: z.string(),
    metrics: partly<Metrics>({ intervalSeconds: z.number(), totalReturn: z.number().nullable() }),
    attribution: partly<BacktestResult['attribution']>({}),
    benchmarks: z
      .array(z.object({ name: z.string(), totalReturn: z.number() }).readonly())
      .readonly(),
    decisions: z.number(),
    actions: z.number(),
    warnings: z.number(),
    /** Returns as sums per stretch, for the statistics of a search; absent where there are too few. */
    returnBlocks: partly<ReturnBlocks>({
      intervalSeconds: z.number(),
      counts: numbers,
      sums: numbers,
      squares: numbers,
    }).optional(),
  })
  .readonly()

export const madeFileSchema = z
  .object({
    /** ISO 8601, UTC. */
    madeAt: z.string(),
    /** Wall seconds of the run itself. */
    seconds: z.number(),
    /** As a person would type it, without the program's name. */
    arguments: z.array(z.string()).readonly(),
    /** The dataset's folder as it was shown to the user. */
    datasetPath: z.string(),
    /** The strategy's file, where it is not built in. */
    strategyFile: z.string().exactOptional(),
    node: z.string(),
  })
  .readonly()
