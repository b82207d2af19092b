import type { CommandEvent } from '@tickwise/terminal'
import { z } from 'zod'
import type { StrategyForm } from '../editor/strategy-form.ts'
import { formOf, type FormState } from './strategy-forms.ts'

const shownSchema = z.object({
  name: z.string(),
  title: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['integer', 'number', 'boolean', 'string']),
      description: z.string(),
      default: z.union([z.string(), z.number(), z.boolean()]).optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      choices: z.array(z.string()).optional(),
    }),
  ),
})

/** What watching a file needs of the world. */
export interface WatchPorts {
  /** Runs `strategies show <file>`: in a process of its own, so that no strategy can hold up the screen. */
  readonly show: (file: string, signal: AbortSignal) => AsyncIterable<CommandEvent>
  /** Calls back after every change of the file or of what it imports. */
  readonly watch: (file: string, onChange: () => void, signal: AbortSignal) => Promise<unknown>
}

/**
 * A strategy's file as a form, told anew whenever the file or one that it imports changes, until the signal is
 * aborted. While it is broken the last form stays, with what is wrong.
 */
export async function watchForm(
  file: string,
  signal: AbortSignal,
  tell: (state: FormState) => void,
  { show, watch }: WatchPorts,
): Promise<void> {
  let last: FormState = { reloads: -1 }
  const load = async (): Promise<void> => {
    const next = await loaded(file, show(file, signal))
    if (signal.aborted) return
    const known = last.form === undefined ? {} : { form: last.form }
    last = { ...known, ...next, reloads: last.reloads + 1 }
    tell(last)
  }
  let loading = load()
  // One after another: the last change is told last.
  const again = (): void => void (loading = loading.then(load))
  await watch(file, again, signal).catch(() => undefined)
  await loading
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function loaded(
  file: string,
  events: AsyncIterable<CommandEvent>,
): Promise<Omit<FormState, 'reloads'>> {
  let form: StrategyForm | undefined
  for await (const event of events) {
    if (event.type === 'error') return { error: event.error }
    if (event.type === 'result') form = await formOf(file, shownOf(event.data))
  }
  return form === undefined ? {} : { form }
}

/** Fields that are absent are left out, as exact types want it. */
function shownOf(data: unknown) {
  const { parameters, ...rest } = shownSchema.parse(data)
  return {
    ...rest,
    parameters: parameters.map(
      ({ name, type, description, default: own, minimum, maximum, choices }) => ({
        ...{ name, type, description },
        ...(own === undefined ? {} : { default: own }),
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
        ...(choices === undefined ? {} : { choices }),
      }),
    ),
  }
}
