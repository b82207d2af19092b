import type { BacktestResult } from '@tickwise/backtest'
import type { ForecastScores, Provenance } from '../document/provenance.ts'
import type { Block, Section } from '../document/report-document.ts'
import { counted, formatShare, formatSignificant } from '../format/number.ts'
import { formatMoment } from '../format/time.ts'

type Forecasts = NonNullable<BacktestResult['forecasts']>
type Use = Forecasts['requests'][number]

/** What came of the forecasts, and how good their models were on data that they had not seen. */
export function forecastSection(
  { forecasts }: BacktestResult,
  { forecasts: scores = [] }: Provenance,
): Section | undefined {
  if (forecasts === undefined) return undefined
  const { forecaster, requests } = forecasts
  return {
    id: 'forecasts',
    title: 'Forecasts',
    blocks: [
      {
        kind: 'text',
        text:
          forecaster === undefined
            ? 'The strategy asks for forecasts and nobody made any: it decided by its built-in rule.'
            : `${forecaster.name} forecast for the strategy.`,
      },
      { kind: 'table', table: useTable(requests) },
      ...(scores.length > 0
        ? scores.flatMap(scoreBlocks)
        : forecaster === undefined
          ? []
          : [
              {
                kind: 'text' as const,
                text: 'How good these forecasts are on data that their models had not seen is not recorded with this run; `tickwise walkforward` and the card of a stored model tell it.',
              },
            ]),
    ],
  }
}

function useTable(requests: readonly Use[]) {
  return {
    caption: 'Forecasts that the strategy asked for',
    columns: [
      { title: 'what' },
      { title: 'decisions', align: 'right' as const },
      { title: 'answered', align: 'right' as const },
      { title: 'by a proven model', align: 'right' as const },
      { title: 'models' },
    ],
    rows: requests.map(({ request, asked, answered, proven, models }) => [
      `${request.target}, ${counted(request.horizonEpochs, 'epoch')} of ${request.epochSeconds} s ahead`,
      String(asked),
      asked === 0 ? '0' : `${answered} (${formatShare(answered / asked, 0)})`,
      answered === 0 ? '0' : `${proven} (${formatShare(proven / answered, 0)})`,
      models.length > 3
        ? `${counted(models.length, 'fit')}, the first ${models[0]?.model ?? ''}`
        : models.map(({ model, modelHash }) => `${model} ${modelHash.slice(0, 10)}…`).join(', ') ||
          'none',
    ]),
  }
}

/** Scores of a model's card as people call them. */
const scoreNames: Readonly<Record<string, string>> = {
  qlike: 'QLIKE',
  mase: 'MASE',
  rSquared: 'R²',
  meanSquaredError: 'mean squared error',
  meanAbsoluteError: 'mean absolute error',
}

function scoreBlocks(scores: ForecastScores): readonly Block[] {
  return [
    {
      kind: 'table',
      table: {
        caption: `${scores.model}: scores on data that it had not seen`,
        columns: [{ title: `${scores.model}, out of sample` }, { title: 'score', align: 'right' }],
        rows: Object.entries(scores.scores).map(([name, value]) => [
          scoreNames[name] ?? name,
          formatSignificant(value, 4),
        ]),
      },
    },
    {
      kind: 'text',
      text: `${scores.comparison} It forecasts ${scores.target} and was trained on data up to ${formatMoment(scores.trainedUntil)} UTC; its hash is ${scores.modelHash}.`,
    },
  ]
}
