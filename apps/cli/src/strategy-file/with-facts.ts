import {
  CancelledError,
  CheckFailedError,
  InvariantError,
  RetryableError,
  UserError,
  type TickwiseError,
} from '@tickwise/amm'

const families = [UserError, RetryableError, InvariantError, CheckFailedError, CancelledError]

/** The same error with more facts: those that it has stand over them. */
export function withFacts(
  error: TickwiseError,
  facts: Readonly<Record<string, string>>,
): TickwiseError {
  const Family = families.find((family) => error instanceof family) ?? UserError
  const { code, message, hint, cause } = error
  const copy = new Family(code, message, {
    ...(hint === undefined ? {} : { hint }),
    facts: { ...facts, ...error.facts },
    cause,
  })
  copy.stack = error.stack ?? ''
  return copy
}
