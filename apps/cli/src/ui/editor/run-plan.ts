import type { ParameterValue } from '@tickwise/strategies'
import { parseAmount, parseTime } from '@tickwise/terminal'
import { describeError } from '@tickwise/terminal'
import type { FormParameter, StrategyForm } from './strategy-form.ts'

/** A dataset that can be chosen. */
export interface DatasetChoice {
  readonly directory: string
  /** Such as `WETH/USDC 0.05 %`. */
  readonly title: string
  /** Unix seconds. */
  readonly from: number
  readonly to: number
}

/** What a plan is made from beside the texts that are typed. */
export interface PlanChoices {
  readonly form: StrategyForm
  readonly datasets: readonly DatasetChoice[]
  readonly metrics: readonly string[]
}

/** One line of the editor. */
export interface Field {
  /** Unique: `param:` and a parameter's name, or a setting. */
  readonly key: string
  readonly label: string
  /** As typed; empty for what it is when nothing is typed. */
  readonly text: string
  /** What counts when nothing is typed. */
  readonly fallback: string
  readonly explanation: string
  /** What it may be, in words. */
  readonly allowed: string
  /** Values to choose from, where they are few. */
  readonly choices: readonly string[]
  /** Why it cannot be so. */
  readonly problem: string | undefined
  /** More than one where it is to be varied. */
  readonly values: readonly ParameterValue[]
}

/** What is typed, by the keys of fields. */
export type Texts = Readonly<Record<string, string>>

/** The lines of the editor: where and when, then the strategy's own parameters. */
export function fieldsOf(choices: PlanChoices, texts: Texts): readonly Field[] {
  const { form } = choices
  return [
    ...settingFields(choices, texts),
    ...form.parameters.map((own) => parameterField(form, own, texts)),
  ]
}

function parameterField(form: StrategyForm, parameter: FormParameter, texts: Texts): Field {
  const { name, description, allowed, type, choices } = parameter
  const key = `param:${name}`
  const text = texts[key] ?? ''
  const fallback = String(parameter.default ?? '')
  const read = form.read(parameter, text === '' ? fallback : text)
  return {
    key,
    label: name,
    text,
    fallback,
    explanation: description,
    allowed,
    choices: choices ?? (type === 'boolean' ? ['true', 'false'] : []),
    problem: 'problem' in read ? read.problem : undefined,
    values: 'values' in read ? read.values : [],
  }
}

const impacts = ['diluted', 'taker', 'counterfactual'] as const

function settingFields({ datasets, metrics }: PlanChoices, texts: Texts): readonly Field[] {
  const directories = datasets.map(({ directory }) => directory)
  const chosen = datasetOf(datasets, texts)
  const known = datasets.find(({ directory }) => directory === chosen)
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
  const period = known === undefined ? '' : `, data from ${day(known.from)} to ${day(known.to)}`
  return [
    setting(texts, {
      key: 'dataset',
      fallback: directories[0] ?? '',
      explanation: known === undefined ? 'folder of a dataset' : `${known.title}${period}`,
      allowed: 'the folder of a dataset',
      choices: directories,
      ...(chosen === '' ? { problem: 'there is no dataset yet: type the folder of one' } : {}),
    }),
    timeField(texts, 'from', 'start of the run', known),
    timeField(texts, 'to', 'end of the run', known),
    setting(texts, {
      key: 'capital-value',
      label: 'capital',
      explanation:
        'value to start with, all of it in the asset token; without it 10,000 of a stablecoin or the like',
      allowed: 'an amount such as 10000 or 2.5',
      problem: problemOf(() => parseAmount(texts['capital-value'] || '1', 18, 'capital')),
    }),
    setting(texts, {
      key: 'impact',
      fallback: impacts[0],
      explanation:
        'how own trades move the market: not at all, by dilution, or by re-executing all that follows',
      allowed: `one of ${impacts.join(', ')}`,
      choices: impacts,
    }),
    setting(texts, {
      key: 'metric',
      fallback: 'sharpe',
      explanation: 'what the best run of a sweep has most of, or least',
      allowed: `one of ${metrics.join(', ')}`,
      choices: metrics,
    }),
  ]
}

/** The dataset that is chosen: what is typed, else the first there is. */
export function datasetOf(datasets: readonly DatasetChoice[], texts: Texts): string {
  return texts['dataset'] || (datasets[0]?.directory ?? '')
}

function setting(
  texts: Texts,
  field: Pick<Field, 'key' | 'explanation' | 'allowed'> & Partial<Field>,
): Field {
  const text = texts[field.key] ?? ''
  const { choices = [], problem } = field
  const isForeign = text !== '' && choices.length > 0 && !choices.includes(text)
  // A dataset may lie anywhere.
  const isWrong = isForeign && field.key !== 'dataset'
  return {
    label: field.key,
    fallback: '',
    ...field,
    choices,
    text,
    problem: problem ?? (isWrong ? `it must be ${field.allowed}` : undefined),
    values: [text === '' ? (field.fallback ?? '') : text],
  }
}

function timeField(
  texts: Texts,
  key: 'from' | 'to',
  explanation: string,
  known: DatasetChoice | undefined,
): Field {
  return setting(texts, {
    key,
    explanation: `${explanation}; without it where the data ${key === 'from' ? 'begin' : 'end'}`,
    allowed: 'a time such as 2025-07-01 or 2025-07-01T12:00 (UTC)',
    problem: timeProblem(texts, key, known),
  })
}

function timeProblem(
  texts: Texts,
  key: 'from' | 'to',
  known: DatasetChoice | undefined,
): string | undefined {
  const text = texts[key] ?? ''
  if (text === '') return undefined
  const wrong = problemOf(() => parseTime(text, key))
  if (wrong !== undefined) return wrong
  const time = parseTime(text, key)
  const from = texts['from'] ?? ''
  if (key === 'to' && from !== '' && problemOf(() => parseTime(from, 'from')) === undefined) {
    if (time <= parseTime(from, 'from')) return 'it must come after from'
  }
  if (known === undefined) return undefined
  if (key === 'from' ? time >= known.to : time <= known.from) return 'there are no data then'
  return undefined
}

/** What is wrong, with what would be right. */
function problemOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    const { hint, message } = describeError(error)
    return hint ?? message
  }
}
