import { expect, it } from 'vitest'
import { gasAccount } from './gas-account.ts'
import { nextAction } from './next-action.ts'

const day = 86_400
const now = 1_000 * day

it('a balance lasts as long as the last week’s fees let it, rounded down', () => {
  expect(gasAccount([], 5n, now).runwayDays).toBeUndefined()
  // 70 in seven days are 10 a day; what lies further back is spent and no rate.
  const fees = [
    { at: now - 30 * day, amount: 1_000n },
    { at: now - 6 * day, amount: 60n },
    { at: now - 3_600, amount: 10n },
  ]
  expect(gasAccount(fees, 105n, now)).toEqual({
    spentWei: 1_070n,
    spentTodayWei: 10n,
    perDayWei: 10n,
    runwayDays: 10.5,
  })
  // One fee within the first day is a day's.
  expect(gasAccount([{ at: now - 60, amount: 7n }], 70n, now).runwayDays).toBe(10)
})

it('what comes next is the reveal, then its expiry, then the next epoch', () => {
  const clock = { now: 36_100, epochSeconds: 3_600, confirmationSeconds: 60 }
  const live = { live: true, epoch: 10, validAfter: 36_200, deadline: 36_800 }
  expect(nextAction(live, clock)).toEqual({ what: 'reveal', epoch: 10, at: 36_200, until: 36_800 })
  expect(nextAction(live, { ...clock, now: 36_801 })).toMatchObject({ what: 'expire', at: 36_801 })
  const revealed = { ...live, live: false }
  expect(nextAction(revealed, clock)).toMatchObject({ what: 'commit', epoch: 11, at: 39_660 })
  expect(nextAction({ ...revealed, epoch: 8 }, clock)).toMatchObject({ epoch: 10, at: 36_060 })
})
