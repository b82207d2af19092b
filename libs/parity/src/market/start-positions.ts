import { UserError } from '@tickwise/amm'
import { MARKET } from '@tickwise/backtest'
import type { ExactPool } from '@tickwise/amm'

/** A position to mint so that a pool stands where the recorded one did. */
export interface StartPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/**
 * Positions that, minted into a new pool, give the ticks of this one: those that the market is going to burn, and
 * one for each stretch of what else the ticks show. A tick is initialised on chain exactly where it is here, and
 * ceases to be with the same burns: a swap's steps end at initialised ticks, and each step rounds.
 *
 * @throws UserError `E_START_STATE` for ticks that no positions can make, such as those of an incomplete snapshot
 *
 * @example
 * startPositions(openMarketPool(market).pool)
 */
export function startPositions(pool: ExactPool): readonly StartPosition[] {
  const held = pool.positions
    .filter(({ owner, liquidity }) => owner === MARKET && liquidity > 0n)
    .map(({ tickLower, tickUpper, liquidity }) => ({ tickLower, tickUpper, liquidity }))
  return [...held, ...nobodysPositions(pool, held)]
}

interface Rest {
  gross: bigint
  net: bigint
}

function nobodysPositions(pool: ExactPool, held: readonly StartPosition[]): StartPosition[] {
  const rest = new Map<number, Rest>(
    pool.ticks.map(({ tick, liquidityGross, liquidityNet }) => [
      tick,
      { gross: liquidityGross, net: liquidityNet },
    ]),
  )
  const take = (tick: number, gross: bigint, net: bigint): void => {
    const entry = rest.get(tick)
    if (entry === undefined) throw noPositionsMake(tick)
    entry.gross -= gross
    entry.net -= net
  }
  for (const { tickLower, tickUpper, liquidity } of held) {
    take(tickLower, liquidity, liquidity)
    take(tickUpper, liquidity, -liquidity)
  }
  const ends = [...rest].filter(([, { gross }]) => gross !== 0n).sort(([a], [b]) => a - b)
  const positions: StartPosition[] = []
  let liquidity = 0n
  ends.forEach(([tickLower, { net }], i) => {
    liquidity += net
    const tickUpper = ends[i + 1]?.[0]
    if (liquidity < 0n || (tickUpper === undefined && liquidity !== 0n)) {
      throw noPositionsMake(tickLower)
    }
    if (tickUpper !== undefined && liquidity > 0n)
      positions.push({ tickLower, tickUpper, liquidity })
  })
  return positions
}

function noPositionsMake(tick: number): UserError {
  return new UserError('E_START_STATE', 'no positions make the ticks that the data begin with', {
    hint: 'take a dataset whose start state is whole: fetched from the chain, derived, or from the first event on',
    facts: { tick },
  })
}
