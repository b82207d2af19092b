// One walk-forward: run, scored, made integers and scored again.
import {
  chooseModel,
  evaluate,
  foldFolder,
  namedEntries,
  quantiseWalkForward,
  walkForward,
} from '@tickwise/forecast'

const seed = 1

/**
 * Walks models forward over a series. `rows` may say which epochs count; `entries` stand for names where a
 * model has other settings than it has by name.
 */
export async function runExperiment(experiment, { backend, cache }) {
  const { title, series, target, plan, names, isScored = () => true } = experiment
  const entries = experiment.entries ?? namedEntries(names, { target, plan, backend })
  const began = performance.now()
  let shown = 0
  const result = await walkForward({
    series,
    target,
    plan,
    entries,
    seed,
    store: foldFolder(cache),
    onProgress: async ({ fold, folds, model, done, total, reused }) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (performance.now() - shown < 10_000) return
      shown = performance.now()
      const kept = reused > 0 ? `, ${reused} kept` : ''
      console.error(`${title}: fold ${fold} of ${folds}, ${model} (${done} of ${total}${kept})`)
    },
  })
  const scored = keepRows(result, isScored)
  const integers = quantiseWalkForward(result, series)
  const report = evaluate(scored)
  console.error(`${title}: ${Math.round((performance.now() - began) / 1000)} s`)
  return {
    ...experiment,
    report,
    choice: chooseModel(report),
    againstHour: evaluateAgainstHour(scored),
    quantised: integers.quantised,
    afterwards: evaluate(keepRows(integers.result, isScored)),
  }
}

/**
 * Scores with HAR that knows the hour of the day in the place of HAR: nets know it too, so what they have
 * beyond it is what they have learned. `undefined` where it did not take part.
 */
function evaluateAgainstHour(result) {
  const isThere = result.folds[0]?.models.some(({ name }) => name === 'har-hour')
  if (!isThere) return undefined
  const renamed = (models) =>
    models.flatMap((model) => {
      if (model.name === 'har') return []
      return [model.name === 'har-hour' ? { ...model, name: 'har' } : model]
    })
  return evaluate({
    ...result,
    folds: result.folds.map((fold) => ({ ...fold, models: renamed(fold.models) })),
  })
}

/** Only rows of these epochs; folds without one vanish in the scores. */
function keepRows(result, isScored) {
  const folds = result.folds.map((fold) => {
    const kept = fold.epochs.flatMap((epoch, i) => (isScored(epoch) ? [i] : []))
    const pick = (values) => kept.map((i) => values[i])
    return {
      ...fold,
      epochs: pick(fold.epochs),
      actual: pick(fold.actual),
      models: fold.models.map((model) => ({ ...model, forecasts: pick(model.forecasts) })),
    }
  })
  return { ...result, folds }
}
