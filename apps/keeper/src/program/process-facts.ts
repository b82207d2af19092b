import type { Address } from 'viem'
import type { KeeperEvent, Listener } from '../ports.ts'

/** What a process knows from the events of its keepers. Times are Unix seconds. */
export interface ProcessFacts {
  readonly startedAt: number
  head(): { readonly timestamp: number } | undefined
  balanceWei(): bigint | undefined
  /** End of the last tick that was not stopped, the oldest of the vaults'. */
  lastSuccessAt(): number | undefined
  /** Since when a signal has stopped all sending. */
  stoppedAt(): number | undefined
  /** Stops, or goes on. */
  toggle(now: number): void
  listenerFor(vault: Address): Listener
}

/** Collects the facts of a process that keeps these vaults. */
export function collectFacts(startedAt: number, vaults: readonly Address[]): ProcessFacts {
  let head: { readonly timestamp: number } | undefined
  let balance: bigint | undefined
  let stopped: number | undefined
  const successes = new Map<Address, number>()
  const hear = (vault: Address, event: KeeperEvent): void => {
    if (event.kind === 'head') head = { timestamp: event.timestamp }
    if (event.kind === 'balance') balance = event.wei
    if (event.kind === 'tick' && event.result !== 'stopped') successes.set(vault, event.at)
  }
  return {
    startedAt,
    head: () => head,
    balanceWei: () => balance,
    lastSuccessAt: () =>
      successes.size < vaults.length ? undefined : Math.min(...successes.values()),
    stoppedAt: () => stopped,
    toggle: (now) => {
      stopped = stopped === undefined ? now : undefined
    },
    listenerFor: (vault) => (event) => hear(vault, event),
  }
}
