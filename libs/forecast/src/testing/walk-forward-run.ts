import type { FoldStore } from '../walk-forward/fold-store.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { FittedModel, Learner } from '../models/model.ts'

/** A store in memory whose texts can be looked at. */
export function createMemoryFoldStore(): FoldStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    get: (key) => Promise.resolve(texts.get(key)),
    put: (key, text) => {
      texts.set(key, text)
      return Promise.resolve()
    },
  }
}

/** A learner that fits nothing and forecasts by a function of the series and the row. */
export function createFixedLearner(
  name: string,
  forecast: (series: EpochSeries, row: number) => number,
  onFit: Learner['fit'] | null = null,
): Learner {
  const model: FittedModel = {
    name,
    parameters: { name },
    predict: (series, rows) => Float64Array.from(rows, (row) => forecast(series, row)),
  }
  return {
    name,
    minimumRows: 1,
    lookbackEpochs: 2,
    fit: (window) => (onFit === null ? model : onFit(window)),
    restore: () => model,
  }
}
