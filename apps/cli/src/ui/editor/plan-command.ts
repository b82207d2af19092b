import { fieldsOf, type Field, type PlanChoices, type Texts } from './run-plan.ts'

/** A command that can be started, or why it cannot. */
export type Planned = { readonly args: readonly string[] } | { readonly problem: string }

/** What the editor would start. */
export interface Plan {
  readonly fields: readonly Field[]
  /** Runs that a sweep would have. */
  readonly points: number
  readonly run: Planned
  readonly sweep: Planned
}

const settings = ['from', 'to', 'capital-value', 'impact'] as const

/** Reads what is typed as a backtest and as a sweep over every parameter that has several values. */
export function planOf(choices: PlanChoices, texts: Texts): Plan {
  const fields = fieldsOf(choices, texts)
  const parameters = fields.filter(({ key }) => key.startsWith('param:'))
  const varied = parameters.filter(({ values }) => values.length > 1)
  const points = varied.reduce((count, { values }) => count * values.length, 1)
  const problem = problemIn(choices, fields, parameters, varied)
  const planned = (args: readonly string[], why: string | undefined): Planned =>
    problem !== undefined || why !== undefined ? { problem: problem ?? why ?? '' } : { args }
  const base = [
    ...['--dataset', valueOf(fields, 'dataset'), '--strategy', choices.form.strategy],
    ...settings.flatMap((key) => given(fields, key)),
    ...fixed(parameters.filter((field) => !varied.includes(field))),
  ]
  const names = varied.map(({ label }) => label).join(', ')
  return {
    fields,
    points,
    run: planned(
      ['backtest', ...base],
      varied.length > 0 ? `${names} has several values: sweep instead` : undefined,
    ),
    sweep: planned(
      [
        ...['sweep', ...base],
        ...varied.flatMap(({ label, text }) => ['--grid', `${label}=${text}`]),
        ...given(fields, 'metric'),
      ],
      varied.length === 0
        ? 'give a parameter several values first, such as 400..2000:400'
        : undefined,
    ),
  }
}

function problemIn(
  { form }: PlanChoices,
  fields: readonly Field[],
  parameters: readonly Field[],
  varied: readonly Field[],
): string | undefined {
  const wrong = fields.find(({ problem }) => problem !== undefined)
  if (wrong !== undefined) return `${wrong.label}: ${wrong.problem ?? ''}`
  // Combinations of a sweep are checked one by one as they run.
  if (varied.length > 0) return undefined
  return form.check(
    Object.fromEntries(
      parameters.flatMap(({ label, values }) =>
        values[0] === undefined ? [] : [[label, values[0]] as const],
      ),
    ),
  )
}

const valueOf = (fields: readonly Field[], key: string): string => {
  const field = fields.find((candidate) => candidate.key === key)
  return field === undefined ? '' : field.text || field.fallback
}

/** An option where something else than its default is typed. */
function given(fields: readonly Field[], key: string): readonly string[] {
  const field = fields.find((candidate) => candidate.key === key)
  if (field === undefined || field.text === '' || field.text === field.fallback) return []
  return [`--${key}`, field.text]
}

function fixed(parameters: readonly Field[]): readonly string[] {
  const typed = parameters.filter(({ text, fallback }) => text !== '' && text !== fallback)
  return typed.length === 0
    ? []
    : ['--param', ...typed.map(({ label, text }) => `${label}=${text}`)]
}
