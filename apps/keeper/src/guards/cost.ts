import { formatEther } from 'viem'
import type { Guard } from '../ports.ts'
import { allowed, begins, refused } from './answer.ts'
import { daySeconds, roomIn, type Usage } from './rolling-window.ts'

/** Part of a daily limit that is kept for the reveals of what is committed. */
const keptForRevealsBps = 2_000n

/**
 * Refuses a transaction that can cost more than `maxCostWei`, whatever it is for.
 *
 * @example
 * await createCostCap(10n ** 16n).ask(question)
 */
export function createCostCap(maxCostWei: bigint): Guard {
  return {
    name: 'transaction cost',
    ask: (question) =>
      question.maxCostWei <= maxCostWei
        ? allowed
        : refused(
            'E_GUARD_COST',
            `it can cost ${formatEther(question.maxCostWei)} of the native token, ` +
              `limits allow ${formatEther(maxCostWei)}; until gas is cheaper or ` +
              'fees.maxTransactionCostNative is higher',
          ),
  }
}

/**
 * Refuses what would make the fees of any 24 hours larger than a limit. A fifth of the limit is kept for
 * reveals, so that what is committed can be revealed.
 *
 * @param spent fees of mined transactions, at least those of the last 24 hours
 */
export function createSpendLimit(limitWei: bigint, spent: () => readonly Usage[]): Guard {
  return {
    name: 'daily spend',
    ask: (question) => {
      const limit = begins(question)
        ? limitWei - (limitWei * keptForRevealsBps) / 10_000n
        : limitWei
      const { now, maxCostWei: amount } = question
      const room = roomIn(spent(), { now, windowSeconds: daySeconds, limit, amount })
      if (room.fits) return allowed
      const reason =
        `${formatEther(room.used)} of the native token was spent within 24 hours and this can cost ` +
        `${formatEther(amount)}: limits allow ${formatEther(limit)}` +
        (begins(question) ? ' beside what is kept for reveals' : '')
      const end = room.fitsAt === undefined ? '; until limits.maxSpendPerDayNative is higher' : ''
      return refused('E_GUARD_SPEND', `${reason}${end}`, room.fitsAt)
    },
  }
}

/**
 * Refuses to begin anything that would leave less than `minWei`; what is committed is still revealed, as
 * long as there is something to pay with.
 */
export function createBalanceFloor(minWei: bigint): Guard {
  return {
    name: 'balance',
    ask: (question) => {
      const { balanceWei, maxCostWei } = question
      const floor = begins(question) ? minWei : 0n
      if (balanceWei - maxCostWei >= floor) return allowed
      const least = formatEther(floor + maxCostWei)
      return refused(
        'E_GUARD_BALANCE',
        `the keeper has ${formatEther(balanceWei)} of the native token and needs ${least}; ` +
          'until it is topped up',
      )
    },
  }
}
