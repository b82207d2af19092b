import { UserError } from '@tickwise/amm'
import type { ParameterDescription } from '@tickwise/strategies'
import { describeError, type ErrorReport } from '@tickwise/terminal'
import type { FormParameter, ReadText, StrategyForm } from '../editor/strategy-form.ts'

/**
 * A built-in strategy as a form.
 *
 * @throws UserError E_STRATEGY_UNKNOWN with what was looked for where
 */
export async function builtInForm(name: string): Promise<StrategyForm> {
  const [{ describeParameters, parseParameters }, { builtInStrategy }] = await Promise.all([
    import('@tickwise/strategies'),
    import('../../load-strategy.ts'),
  ])
  const strategy = await builtInStrategy(name)
  const form = await formOf(name, {
    name: strategy.name,
    title: strategy.title,
    parameters: describeParameters(strategy),
  })
  return {
    ...form,
    check: (values) => {
      try {
        parseParameters(strategy, values)
        return undefined
      } catch (error) {
        const { message, hint } = describeError(error)
        return hint === undefined ? message : `${message}: ${hint}`
      }
    },
  }
}

/** What `strategies show` says of a strategy. */
export interface ShownStrategy {
  readonly name: string
  readonly title: string
  readonly parameters: readonly ParameterDescription[]
}

/** A form of what is known of a strategy; what contradicts each other in it is told when it is run. */
export async function formOf(strategy: string, shown: ShownStrategy): Promise<StrategyForm> {
  const [{ allowedValues }, { axisValues }] = await Promise.all([
    import('@tickwise/strategies'),
    import('@tickwise/runs/sweep'),
  ])
  const read = (parameter: FormParameter, text: string): ReadText => {
    try {
      const texts = parameter.type === 'string' ? [text] : text.split(',')
      return {
        values: axisValues(
          parameter,
          texts.map((part) => part.trim()),
        ),
      }
    } catch (error) {
      const { message, hint } = describeError(error)
      const isGrid = error instanceof UserError && error.code === 'E_GRID'
      return {
        problem: isGrid ? message.replace(/^--grid cannot be read: /, '') : (hint ?? message),
      }
    }
  }
  return {
    strategy,
    name: shown.name,
    title: shown.title,
    parameters: shown.parameters.map((own) => ({ ...own, allowed: allowedValues(own) })),
    read,
    check: () => undefined,
  }
}

/** A form, or the last one and what is wrong with the file now. */
export interface FormState {
  readonly form?: StrategyForm
  readonly error?: ErrorReport
  /** How often the file has changed since it was opened. */
  readonly reloads: number
}
