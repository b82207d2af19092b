import type { StoredModel } from '@tickwise/forecast'
import { formatTime } from '@tickwise/terminal'
import type { TableColumn } from '../../parts/table-layout.ts'
import type { ModelData } from './model-data.ts'

/** A table with its rows. */
export interface ScoreTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
}

/** Scores other than the deciding one, in the order in which they leave when there is no room. */
const others = [
  ['rSquared', 'R²'],
  ['mase', 'MASE'],
  ['coverage80', 'coverage'],
  ['meanSquaredError', 'MSE'],
  ['bias', 'bias'],
] as const

/** What a model is judged by: drift has no QLIKE. */
export function decidingScore({ card }: StoredModel): string {
  return card.target.kind === 'drift' ? 'meanSquaredError' : 'qlike'
}

/** Scores per fold and over all, with the deciding one of every model that was tested on the same folds. */
export function scoreTable({ model, peers }: ModelData): ScoreTable {
  const score = decidingScore(model)
  const title = score === 'qlike' ? 'QLIKE' : 'MSE'
  const all = [model, ...peers]
  const names = all.map((own, i) => (i === 0 ? title : peerName(own, peers)))
  const rest = others.filter(([key]) => key !== score && key in model.card.scores)
  const rowOf = (
    label: readonly [string, string, string],
    values: readonly (number | undefined)[],
    scores: Readonly<Record<string, number>>,
  ): readonly string[] => [
    ...label,
    ...markedBest(values),
    ...rest.map(([key]) => shown(key, scores[key])),
  ]
  return {
    columns: [
      { title: 'fold' },
      { title: 'tested from', leaves: 2 },
      { title: 'rows', align: 'right', leaves: 3 },
      ...names.map((name, i) => ({
        title: name,
        align: 'right' as const,
        ...(i === 0 ? {} : { leaves: 1 }),
      })),
      ...rest.map(([, name], i) => ({ title: name, align: 'right' as const, leaves: 4 + i })),
    ],
    rows: [
      rowOf(
        ['all', '', String(model.card.folds.reduce((sum, { testRows }) => sum + testRows, 0))],
        all.map(({ card }) => card.scores[score]),
        model.card.scores,
      ),
      ...model.card.folds.map(({ testFromEpoch, testRows, scores }, i) =>
        rowOf(
          [
            String(i + 1),
            formatTime(testFromEpoch * model.card.epochSeconds).slice(0, 10),
            String(testRows),
          ],
          all.map(({ card }) => card.folds[i]?.scores[score]),
          scores,
        ),
      ),
    ],
  }
}

/** Peers of one name are told apart by their hash. */
function peerName({ card, hash }: StoredModel, peers: readonly StoredModel[]): string {
  const isAlone = peers.filter((other) => other.card.name === card.name).length === 1
  return isAlone ? card.name : `${card.name} ${hash.slice(2, 6)}`
}

/** Less is better; the least has a star where there are several. */
function markedBest(values: readonly (number | undefined)[]): readonly string[] {
  const least = Math.min(...values.filter((value) => value !== undefined))
  return values.map((value) => {
    const text = value === undefined ? '–' : value.toFixed(4)
    return values.length < 2 ? text : value === least ? `${text} *` : `${text}  `
  })
}

function shown(key: string, value: number | undefined): string {
  if (value === undefined) return '–'
  return key === 'coverage80' ? `${(value * 100).toFixed(1)} %` : value.toFixed(3)
}
