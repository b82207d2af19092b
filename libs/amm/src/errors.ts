/** Exit code of a command that ended with this family of error. */
export type ExitCode = 1 | 2 | 3 | 70 | 75

/** What every Tickwise error carries beside its sentence. */
export interface ErrorDetails {
  /** What the user can do about it, in the imperative. */
  readonly hint?: string
  /** Facts worth showing: file, row, tick, block … */
  readonly facts?: Readonly<Record<string, string | number | bigint>>
  readonly cause?: unknown
}

/** Base of all typed errors: a stable code, one sentence, a way out, a cause. */
export abstract class TickwiseError extends Error {
  abstract readonly exitCode: ExitCode
  readonly code: string
  readonly hint: string | undefined
  readonly facts: Readonly<Record<string, string | number | bigint>>

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.facts = details.facts ?? {}
  }
}

/**
 * The caller can mend it: a wrong parameter, a broken file, a missing folder.
 *
 * @example
 * throw new UserError('E_TICK_SPACING', 'tick 5 is not a multiple of 10', { hint: 'use 0 or 10' })
 */
export class UserError extends TickwiseError {
  override readonly name = 'UserError'
  readonly exitCode = 1
}

/** Trying again later may work: an RPC that does not answer, a lock held by another process. */
export class RetryableError extends TickwiseError {
  override readonly name = 'RetryableError'
  readonly exitCode = 75
}

/** A bug in Tickwise: the message says what to report. */
export class InvariantError extends TickwiseError {
  override readonly name = 'InvariantError'
  readonly exitCode = 70
}

/** A check ran to its end and found a fault (look-ahead, a broken dataset, an inexact position). */
export class CheckFailedError extends TickwiseError {
  override readonly name = 'CheckFailedError'
  readonly exitCode = 3
}

/** The user asked to stop; what was finished is kept. */
export class CancelledError extends TickwiseError {
  override readonly name = 'CancelledError'
  readonly exitCode = 2
}
