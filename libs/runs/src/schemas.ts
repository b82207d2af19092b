// What a reader of a run's files relies on. Apart from the types, so that lists need not load zod.
import { z } from 'zod'
import { RECORD_SCHEMA } from './record.ts'

const fileRecord = z.object({ bytes: z.number().int(), sha256: z.string() })

/** The parts of `run.json` that a reader relies on; the rest is as it was written. */
export const runFileSchema = z.looseObject({
  schema: z.literal(RECORD_SCHEMA),
  runId: z.string(),
  parts: z.enum(['full', 'metrics']),
  command: z.string(),
  inputs: z.looseObject({ engine: z.string(), datasetRoot: z.string(), strategy: z.string() }),
  strategy: z.looseObject({
    name: z.string(),
    title: z.string(),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  dataset: z.looseObject({
    root: z.string(),
    simulated: z.boolean(),
    symbol0: z.string(),
    symbol1: z.string(),
    fee: z.number(),
  }),
  modelHashes: z.array(z.string()),
  labels: z.array(z.string()),
  resultDigest: z.string(),
  files: z.record(z.string(), fileRecord),
})

/** The parts of `metrics.json` that a reader relies on. */
export const metricsFileSchema = z.looseObject({
  runId: z.string(),
  from: z.number(),
  to: z.number(),
  navStart: z.string(),
  navEnd: z.string(),
  assetSymbol: z.string(),
  assetDecimals: z.number(),
  metrics: z.record(z.string(), z.number().nullable()),
})

/** The parts of `made.json` that a reader relies on. */
export const madeFileSchema = z.looseObject({
  madeAt: z.string(),
  seconds: z.number(),
  arguments: z.array(z.string()),
  datasetPath: z.string(),
  node: z.string(),
})
