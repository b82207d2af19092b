import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import { featureKinds } from '../oracle/feature-spec.ts'
import { forecastTargets } from '../qmlp/model-file.ts'
import type { DenseForm, DenseLayer } from './dense-form.ts'
import type { GruForm, GruGate } from './gru-form.ts'

// The parameters of a net as canonical JSON values, there and back: every float64 survives exactly, because
// ECMAScript prints the shortest digits that read back as the same number.

const FORMAT = 'tickwise-net/1'

const numbers = z.array(z.number()).transform((values) => Float64Array.from(values))
const layerSchema = z.object({
  inputs: z.int().positive(),
  outputs: z.int().positive(),
  weights: numbers,
  biases: numbers,
})
const gateSchema = z.object({ input: numbers, recurrent: numbers, biases: numbers })
const shared = {
  format: z.literal(FORMAT),
  name: z.string().min(1),
  target: z.object({ kind: z.enum(forecastTargets), horizonEpochs: z.int().positive() }),
  features: z.array(z.object({ kind: z.enum(featureKinds), window: z.int().min(0).max(1000) })),
  inputMeans: numbers,
  inputScales: numbers,
  outputMean: z.number(),
  outputScale: z.number(),
}
const netSchema = z.discriminatedUnion('form', [
  z.object({ ...shared, form: z.literal('dense'), layers: z.array(layerSchema).min(1) }),
  z.object({
    ...shared,
    form: z.literal('gru'),
    steps: z.int().positive(),
    units: z.int().positive(),
    update: gateSchema,
    reset: gateSchema,
    candidate: gateSchema,
    head: layerSchema,
  }),
])

/** A net that was read back from its parameters. */
export type StoredNet =
  | { readonly form: 'dense'; readonly name: string; readonly net: DenseForm }
  | { readonly form: 'gru'; readonly name: string; readonly net: GruForm }

/** Everything that the forecasts of a feed-forward net depend on. */
export function denseParameters(name: string, form: DenseForm): Record<string, unknown> {
  return { ...sharedParameters(name, form), form: 'dense', layers: form.layers.map(layerValues) }
}

/** Everything that the forecasts of a recurrent net depend on. */
export function gruParameters(name: string, form: GruForm): Record<string, unknown> {
  return {
    ...sharedParameters(name, form),
    form: 'gru',
    steps: form.steps,
    units: form.units,
    update: gateValues(form.update),
    reset: gateValues(form.reset),
    candidate: gateValues(form.candidate),
    head: layerValues(form.head),
  }
}

/**
 * Reads the parameters of a net.
 *
 * @throws UserError E_FORECAST_PARAMETERS when they are not those of a net, or sizes do not fit together
 */
export function readNetParameters(parameters: unknown): StoredNet {
  const parsed = netSchema.safeParse(parameters)
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error))
  const stored = parsed.data
  const width = stored.features.length
  if (stored.inputMeans.length !== width || stored.inputScales.length !== width)
    throw unreadable('the constants do not fit the features')
  switch (stored.form) {
    case 'dense':
      assertChain(stored.layers, width)
      return { form: 'dense', name: stored.name, net: stored }
    case 'gru':
      for (const gate of [stored.update, stored.reset, stored.candidate])
        assertGate(gate, stored.units, width)
      assertChain([stored.head], stored.units)
      return { form: 'gru', name: stored.name, net: stored }
  }
}

function sharedParameters(name: string, form: DenseForm | GruForm): Record<string, unknown> {
  return {
    format: FORMAT,
    name,
    target: { kind: form.target.kind, horizonEpochs: form.target.horizonEpochs },
    features: form.features.map(({ kind, window }) => ({ kind, window })),
    inputMeans: [...form.inputMeans],
    inputScales: [...form.inputScales],
    outputMean: form.outputMean,
    outputScale: form.outputScale,
  }
}

function layerValues({ inputs, outputs, weights, biases }: DenseLayer): Record<string, unknown> {
  return { inputs, outputs, weights: [...weights], biases: [...biases] }
}

function gateValues({ input, recurrent, biases }: GruGate): Record<string, unknown> {
  return { input: [...input], recurrent: [...recurrent], biases: [...biases] }
}

function assertChain(layers: readonly DenseLayer[], inputs: number): void {
  let width = inputs
  for (const layer of layers) {
    const isWhole =
      layer.inputs === width &&
      layer.weights.length === layer.inputs * layer.outputs &&
      layer.biases.length === layer.outputs
    if (!isWhole) throw unreadable('a layer does not fit the one before it')
    width = layer.outputs
  }
  if (width !== 1) throw unreadable('the last layer has more than one output')
}

function assertGate({ input, recurrent, biases }: GruGate, units: number, width: number): void {
  if (input.length !== units * width || recurrent.length !== units ** 2 || biases.length !== units)
    throw unreadable('a gate does not fit the sizes of the net')
}

function unreadable(what: string): UserError {
  return new UserError('E_FORECAST_PARAMETERS', `these are not the parameters of a net: ${what}`, {
    hint: 'use the weights of a model that was stored by this version',
  })
}
