import type { CommandEvent } from '@tickwise/terminal'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { strategySource } from '../../strategy-source.ts'
import type { StrategyForm } from '../editor/strategy-form.ts'
import { formOf, type FormState } from './strategy-forms.ts'

/** How often a file is looked at, milliseconds. */
const lookEveryMs = 500

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
  /** Names the code of a file and of what it imports; rejects where it cannot be read. */
  readonly source: (file: string) => Promise<string>
  readonly pause: (signal: AbortSignal) => Promise<void>
}

/** The file system and the command line. */
export function watchPorts(show: WatchPorts['show']): WatchPorts {
  return {
    show,
    source: strategySource,
    pause: (signal) => sleep(lookEveryMs, undefined, { signal }).catch(() => undefined),
  }
}

/**
 * A strategy's file as a form, told anew whenever the file or one that it imports changes. While it is broken
 * the last form stays, with what is wrong.
 */
export async function watchStrategy(
  file: string,
  signal: AbortSignal,
  tell: (state: FormState) => void,
  { show, source, pause }: WatchPorts,
): Promise<void> {
  let known: string | undefined
  let last: FormState = { reloads: -1 }
  while (!signal.aborted) {
    const now = await source(file).catch(() => 'unreadable')
    if (now !== known && !signal.aborted) {
      known = now
      const next = await loaded(file, show(file, signal))
      last = {
        ...(last.form === undefined ? {} : { form: last.form }),
        ...next,
        reloads: last.reloads + 1,
      }
      if (!signal.aborted) tell(last)
    }
    await pause(signal)
  }
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
