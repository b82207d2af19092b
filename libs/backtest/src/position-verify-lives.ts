import { InvariantError } from '@tickwise/amm'
import type { PositionEvent } from '@tickwise/market'

/** An NFT from its mint to the collect after its liquidity reached zero. */
export interface PositionLife {
  readonly tokenId: bigint
  readonly tickLower: number
  readonly tickUpper: number
  /** The most liquidity it held. */
  readonly liquidity: bigint
  /** First is the mint, last a collect; no zero-liquidity rest is cut off. */
  readonly events: readonly PositionEvent[]
}

/** Why an NFT of the data has no closed life in them. */
export type OpenReason = 'minted before the data' | 'still open' | 'not collected'

/**
 * Splits position-manager events into NFTs whose whole life is in the data and the others, with the
 * reason. Token ids are handed out in ascending order (`NonfungiblePositionManager._nextId`), so an
 * NFT is new when its first event is an increase and its id exceeds every id seen before; an NFT
 * that is older but passes for new gives itself away when more liquidity leaves it than entered.
 * After the last decrease, liquidity must be zero and a collect must follow.
 *
 * @example
 * const { closed, open } = positionLives(dataset.positionEvents ?? [])
 */
export function positionLives(events: readonly PositionEvent[]): {
  readonly closed: readonly PositionLife[]
  readonly open: ReadonlyMap<bigint, OpenReason>
} {
  const byToken = new Map<bigint, PositionEvent[]>()
  const fresh = new Set<bigint>()
  let highestId = -1n
  for (const event of events) {
    const earlier = byToken.get(event.tokenId)
    if (earlier === undefined) {
      byToken.set(event.tokenId, [event])
      if (event.kind === 'increaseLiquidity' && event.tokenId > highestId) fresh.add(event.tokenId)
    } else {
      earlier.push(event)
    }
    if (event.tokenId > highestId) highestId = event.tokenId
  }
  const closed: PositionLife[] = []
  const open = new Map<bigint, OpenReason>()
  for (const [tokenId, own] of byToken) {
    const life = fresh.has(tokenId) ? closedLife(own) : 'minted before the data'
    if (typeof life === 'string') open.set(tokenId, life)
    else closed.push(life)
  }
  return { closed, open }
}

function closedLife(events: readonly PositionEvent[]): PositionLife | OpenReason {
  const [mint] = events
  if (mint === undefined) return 'still open'
  const { tokenId, tickLower, tickUpper } = mint
  let held = 0n
  let liquidity = 0n
  for (const event of events) {
    if (event.tickLower !== tickLower || event.tickUpper !== tickUpper) throw wrongJoin(event)
    if (event.kind === 'increaseLiquidity') held += event.liquidity
    if (event.kind === 'decreaseLiquidity') held -= event.liquidity
    if (held < 0n) return 'minted before the data'
    if (held > liquidity) liquidity = held
  }
  if (held > 0n) return 'still open'
  if (events.at(-1)?.kind !== 'collect') return 'not collected'
  return { tokenId, tickLower, tickUpper, liquidity, events }
}

function wrongJoin(event: PositionEvent): InvariantError {
  const { tokenId, blockNumber, logIndex } = event
  return new InvariantError(
    'E_POSITION_JOIN',
    `events of NFT ${tokenId} were joined to pool events of different ranges`,
    { hint: 'report this with the dataset root', facts: { tokenId, blockNumber, logIndex } },
  )
}
