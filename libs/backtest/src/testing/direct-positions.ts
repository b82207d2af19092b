import type { BurnEvent, CollectEvent, MintEvent, PoolEvent } from '@tickwise/amm'
import type { PositionEvent } from '@tickwise/market'

const POSITION_MANAGER = '0xc36442b4a4522e871399cd717abdd847ab11fe88'

const kindOf = {
  mint: 'increaseLiquidity',
  burn: 'decreaseLiquidity',
  collect: 'collect',
} as const

type RangeEvent = MintEvent | BurnEvent | CollectEvent

/**
 * Positions held without the position manager (just-in-time providers among them), written as if each
 * episode mint → empty → collect were an NFT: the pool keeps the same books for an owner's range as the
 * manager does for an NFT, so the same check applies.
 */
export function directPositionEvents(events: readonly PoolEvent[]): PositionEvent[] {
  const current = new Map<string, { tokenId: bigint; held: bigint }>()
  let nextId = 1n
  return events.filter(isDirect).map((event) => {
    const key = `${event.owner} ${event.tickLower} ${event.tickUpper}`
    let episode = current.get(key)
    if (episode === undefined || (event.kind === 'mint' && episode.held === 0n)) {
      episode = { tokenId: nextId++, held: 0n }
      current.set(key, episode)
    }
    const liquidity = event.kind === 'collect' ? 0n : event.liquidity
    episode.held += event.kind === 'mint' ? liquidity : -liquidity
    const { kind, logIndex } = event
    const { tokenId } = episode
    return { ...event, kind: kindOf[kind], tokenId, liquidity, poolLogIndex: logIndex }
  })
}

function isDirect(event: PoolEvent): event is RangeEvent {
  if (event.kind !== 'mint' && event.kind !== 'burn' && event.kind !== 'collect') return false
  return event.owner !== POSITION_MANAGER
}
