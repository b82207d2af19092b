import { formatEther, type Address } from 'viem'
import type { Listener } from '../ports.ts'
import type { Alerts } from './dispatcher.ts'

/** What events are measured by. */
export interface AlertLimits {
  readonly minBalanceWei: bigint
  readonly maxHeadAgeSeconds: number
}

/** Looks in a row that came to nothing, from which somebody should know: time did not mend it. */
const mostStopped = 5

/**
 * A listener that turns what happens to the keeper of a vault into alerts, and says when it is over. A
 * problem is over when a tick has passed without it.
 *
 * @example
 * listeners.push(createAlertListener(alerts, vault, limits))
 */
export function createAlertListener(alerts: Alerts, vault: Address, limits: AlertLimits): Listener {
  const open = new Set<string>()
  const seen = new Set<string>()
  let [stopped, why] = [0, '']
  const raise = (key: string, text: string, severity: 'warning' | 'alert' = 'alert'): void =>
    alerts.raise({ key: `${key}:${vault}`, text: `${text} (vault ${vault})`, severity })
  const resolve = (key: string, text: string): void =>
    alerts.resolve(`${key}:${vault}`, `${text} (vault ${vault})`)
  const settle = (): void => {
    for (const code of [...open].filter((code) => !seen.has(code))) {
      resolve(`problem:${code}`, `${code} is over`)
      open.delete(code)
    }
    seen.clear()
  }
  return (event) => {
    switch (event.kind) {
      case 'problem':
        why = `${event.message} (${event.code})`
        // A guard that refuses is no failure, and somebody should know.
        if (event.severity !== 'alert' && !event.code.startsWith('E_GUARD_')) return
        open.add(event.code)
        seen.add(event.code)
        return raise(`problem:${event.code}`, `${event.message} (${event.code})`, event.severity)
      case 'tick':
        if (event.result === 'stopped') {
          stopped += 1
          if (stopped < mostStopped) return
          return raise('stopped', `${stopped} looks in a row came to nothing: ${why}`)
        }
        if (stopped >= mostStopped) resolve('stopped', 'looks come to something again')
        stopped = 0
        return settle()
      case 'state':
        if (event.to === 'expired' || event.to === 'failed') {
          return raise(event.to, `epoch ${event.epoch} ${event.to}: ${event.reason}`)
        }
        if (event.to === 'skipped') {
          return raise('skipped', `epoch ${event.epoch} skipped: ${event.reason}`, 'warning')
        }
        if (event.to !== 'executed') return
        resolve('skipped', `epoch ${event.epoch} was revealed`)
        resolve('expired', `epoch ${event.epoch} was revealed`)
        return resolve('failed', `epoch ${event.epoch} was revealed`)
      case 'mined':
        return event.reverted
          ? raise(
              `reverted:${event.job}`,
              `${event.job} of epoch ${event.epoch} reverted: ${event.hash}`,
            )
          : resolve(`reverted:${event.job}`, `${event.job} of epoch ${event.epoch} went through`)
      case 'reorg':
        return raise(
          'reorg',
          `a reorganisation of depth ${event.depth} took ${event.job} of epoch ${event.epoch} away`,
          'warning',
        )
      case 'balance':
        return event.wei < limits.minBalanceWei
          ? raise(
              'balance',
              `the balance is ${formatEther(event.wei)}, below ${formatEther(limits.minBalanceWei)}`,
            )
          : resolve('balance', `the balance is ${formatEther(event.wei)} again`)
      case 'head':
        return event.lagSeconds > limits.maxHeadAgeSeconds
          ? raise('head', `the latest block is ${event.lagSeconds} s old`)
          : resolve('head', 'blocks are new again')
      case 'sent':
      case 'rpc':
      case 'decided':
      case 'would-send':
        return
    }
  }
}
