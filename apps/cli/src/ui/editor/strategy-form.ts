import type { ParameterDescription, ParameterValue } from '@tickwise/strategies'

/** A parameter with what it may be, in words. */
export interface FormParameter extends ParameterDescription {
  readonly allowed: string
}

/** What a text stands for, or why it stands for nothing. */
export type ReadText = { readonly values: readonly ParameterValue[] } | { readonly problem: string }

/** A strategy as a form: its parameters, and how what is typed into them is read. */
export interface StrategyForm {
  /** As it is given to `--strategy`: a name, or the path of a file. */
  readonly strategy: string
  readonly name: string
  readonly title: string
  readonly parameters: readonly FormParameter[]
  /** One value, or several as a grid has them: `100,200`, `100..500:100`, `*`. */
  readonly read: (parameter: FormParameter, text: string) => ReadText
  /** What contradicts each other among values that are right by themselves; nothing where it is not known. */
  readonly check: (values: Readonly<Record<string, ParameterValue>>) => string | undefined
}
