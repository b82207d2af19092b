import type { Guard } from '../ports.ts'
import type { Address } from 'viem'
import { allowed, begins, refused, trades } from './answer.ts'
import { daySeconds, roomIn, type Usage } from './rolling-window.ts'

/** What a rebalance did to the value of a vault, raw units of the asset. */
export interface ValueChange {
  /** Unix seconds. */
  readonly at: number
  readonly valueBefore: bigint
  readonly valueAfter: bigint
}

/**
 * The losses of rebalances in millionths of the value before each. Gains do not make up for losses: a
 * keeper that loses on every second trade is stopped too.
 *
 * @example
 * lossesPpm([{ at: 1, valueBefore: 1_000n, valueAfter: 999n }]) // [{ at: 1, amount: 1000n }]
 */
export function lossesPpm(changes: readonly ValueChange[]): readonly Usage[] {
  return changes
    .filter(({ valueBefore, valueAfter }) => valueAfter < valueBefore)
    .map(({ at, valueBefore, valueAfter }) => ({
      at,
      // Up: a loss is never made smaller.
      amount: ((valueBefore - valueAfter) * 1_000_000n + valueBefore - 1n) / valueBefore,
    }))
}

/**
 * Refuses to trade, and to commit to trades, once the rebalances of 24 hours lost more than a limit.
 * What is committed is revealed without a trade.
 *
 * @param changes of a vault's rebalances, at least those of the last 24 hours
 */
export function createLossLimit(
  limitBps: number,
  changes: (vault: Address) => Promise<readonly ValueChange[]>,
): Guard {
  return {
    name: 'daily loss',
    ask: async (question) => {
      if (!trades(question) && !(begins(question) && question.job === 'commit')) return allowed
      const losses = lossesPpm(await changes(question.vault))
      const limit = BigInt(limitBps) * 100n
      const window = { now: question.now, windowSeconds: daySeconds, limit, amount: 0n }
      const room = roomIn(losses, window)
      if (room.fits) return allowed
      const lost = (Number(room.used) / 100).toFixed(1)
      return refused(
        'E_GUARD_LOSS',
        `rebalances lost ${lost} basis points within 24 hours, limits allow ${limitBps}`,
        room.fitsAt,
      )
    },
  }
}
