import type { BurnEvent, CollectEvent, MintEvent, PoolEvent } from '@tickwise/amm'
import type { PositionEvent, PositionEventKind } from '../dataset.ts'
import type { PositionLog } from '../fetch/decode-position-log.ts'

/** A pool event that a call of the position manager can have caused. */
export type RangeEvent = MintEvent | BurnEvent | CollectEvent

/** Whether an event changes or empties a position. */
export const isRangeEvent = (event: PoolEvent): event is RangeEvent =>
  event.kind === 'mint' || event.kind === 'burn' || event.kind === 'collect'

const poolKind = {
  increaseLiquidity: 'mint',
  decreaseLiquidity: 'burn',
  collect: 'collect',
} as const satisfies Record<PositionEventKind, RangeEvent['kind']>

const sameCall = (log: PositionLog, event: RangeEvent): boolean => {
  if (event.kind !== poolKind[log.kind] || event.logIndex >= log.logIndex) return false
  if (event.kind === 'collect') {
    const sameRecipient = log.recipient === undefined || log.recipient === event.recipient
    return sameRecipient && event.amount0 <= log.amount0 && event.amount1 <= log.amount1
  }
  return (
    event.liquidity === log.liquidity &&
    event.amount0 === log.amount0 &&
    event.amount1 === log.amount1
  )
}

const byPlace = (
  a: { readonly blockNumber: number; readonly logIndex: number },
  b: { readonly blockNumber: number; readonly logIndex: number },
): number => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex

/** The call of the manager comes with the pool's event before it, in the same transaction. */
const transactionOf = (event: PositionLog | RangeEvent): string =>
  `${event.blockNumber} ${event.transactionHash ?? ''}`

/**
 * Joins logs of the position manager (of any pools) to the events of one pool: same transaction,
 * nearest pool event before it of the matching kind, equal liquidity and amounts. The pool's Collect may
 * pay some wei less than the manager asks for (`NonfungiblePositionManager.collect`). Logs that fit no
 * event of the pool belong to other pools and are left out.
 *
 * @example
 * const positionEvents = joinPositionEvents(logs, poolEvents.filter(isRangeEvent))
 */
export const joinPositionEvents = (
  logs: readonly PositionLog[],
  rangeEvents: readonly RangeEvent[],
): PositionEvent[] => {
  const candidates = new Map<string, RangeEvent[]>()
  for (const event of rangeEvents) {
    const key = transactionOf(event)
    const list = candidates.get(key)
    if (list === undefined) candidates.set(key, [event])
    else list.push(event)
  }
  const ranges = new Map<bigint, RangeEvent>()
  const joined: PositionEvent[] = []
  for (const log of [...logs].sort(byPlace)) {
    const open = candidates.get(transactionOf(log)) ?? []
    const known = ranges.get(log.tokenId)
    const found = open.findLastIndex(
      (event) =>
        sameCall(log, event) &&
        (known === undefined ||
          (known.tickLower === event.tickLower && known.tickUpper === event.tickUpper)),
    )
    const [event] = found < 0 ? [] : open.splice(found, 1)
    if (event === undefined) continue
    ranges.set(log.tokenId, event)
    const { logIndex: poolLogIndex, tickLower, tickUpper } = event
    joined.push({ ...log, poolLogIndex, tickLower, tickUpper })
  }
  return joined
}
