import type { KeeperLook } from '@tickwise/keeper/monitor'

/** Where a keeper stands, and what time it is: ages and countdowns are of this moment. */
export interface KeeperSeen {
  readonly look: KeeperLook
  /** Unix seconds. */
  readonly now: number
}

/** How often a countdown moves, milliseconds. */
const tickMs = 1000

/**
 * A keeper as its configuration names it, looked at until the signal is aborted and told once a second.
 *
 * @throws UserError what is wrong with the configuration
 */
export async function watchKeeperSeen(
  config: string | undefined,
  signal: AbortSignal,
  tell: (seen: KeeperSeen) => void,
): Promise<void> {
  const { watchKeeper } = await import('@tickwise/keeper/monitor')
  let look: KeeperLook | undefined
  const show = (): void => {
    if (look !== undefined) tell({ look, now: Math.floor(Date.now() / 1000) })
  }
  const timer = setInterval(show, tickMs)
  try {
    await watchKeeper(config === undefined ? {} : { config }, signal, (seen) => {
      look = seen
      show()
    })
  } finally {
    clearInterval(timer)
  }
}
