import { counted } from '@tickwise/terminal'
import type { Field } from '../../editor/run-plan.ts'
import type { Plan } from '../../editor/plan-command.ts'
import type { UiLook } from '../../look.ts'
import { windowStart } from '../../parts/selection.ts'
import { titleLine } from '../../parts/panel.tsx'
import type { Size } from '../../shell/size.ts'
import { fitText, wrapText } from '../../text/cut.ts'
import { shownText, type EditedText } from '../../text/edit-text.ts'

/** What of the editor is shown. */
export interface EditorView {
  /** What the strategy does. */
  readonly title: string
  readonly plan: Plan
  readonly selected: number
  /** The text of the selected line while it is typed. */
  readonly editing: EditedText | undefined
}

/** Columns below which a note says nothing. */
const leastNote = 10

/** Rows below which explanations are short. */
const tall = 14

/** The editor on a screen of any size: the fields, what the selected one means, and what would be started. */
export function editorLines(view: EditorView, size: Size, look: UiLook): readonly string[] {
  const { columns, rows } = size
  const { fields } = view.plan
  const field = fields[view.selected]
  const about = field === undefined ? [] : explanation(field, columns, look)
  const isTold = field?.problem !== undefined
  const command = isTold ? [] : commandLines(view.plan, columns, look)
  const below = [...about.slice(0, rows < tall ? 2 : 4), ...command.slice(0, rows < tall ? 1 : 4)]
  const above = rows < tall ? [] : wrapText(view.title, columns).slice(0, 2)
  const height = Math.max(1, rows - above.length - below.length - (rows < tall ? 0 : 1))
  const first = windowStart(fields.length, view.selected, height)
  const shown = fields.slice(first, first + height)
  const list = shown.map((own, i) => fieldLine(own, first + i, view, columns, look))
  const rule = rows < tall ? [] : [titleLine(field?.label ?? '', columns, look)]
  return [...above, ...list, ...rule, ...below]
}

function fieldLine(
  field: Field,
  index: number,
  { plan, selected, editing }: EditorView,
  columns: number,
  look: UiLook,
): string {
  const { style, glyphs } = look
  const isSelected = index === selected
  const margin = Math.min(
    Math.floor(columns / 2),
    Math.max(...plan.fields.map(({ label }) => label.length)),
  )
  const room = Math.max(8, Math.min(28, columns - margin - 6))
  const label = fitText(field.label, margin, 'left', glyphs.more)
  const mark = (isSelected ? glyphs.selected : ' ') + (field.problem === undefined ? ' ' : '!')
  const value =
    isSelected && editing !== undefined
      ? fitText(shownText(editing, room, glyphs.cursor), room)
      : fitText(shownValue(field, look), room, 'left', glyphs.more)
  const note = columns - margin - room - 6 < leastNote ? '' : noteOf(field, look)
  const line = `${mark}${label}  ${value}  ${note}`.trimEnd()
  if (isSelected) return style('cyan', style('bold', line))
  return field.problem === undefined ? line : style('red', line)
}

/** What is typed, or what counts without it. */
function shownValue({ text, fallback, choices, key }: Field, { style }: UiLook): string {
  if (text !== '') return text
  if (fallback !== '') return key === 'dataset' ? fallback : style('dim', fallback)
  return style('dim', choices.length > 0 ? (choices[0] ?? '') : 'not set')
}

function noteOf({ problem, values, allowed, text }: Field, { style }: UiLook): string {
  if (problem !== undefined) return problem
  if (values.length > 1) return counted(values.length, 'value')
  return text === '' ? style('dim', allowed) : ''
}

function explanation(field: Field, columns: number, { style }: UiLook): readonly string[] {
  const { problem, explanation: meaning, allowed, fallback } = field
  const may = `it may be ${allowed}${fallback === '' ? '' : `; ${fallback} when nothing is typed`}`
  return [
    ...(problem === undefined ? [] : wrapText(problem, columns).map((line) => style('red', line))),
    ...wrapText(meaning, columns),
    ...wrapText(may, columns).map((line) => style('dim', line)),
  ]
}

/** What would be started, as it would be typed, or what stands in its way. */
function commandLines(
  { run, sweep, points }: Plan,
  columns: number,
  look: UiLook,
): readonly string[] {
  const { style } = look
  const shown = points > 1 ? sweep : run
  if ('problem' in shown) {
    return wrapText(shown.problem, columns).map((line) => style('yellow', line))
  }
  const what = points > 1 ? `${points} runs: ` : ''
  return wrapText(`${what}tickwise ${shown.args.join(' ')}`, columns)
}
