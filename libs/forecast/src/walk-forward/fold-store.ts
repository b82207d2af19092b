import { canonicalJson } from '@tickwise/amm'
import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { z } from 'zod'
import { seriesDigest } from '../series/series-digest.ts'
import { sliceSeries } from '../series/slice-series.ts'
import type { WalkForwardContext } from './fit-pieces.ts'
import { embargoOf } from './plan.ts'
import type { Fold } from './plan.ts'
import type { FoldResult, WalkForwardEntry } from './run-fold.ts'

/** Where finished folds are kept: texts by name. The caller decides where they lie. */
export interface FoldStore {
  /** The text under a name, if there is one. */
  get(key: string): Promise<string | undefined>
  put(key: string, text: string): Promise<void>
}

const numbers = z.array(z.number())
const schedule = z.object({ windowEpochs: z.number(), refitEpochs: z.number() })
const foldSchema = z.object({
  index: z.number(),
  trainFromEpoch: z.number(),
  validationFromEpoch: z.number(),
  testFromEpoch: z.number(),
  epochs: numbers,
  actual: numbers,
  naiveScale: z.number(),
  models: z.array(
    z.object({
      name: z.string(),
      schedule,
      tried: z.array(schedule.extend({ loss: z.number().nullable() })),
      pieces: z.array(
        z.object({
          validFromEpoch: z.number(),
          trainedToEpoch: z.number(),
          levelOffset: z.number(),
          parameters: z.record(z.string(), z.unknown()),
        }),
      ),
      forecasts: numbers,
    }),
  ),
})

/**
 * Name of a fold's result: SHA-256 of everything that decides it, the data by their digest. What lies outside
 * the fold does not count, so a longer series finds its older folds again.
 *
 * @example
 * foldKey(context, fold, entries) // 64 hex digits
 */
export function foldKey(
  context: WalkForwardContext,
  fold: Fold,
  entries: readonly WalkForwardEntry[],
): string {
  const { series, target, plan, lookbackEpochs, seed } = context
  const from = fold.trainFrom + 1 - lookbackEpochs
  const data = sliceSeries(series, from, fold.testTo + target.horizonEpochs)
  return digest({
    format: 'tickwise-fold/1',
    data: seriesDigest(data),
    target: { kind: target.kind, horizonEpochs: target.horizonEpochs },
    blocks: [fold.validationFrom, fold.testFrom, fold.testTo].map(
      (entry) => entry - fold.trainFrom,
    ),
    index: fold.index,
    testEpochs: plan.testEpochs,
    embargoEpochs: embargoOf(plan, target),
    lookbackEpochs,
    seed,
    learners: entries.map(({ learner, search }) => ({
      name: learner.name,
      minimumRows: learner.minimumRows,
      lookbackEpochs: learner.lookbackEpochs,
      settings: learner.settings ?? {},
      search: search ?? null,
    })),
  })
}

/**
 * A fold's result as text: its digest, then canonical JSON.
 *
 * @example
 * await store.put(key, encodeFold(result))
 */
export function encodeFold(result: FoldResult): string {
  return `${digest(result)}\n${canonicalJson(result)}\n`
}

/**
 * The result that a text holds; `undefined` when it is broken or of another format, so that the fold is
 * computed again.
 *
 * @example
 * const result = decodeFold(await store.get(key))
 */
export function decodeFold(text: string | undefined): FoldResult | undefined {
  const [head, body] = text?.split('\n') ?? []
  if (head === undefined || body === undefined || head !== digestOfText(body)) return undefined
  const parsed = foldSchema.safeParse(JSON.parse(body))
  return parsed.success ? parsed.data : undefined
}

function digest(value: unknown): string {
  return digestOfText(canonicalJson(value))
}

function digestOfText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
