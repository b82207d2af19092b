import { nearestName, UserError } from '@tickwise/amm'
import type { RunSummary } from './list-runs.ts'

type Value = string | number | boolean | null | undefined

const operators = ['>=', '<=', '!=', '=', '>', '<', '~'] as const

/** One condition on the runs of a list; `~` means "contains". */
export interface RunCondition {
  readonly column: string
  readonly operator: (typeof operators)[number]
  readonly value: string
}

/** By which column a list is ordered. */
export interface RunOrder {
  readonly column: string
  /** Default: texts ascend, numbers descend. */
  readonly direction?: 'asc' | 'desc'
}

/** Columns that every run has, beside its metrics and its parameters. */
const facts: Readonly<Record<string, (run: RunSummary) => Value>> = {
  runId: (run) => run.runId,
  madeAt: (run) => run.madeAt,
  seconds: (run) => run.seconds,
  command: (run) => run.command,
  parts: (run) => run.parts,
  engine: (run) => run.engine,
  strategy: (run) => run.strategy.name,
  dataset: (run) => run.datasetPath,
  datasetRoot: (run) => run.dataset.root,
  pool: (run) => `${run.dataset.symbol0}/${run.dataset.symbol1} ${run.dataset.fee / 10_000} %`,
  label: (run) => run.labels.join(' '),
  from: (run) => run.from,
  to: (run) => run.to,
  actions: (run) => run.actions,
  warnings: (run) => run.warnings,
}

/** Every column by which these runs can be filtered and ordered. */
export function columnNames(runs: readonly RunSummary[]): readonly string[] {
  const names = new Set(Object.keys(facts))
  for (const { metrics, strategy } of runs) {
    for (const name of Object.keys(metrics)) names.add(name)
    for (const name of Object.keys(strategy.parameters)) names.add(name)
  }
  return [...names]
}

function valueOf(run: RunSummary, column: string): Value {
  const fact = facts[column]
  if (fact !== undefined) return fact(run)
  const metrics: Readonly<Record<string, number | null>> = { ...run.metrics }
  return column in metrics ? metrics[column] : run.strategy.parameters[column]
}

/**
 * Reads a condition as it is typed.
 *
 * @throws UserError E_RUN_FILTER
 * @example
 * parseCondition('sharpe>=1.5') // { column: 'sharpe', operator: '>=', value: '1.5' }
 */
export function parseCondition(text: string): RunCondition {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)\s*(>=|<=|!=|=|>|<|~)\s*(.*?)\s*$/.exec(text)
  const operator = operators.find((known) => known === match?.[2])
  const [, column, , value] = match ?? []
  if (column === undefined || operator === undefined || value === undefined || value === '') {
    throw new UserError('E_RUN_FILTER', `--filter ${text} is no condition`, {
      hint: `a column, one of ${operators.join(' ')}, a value: such as "sharpe>1" or strategy=recentre`,
    })
  }
  return { column, operator, value }
}

/**
 * The runs that meet every condition. A run that has no such figure meets none but `!=`.
 *
 * @throws UserError E_RUN_COLUMN naming the nearest column
 */
export function filterRuns(
  runs: readonly RunSummary[],
  conditions: readonly RunCondition[],
): readonly RunSummary[] {
  for (const { column } of conditions) requireColumn(runs, column)
  return runs.filter((run) =>
    conditions.every((condition) => meets(valueOf(run, condition.column), condition)),
  )
}

function meets(value: Value, { column, operator, value: wanted }: RunCondition): boolean {
  if (value === null || value === undefined) return operator === '!='
  const number = Number(wanted)
  const order =
    typeof value === 'number' && !Number.isNaN(number)
      ? value - number
      : compareTexts(String(value), wanted)
  // A run may have several labels.
  const equals = column === 'label' ? String(value).split(' ').includes(wanted) : order === 0
  switch (operator) {
    case '=':
      return equals
    case '!=':
      return !equals
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '~':
      return String(value).toLowerCase().includes(wanted.toLowerCase())
  }
}

/**
 * The runs ordered by a column; those without a value come last, equal ones stay as they are.
 *
 * @throws UserError E_RUN_COLUMN naming the nearest column
 */
export function sortRuns(runs: readonly RunSummary[], order: RunOrder): readonly RunSummary[] {
  requireColumn(runs, order.column)
  const values = new Map(runs.map((run) => [run, valueOf(run, order.column)]))
  return runs.toSorted((a, b) => {
    const left = values.get(a)
    const right = values.get(b)
    if (left === null || left === undefined || right === null || right === undefined) {
      return (
        Number(left === null || left === undefined) - Number(right === null || right === undefined)
      )
    }
    const isNumber = typeof left === 'number' && typeof right === 'number'
    const ascending = isNumber ? left - right : compareTexts(String(left), String(right))
    return (order.direction ?? (isNumber ? 'desc' : 'asc')) === 'asc' ? ascending : -ascending
  })
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function requireColumn(runs: readonly RunSummary[], column: string): void {
  const known = columnNames(runs)
  if (known.includes(column) || runs.length === 0) return
  const nearest = nearestName(column, known)
  throw new UserError('E_RUN_COLUMN', `runs have no column ${column}`, {
    hint: `${nearest === undefined ? '' : `did you mean ${nearest}? `}there are ${known.join(', ')}`,
  })
}
