import {
  CancelledError,
  CheckFailedError,
  InvariantError,
  RetryableError,
  UserError,
  type TickwiseError,
} from '@tickwise/amm'
import { describeProgress, type CommandEvent, type ErrorReport } from '@tickwise/terminal'

/**
 * What a command gives in the end: the document that `--json` prints. On the way its progress as a line of text.
 * `undefined` where it was stopped.
 *
 * @throws the failure that the command has told
 */
export async function resultOf<Result>(
  events: AsyncIterable<CommandEvent>,
  onProgress: (text: string) => void = () => undefined,
): Promise<Result | undefined> {
  for await (const event of events) {
    if (event.type === 'progress') onProgress(describeProgress(event))
    if (event.type === 'error') throw errorOf(event.error)
    if (event.type === 'result') return event.data as Result
  }
  return undefined
}

const families = { 2: CancelledError, 3: CheckFailedError, 70: InvariantError, 75: RetryableError }

/** A failure of another process as one of this one's. */
export function errorOf({ code, message, hint, facts, exitCode }: ErrorReport): TickwiseError {
  const Family = families[exitCode as keyof typeof families] ?? UserError
  return new Family(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(facts === undefined ? {} : { facts }),
  })
}
