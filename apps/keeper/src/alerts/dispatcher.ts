import type { Clock } from '../ports.ts'
import type { Alert, Notifier } from './notifier.ts'

/** Where it is kept what was told; the journal is one. */
export interface AlertMemory {
  alert(key: string): { readonly lastSent: number; readonly count: number } | undefined
  noteAlert(key: string, at: number, text: string): void
  clearAlert(key: string): void
}

/** Tells people, each thing once in a while, and when it is over. Never throws, never waits. */
export interface Alerts {
  raise(alert: Pick<Alert, 'key' | 'severity' | 'text'>): void
  /** Says that it is over, if it was told. */
  resolve(key: string, text: string): void
  /** Settles when everything is told or given up. */
  drain(): Promise<void>
}

/** How one try to tell somebody ended. */
export interface Delivery {
  readonly key: string
  /** `all` where it did not come to a channel. */
  readonly channel: string
  readonly result: 'sent' | 'failed' | 'dropped'
  readonly reason: string
}

/** Tries per channel and alert, with these seconds before the second and the third. */
const backOffSeconds = [1, 4] as const
/** More waiting alerts than this are dropped: a channel that hangs must not fill the memory. */
const longestQueue = 100

/**
 * Makes alerts out of channels and a memory. The same key is told again only after `cooldownSeconds`, also
 * after a restart. What no channel takes counts as not told, so the next occasion tells it.
 *
 * @param options.report hears how every try of a channel ended; the only sign of a dead one
 */
export function createAlerts(options: {
  readonly channels: readonly Notifier[]
  readonly memory: AlertMemory
  readonly clock: Clock
  readonly cooldownSeconds: number
  readonly timeoutSeconds: number
  readonly from: string
  readonly report: (delivery: Delivery) => void
}): Alerts {
  const { channels, memory, clock, cooldownSeconds, from, report } = options
  let queue = Promise.resolve()
  let waiting = 0
  const enqueue = (key: string, work: () => Promise<void>): void => {
    const lost = (result: 'failed' | 'dropped', reason: string): void =>
      report({ key, channel: 'all', result, reason })
    if (waiting >= longestQueue) return lost('dropped', `${waiting} alerts are waiting`)
    waiting += 1
    queue = queue
      .then(work)
      .catch((error: unknown) => lost('failed', messageOf(error)))
      .finally(() => {
        waiting -= 1
      })
  }
  const tell = async (alert: Alert): Promise<boolean> => {
    const taken = await Promise.all(channels.map((channel) => tryChannel(channel, alert, options)))
    return taken.includes(true)
  }
  return {
    raise: ({ key, severity, text }) =>
      enqueue(key, async () => {
        const told = memory.alert(key)
        const at = clock.now()
        if (told !== undefined && at - told.lastSent < cooldownSeconds) return
        const again = told === undefined ? '' : ` (told ${told.count} times before)`
        const alert = {
          key,
          severity,
          text: `${text}${again}`,
          at,
          from,
          status: 'firing',
        } as const
        if (await tell(alert)) memory.noteAlert(key, at, text)
      }),
    resolve: (key, text) => {
      // Most of what is over was never told: this keeps it out of the queue.
      if (waiting === 0 && memory.alert(key) === undefined) return
      enqueue(key, async () => {
        if (memory.alert(key) === undefined) return
        const at = clock.now()
        const alert = { key, severity: 'warning', text, at, from, status: 'resolved' } as const
        if (await tell(alert)) memory.clearAlert(key)
      })
    },
    drain: () => queue,
  }
}

async function tryChannel(
  channel: Notifier,
  alert: Alert,
  { clock, timeoutSeconds, report }: Parameters<typeof createAlerts>[0],
): Promise<boolean> {
  const { name } = channel
  const { key } = alert
  for (const pause of [0, ...backOffSeconds]) {
    if (pause > 0) await clock.sleep(pause)
    try {
      await channel.send(alert, AbortSignal.timeout(timeoutSeconds * 1_000))
      report({ key, channel: name, result: 'sent', reason: '' })
      return true
    } catch (error) {
      report({ key, channel: name, result: 'failed', reason: messageOf(error) })
    }
  }
  return false
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`
}
