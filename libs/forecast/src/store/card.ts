import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import { benchmarkOf } from '../models/built-in-learners.ts'
import { backendNames } from '../nets/backend/backend.ts'
import { featureKinds } from '../oracle/feature-spec.ts'
import { forecastTargets } from '../qmlp/model-file.ts'

/** Version of the card's meaning. */
export const cardFormat = 'tickwise-model/1'

/** Weights as integers that the chain can re-run, or as the canonical JSON of a model's parameters. */
export const weightsFormats = ['qmlp/1', 'parameters/1'] as const

/** One of {@link weightsFormats}. */
export type WeightsFormat = (typeof weightsFormats)[number]

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
const text = z.string().min(1).max(2000)
const count = z.int().min(0)
const scores = z.record(text, z.number())

const comparisonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('is-benchmark') }),
  z.strictObject({
    kind: z.literal('tested'),
    benchmark: text,
    loss: text,
    meanDifference: z.number(),
    pValue: z.number().min(0).max(1),
  }),
  z.strictObject({ kind: z.literal('untested'), reason: text }),
])

const foldSchema = z.strictObject({
  trainFromEpoch: count,
  trainToEpoch: count,
  testFromEpoch: count,
  testToEpoch: count,
  testRows: count,
  scores,
})

const backendSchema = z.strictObject({
  name: z.enum(backendNames),
  version: text,
  tried: z.array(z.strictObject({ name: z.enum(backendNames), reason: text })),
})

/** What {@link ModelCard} is checked by. */
export const cardSchema = z.strictObject({
  format: z.literal(cardFormat),
  modelHash: hash,
  weights: z.enum(weightsFormats),
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  target: z.strictObject({ kind: z.enum(forecastTargets), horizonEpochs: z.int().positive() }),
  epochSeconds: z.int().positive(),
  cellsPerEpoch: z.int().positive(),
  market: z.strictObject({
    source: z.enum(['events', 'candles']),
    chainId: z.int().positive().optional(),
    pool: z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)]).optional(),
    title: text.optional(),
  }),
  dataRoots: z.array(text).min(1),
  features: z.array(
    z.strictObject({ kind: z.enum(featureKinds), window: z.int().min(0).max(1000) }),
  ),
  attestedOnly: z.boolean(),
  training: z.strictObject({
    seed: z.int(),
    rows: count,
    settings: z.record(text, z.json()),
    backend: backendSchema.nullable(),
  }),
  folds: z.array(foldSchema),
  scores,
  comparison: comparisonSchema,
  quantisation: z.strictObject({ before: scores, after: scores }).nullable(),
  parent: hash.nullable(),
  command: text,
  versions: z.strictObject({ node: text, packages: z.record(text, text) }),
})

/**
 * What there is to know of a model, kept beside its weights: where it comes from, how it was trained and how
 * good it was on data that it had not seen. It holds no time of day, so the same training gives the same bytes;
 * who made it when is in the history.
 *
 * - `dataRoots`, `market`: the datasets that it was trained on, and the pool
 * - `attestedOnly`: it cannot be re-run on chain
 * - `folds`, `scores`: scores by name of each walk-forward fold, and of all test rows together, of the
 *   weights that are stored
 * - `comparison`: Diebold–Mariano against the model to beat; `meanDifference` is the mean loss minus that of
 *   the benchmark, negative when the model is better; `pValue` two-sided
 * - `quantisation`: the same scores before and after, for `qmlp/1`
 * - `parent`: hash of the model that it replaces or was made from
 * - `command`: what was typed to make it
 */
export type ModelCard = z.infer<typeof cardSchema>

/** A card before the store knows its weights. */
export type CardContent = Omit<ModelCard, 'format' | 'modelHash' | 'weights'>

/** How sure a model must be to be better than the benchmark before it is used. */
export const significanceLevel = 0.05

/**
 * Whether a model may be used without force: it is the benchmark of its target, or was better than it out of
 * sample with a p-value below {@link significanceLevel}.
 *
 * @example
 * hasEarnedItsPlace(card) // false: HAR is used instead
 */
export function hasEarnedItsPlace({ comparison, name, target }: ModelCard): boolean {
  switch (comparison.kind) {
    case 'is-benchmark':
      return name === benchmarkOf(target)
    case 'tested':
      return (
        comparison.benchmark === benchmarkOf(target) &&
        comparison.meanDifference < 0 &&
        comparison.pValue < significanceLevel
      )
    case 'untested':
      return false
  }
}

/**
 * Checks a card.
 *
 * @throws UserError E_MODEL_CARD that names what is wrong
 *
 * @example
 * parseCard(JSON.parse(await readFile('models/0x…/card.json', 'utf8')))
 */
export function parseCard(value: unknown): ModelCard {
  const parsed = cardSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UserError(
    'E_MODEL_CARD',
    `this is not a model card: ${z.prettifyError(parsed.error)}`,
    {
      hint: 'the model was stored by another version, or its card was made by hand',
      cause: parsed.error,
    },
  )
}
