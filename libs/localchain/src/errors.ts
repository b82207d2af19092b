/** Facts and a way out, beside the sentence. */
export interface LocalChainErrorDetails {
  readonly hint?: string
  readonly facts?: Readonly<Record<string, string | number | bigint>>
  readonly cause?: unknown
}

/**
 * The local node did not start, stopped, or refused a request. Trying again may work.
 *
 * Same shape as the retryable errors of `@tickwise/amm` (this package stands below it and cannot import it).
 */
export class LocalChainError extends Error {
  override readonly name = 'RetryableError'
  readonly exitCode = 75
  readonly code: string
  readonly hint: string | undefined
  readonly facts: Readonly<Record<string, string | number | bigint>>

  constructor(code: string, message: string, details: LocalChainErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.facts = details.facts ?? {}
  }
}
