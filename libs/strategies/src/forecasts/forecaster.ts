import type { ForecastSource, ForecastValue } from '@tickwise/forecast'
import {
  lastWholeEpoch,
  type ForecastAnswer,
  type Forecaster,
  type ForecastRequest,
} from './forecast.ts'

/**
 * A forecaster that asks sources: a request goes to the first source of its target, epoch and horizon that
 * bears the model's name or id, or to the first at all when it names none.
 *
 * Where a source has no answer for the last whole epoch (a hole in the data), the youngest older answer whose
 * horizon is not over stands in; its `madeAtEpoch` says so.
 *
 * @example
 * forecasterOf([rollingSource({ … }), modelFileSource({ … })])
 */
export function forecasterOf(sources: readonly ForecastSource[]): Forecaster {
  const sourceFor = (request: ForecastRequest) => sources.find((source) => fits(source, request))
  return {
    name: sources.map(({ name, target }) => `${name} (${target})`).join(', '),
    id: sources.map(idOf).join(','),
    answer: (view, request) => {
      const source = sourceFor(request)
      return source && youngestAnswer(source, lastWholeEpoch(view.timestamp, source.epochSeconds))
    },
    readyFrom: (request) => {
      const source = sourceFor(request)
      return source && (source.firstEpoch + 1) * source.epochSeconds
    },
  }
}

function idOf({ name, id, target, epochSeconds, horizonEpochs }: ForecastSource): string {
  return `${target}/${epochSeconds}/${horizonEpochs}/${name}/${id}`
}

function fits(source: ForecastSource, request: ForecastRequest): boolean {
  return (
    source.target === request.target &&
    source.epochSeconds === request.epochSeconds &&
    source.horizonEpochs === request.horizonEpochs &&
    (request.model === undefined || request.model === source.name || request.model === source.id)
  )
}

function youngestAnswer(source: ForecastSource, last: number): ForecastAnswer | undefined {
  const oldest = Math.max(source.firstEpoch, last - source.horizonEpochs + 1)
  for (let epoch = last; epoch >= oldest; epoch--) {
    const value = source.answerAt(epoch)
    if (value !== undefined) return answerOf(source, value, epoch)
  }
  return undefined
}

function answerOf(source: ForecastSource, value: ForecastValue, epoch: number): ForecastAnswer {
  const { valueX16, levelX32, model, modelHash, skill } = value
  return {
    valueX16,
    ...levelOf(source, levelX32),
    model,
    modelHash,
    skill,
    madeAtEpoch: epoch,
    validUntilEpoch: epoch + source.horizonEpochs,
  }
}

function levelOf(
  { target }: ForecastSource,
  levelX32: bigint | undefined,
): Pick<ForecastAnswer, 'varianceX32' | 'feeGrowthX128'> {
  if (levelX32 === undefined || target === 'drift') return {}
  return target === 'log-variance' ? { varianceX32: levelX32 } : { feeGrowthX128: levelX32 >> 32n }
}
