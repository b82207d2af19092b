import {
  cellSecondsOf,
  epochsNeeded,
  features,
  forecastLevel,
  infer,
  recordsFromIntegral,
  type ForecastSkill,
  type ModelFile,
} from '@tickwise/forecast'
import {
  forecasterOf,
  lastWholeEpoch,
  type Forecaster,
  type MarketView,
} from '@tickwise/strategies'
import type { Hex } from 'viem'

/** An integer model, as a strategy may ask for it. */
export interface NamedModel {
  readonly name: string
  /** keccak256 of its canonical bytes. */
  readonly hash: Hex
  readonly file: ModelFile
  readonly skill: ForecastSkill
}

/**
 * A model asked about the market of the view, not about the recorded one: where the vault's own liquidity and swaps
 * move the price, an oracle on chain records the moved one.
 *
 * @example
 * runBacktest(market, strategy, params, settings, { forecaster: () => viewForecaster(model) })
 */
export function viewForecaster(model: NamedModel): Forecaster {
  const { file, name, hash } = model
  const needed = epochsNeeded(file.features)
  const oneOf = (view: MarketView): Forecaster => {
    const last = lastWholeEpoch(view.timestamp, file.epochSeconds)
    return forecasterOf([
      {
        name,
        id: hash,
        target: file.target,
        epochSeconds: file.epochSeconds,
        horizonEpochs: file.horizonEpochs,
        firstEpoch: last,
        answerAt: () => answerAt(model, view, last, needed),
      },
    ])
  }
  return {
    name: `${name}, asked about the market with the vault in it`,
    id: `view/${hash}`,
    answer: (view, request) => oneOf(view).answer(view, request),
  }
}

function answerAt(
  { file, name, hash, skill }: NamedModel,
  view: MarketView,
  last: number,
  needed: number,
) {
  const from = (last - needed + 1) * file.epochSeconds - cellSecondsOf(file)
  if (from < view.historyStart) return undefined
  const known = { from, to: (last + 1) * file.epochSeconds }
  const records = recordsFromIntegral((time) => view.tickCumulativeAt(time), known, file)
  const series = { ...records, source: { kind: 'events', root: 'view' } } as const
  const valueX16 = infer(file, features(file.features, series, records.length - 1))
  const level = forecastLevel(file.target, valueX16, file.output.levelOffset)
  return { valueX16, ...level, model: name, modelHash: hash, skill }
}
