import type { PoolEvent } from '@tickwise/amm'
import type { PositionEvent, PositionLog } from '@tickwise/market'

const causeOf = {
  increaseLiquidity: 'mint',
  decreaseLiquidity: 'burn',
  collect: 'collect',
} as const

/** Gives each position-manager log the nearest pool event before it that it can come from; logs of other pools drop out. */
export function joinPositionLogs(
  events: readonly PoolEvent[],
  logs: readonly PositionLog[],
): PositionEvent[] {
  const byTransaction = new Map<string | undefined, PoolEvent[]>()
  for (const event of events) {
    const own = byTransaction.get(event.transactionHash)
    if (own === undefined) byTransaction.set(event.transactionHash, [event])
    else own.push(event)
  }
  return logs.flatMap((log): PositionEvent[] => {
    const candidates = byTransaction.get(log.transactionHash) ?? []
    const cause = candidates.findLast((event) => causes(event, log))
    if (cause === undefined || !('tickLower' in cause)) return []
    const { tickLower, tickUpper, logIndex } = cause
    return [{ ...log, tickLower, tickUpper, poolLogIndex: logIndex }]
  })
}

function causes(event: PoolEvent, log: PositionLog): boolean {
  if (event.kind !== causeOf[log.kind] || event.logIndex >= log.logIndex) return false
  // The pool emits Collect right before the manager does; the two may differ by rounding.
  if (event.kind === 'collect') return event.logIndex === log.logIndex - 1
  return (
    'liquidity' in event &&
    event.liquidity === log.liquidity &&
    event.amount0 === log.amount0 &&
    event.amount1 === log.amount1
  )
}
