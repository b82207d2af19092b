/** What the keeper of a vault waits for. */
export interface NextAction {
  readonly what: 'reveal' | 'expire' | 'commit'
  readonly epoch: number
  /** Unix second from which it can be done. */
  readonly at: number
  /** Unix second until which; `undefined` where there is no end. */
  readonly until: number | undefined
}

/**
 * What comes next, by what the registry knows of the keeper.
 *
 * @example
 * nextAction(account, { now, epochSeconds: 3600, confirmationSeconds: 60 })
 */
export function nextAction(
  account: {
    readonly live: boolean
    readonly epoch: number
    readonly validAfter: number
    readonly deadline: number
  },
  clock: {
    readonly now: number
    readonly epochSeconds: number
    readonly confirmationSeconds: number
  },
): NextAction {
  const { now, epochSeconds, confirmationSeconds } = clock
  const { live, epoch, validAfter, deadline } = account
  if (live && now <= deadline) return { what: 'reveal', epoch, at: validAfter, until: deadline }
  if (live) return { what: 'expire', epoch, at: deadline + 1, until: undefined }
  const current = Math.floor(now / epochSeconds)
  const next = epoch >= current ? current + 1 : current
  const at = next * epochSeconds + confirmationSeconds
  return { what: 'commit', epoch: next, at, until: (next + 1) * epochSeconds }
}
