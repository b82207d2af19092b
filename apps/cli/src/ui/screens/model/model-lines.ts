import { lineChart } from '@tickwise/terminal'
import type { UiLook } from '../../look.ts'
import { factLines, type Fact } from '../../parts/facts.tsx'
import { fitRows } from '../../parts/chart.tsx'
import { titleLine } from '../../parts/panel.tsx'
import { tableLines } from '../../parts/table.tsx'
import type { Size } from '../../shell/size.ts'
import { wrapText } from '../../text/cut.ts'
import { beside } from '../live/beside.ts'
import { calibrationLines } from './calibration-lines.ts'
import type { ModelData } from './model-data.ts'
import { decidingScore, scoreTable } from './score-table.ts'

/** What of a model is shown large. */
export const modelParts = ['scores', 'calibration', 'card'] as const
export type ModelPart = (typeof modelParts)[number]

const wide = 110
const tall = 14

/** A model on a screen of any size: whether it may be used, and why. */
export function modelLines(
  data: ModelData,
  part: ModelPart,
  top: number,
  size: Size,
  look: UiLook,
): readonly string[] {
  const { columns, rows } = size
  const { model, verdict } = data
  const { card, state } = model
  const { style } = look
  const title = `${style('bold', card.name)} (${state})  ${targetOf(data)}  ${card.market.title ?? card.market.source}`
  const head = [title, ...wrapText(verdict, columns).slice(0, rows < tall ? 1 : 3)]
  const rest = { columns, rows: rows - head.length }
  return [...head, ...partLines(data, part, top, rest, look)]
}

function targetOf({ model: { card } }: ModelData): string {
  const { kind, horizonEpochs } = card.target
  return `${kind}, ${horizonEpochs} × ${card.epochSeconds} s ahead`
}

function partLines(
  data: ModelData,
  part: ModelPart,
  top: number,
  size: Size,
  look: UiLook,
): readonly string[] {
  const { columns, rows } = size
  switch (part) {
    case 'scores': {
      if (columns < wide) return scoreLines(data, top, size, look)
      const left = Math.floor(columns * 0.6)
      const right = columns - left - 2
      const scores = scoreLines(data, top, { columns: left, rows }, look)
      const under = calibrationLines(data.model, right, look)
      return beside(scores, [titleLine('calibration', right, look), ...under], left).slice(0, rows)
    }
    case 'calibration':
      return [
        titleLine('calibration', columns, look),
        ...calibrationLines(data.model, columns, look).slice(top),
      ].slice(0, rows)
    case 'card':
      return [titleLine('card', columns, look), ...cardLines(data, columns, look).slice(top)].slice(
        0,
        rows,
      )
  }
}

function scoreLines(
  data: ModelData,
  top: number,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const { folds } = data.model.card
  const table = scoreTable(data)
  const hasChart = folds.length > 2 && rows >= folds.length + 12
  const height = hasChart ? folds.length + 2 : rows - 1
  const shown = [table.rows[0] ?? [], ...table.rows.slice(1 + top)]
  return [
    titleLine('scores on data it had not seen; less is better, * is best', columns, look),
    ...tableLines({ ...table, rows: shown, size: { columns, rows: height }, look }),
    ...(hasChart ? chartOf(data, { columns, rows: rows - height - 1 }, look) : []),
  ]
}

/** The deciding score from fold to fold. */
function chartOf({ model, peers }: ModelData, { columns, rows }: Size, look: UiLook) {
  const score = decidingScore(model)
  const series = [model, ...peers].slice(0, 4).map(({ card }) => ({
    name: card.name,
    points: card.folds.map(({ testFromEpoch, scores }) => ({
      x: testFromEpoch * card.epochSeconds,
      y: scores[score] ?? NaN,
    })),
  }))
  return fitRows(rows, (height) =>
    lineChart(series, { width: columns, height, look, unit: score, xAxis: 'time' }),
  )
}

function cardLines({ model }: ModelData, columns: number, look: UiLook): readonly string[] {
  const { card, hash, history, folder } = model
  const { training, quantisation, features } = card
  const loss = Object.entries(quantisation?.before ?? {}).map(([name, before]): Fact => [
    `${name} as integers`,
    `${before.toFixed(4)} before, ${quantisation?.after[name]?.toFixed(4) ?? '–'} after`,
  ])
  const facts: readonly Fact[] = [
    ['hash', hash],
    ['folder', folder],
    ['weights', card.attestedOnly ? `${card.weights}, attested only` : card.weights],
    ['features', features.map(({ kind, window }) => `${kind}-${window}`).join(' ')],
    ['trained', `${training.rows} rows, seed ${training.seed}`],
    ['backend', training.backend?.name ?? 'own arithmetic'],
    ['data', card.dataRoots.join(', ')],
    ...loss,
    ['made by', card.command],
    ...history.map(({ when, state, who, why, forced }): Fact => [
      state,
      `${when.slice(0, 10)} by ${who}${forced ? ', forced' : ''}: ${why}`,
    ]),
  ]
  return factLines(facts, columns, look)
}
