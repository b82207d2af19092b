import type { StoredModel } from '@tickwise/forecast'
import type { UiLook } from '../../look.ts'
import { wrapText } from '../../text/cut.ts'

/** Share of outcomes that the intervals promise to hold. */
const promised = 0.8
/** Standard errors within which a share counts as what was promised. */
const tolerance = 2

/** How honest the model's intervals are, over all and fold by fold. */
export function calibrationLines(
  { card }: StoredModel,
  columns: number,
  look: UiLook,
): readonly string[] {
  const { scores, folds } = card
  const coverage = scores['coverage80']
  if (coverage === undefined) return ['no intervals were scored']
  const rows = folds.reduce((sum, { testRows }) => sum + testRows, 0)
  const bars = [
    barLine('all', coverage, rows, columns, look),
    ...folds.map(({ scores: own, testRows }, i) =>
      barLine(`fold ${i + 1}`, own['coverage80'], testRows, columns, look),
    ),
  ]
  const { bias } = scores
  return [
    ...wrapText(coverageSentence(coverage, rows), columns),
    '',
    ...bars,
    ...(bias === undefined ? [] : ['', ...wrapText(biasSentence(bias), columns)]),
  ]
}

function coverageSentence(coverage: number, rows: number): string {
  const held = `Intervals that promise ${promised * 100} % held ${percent(coverage)} of ${rows} outcomes`
  const gap = coverage - promised
  if (Math.abs(gap) <= tolerance * errorOf(rows)) return `${held}: as promised.`
  return `${held}: too ${gap < 0 ? 'narrow' : 'wide'}.`
}

function biasSentence(bias: number): string {
  const direction = bias > 0 ? 'too high' : 'too low'
  return `Forecasts are ${direction} by ${Math.abs(bias).toFixed(3)} on average, in the target's unit.`
}

/** A standard error of a share, were the outcomes independent; they overlap, so it is the least there is. */
const errorOf = (rows: number): number => Math.sqrt((promised * (1 - promised)) / Math.max(1, rows))

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** A bar from 0 to 100 % with a mark where it should end. */
function barLine(
  label: string,
  share: number | undefined,
  rows: number,
  columns: number,
  { unicode, style }: UiLook,
): string {
  const name = label.padEnd(8)
  if (share === undefined) return `${name} –`
  const room = Math.max(10, Math.min(60, columns - name.length - 10))
  const full = Math.round(share * room)
  const goal = Math.round(promised * room)
  const [block, gap, mark] = unicode ? (['█', '·', '│'] as const) : (['#', '.', '|'] as const)
  const bar = Array.from({ length: room }, (_, i) => (i === goal ? mark : i < full ? block : gap))
  const isOff = Math.abs(share - promised) > tolerance * errorOf(rows)
  const text = percent(share).padStart(8)
  return `${name} ${bar.join('')}${isOff ? style('yellow', text) : text}`
}
