import type { Address } from 'viem'
import type { KeeperEvent, Listener } from '../ports.ts'
import { epochStates, type KeeperMetrics } from './keeper-metrics.ts'

/**
 * A listener that counts what happens to the keeper of a vault.
 *
 * @example
 * listeners.push(createMetricsListener(metrics, vault))
 */
export function createMetricsListener(metrics: KeeperMetrics, keeperVault: Address): Listener {
  let head: bigint | undefined
  const firstSent = new Map<string, bigint>()
  const countTransaction = (event: KeeperEvent & { readonly kind: 'sent' | 'mined' }): void => {
    const { job } = event
    const key = `${event.vault}:${event.epoch}:${job}`
    if (event.kind === 'sent') {
      metrics.attempts.inc({ job, reason: event.attempt > 1 ? 'replacement' : 'first' })
      if (head !== undefined && !firstSent.has(key)) firstSent.set(key, head)
      forgetOldest(firstSent)
      return
    }
    metrics.mined.inc({ job, result: event.reverted ? 'reverted' : 'ok' })
    metrics.feesWei.inc({ job }, Number(event.feeWei))
    const sentAt = firstSent.get(key)
    if (sentAt !== undefined)
      metrics.inclusionBlocks.observe({ job }, Number(event.blockNumber - sentAt))
    firstSent.delete(key)
  }
  return (event) => {
    switch (event.kind) {
      case 'tick':
        metrics.ticks.inc({ vault: keeperVault, result: event.result })
        if (event.result !== 'stopped') metrics.lastSuccess.set({ vault: keeperVault }, event.at)
        return
      case 'state':
        for (const state of epochStates) {
          metrics.jobState.set({ vault: event.vault, state }, Number(state === event.to))
        }
        return metrics.epoch.set({ vault: event.vault }, event.epoch)
      case 'sent':
      case 'mined':
        return countTransaction(event)
      case 'reorg':
        metrics.reorgs.inc({ job: event.job })
        return metrics.reorgDepth.set(event.depth)
      case 'rpc':
        return metrics.rpcRequests.inc({
          endpoint: event.endpoint,
          method: event.method,
          result: event.result,
        })
      case 'head':
        head = event.blockNumber
        metrics.headBlock.set(Number(event.blockNumber))
        return metrics.headLag.set(event.lagSeconds)
      case 'balance':
        return metrics.balanceWei.set(Number(event.wei))
      case 'problem':
        return metrics.problems.inc({ code: event.code, severity: event.severity })
      case 'decided':
      case 'would-send':
        return
    }
  }
}

/** Transactions that may wait at once; what was never mined is forgotten some day. */
const mostWaiting = 100

function forgetOldest(firstSent: Map<string, bigint>): void {
  const [oldest] = firstSent.keys()
  if (firstSent.size > mostWaiting && oldest !== undefined) firstSent.delete(oldest)
}
