import { InvariantError } from '@tickwise/amm'
import type { Keeper, KeeperDeps } from './keeper.ts'

/**
 * A keeper of one vault: looks at the chain, decides, commits, reveals, at each tick as far as it is time.
 *
 * @example
 * const keeper = createKeeper({ settings, rpc, account, journal, clock, guards: [], listen: () => undefined })
 * await keeper.recover()
 * for (;;) await keeper.tick()
 */
export function createKeeper({ settings, account, rpc }: KeeperDeps): Keeper {
  return {
    recover: () => Promise.resolve(),
    tick: () => Promise.reject(new InvariantError('E_KEEPER', 'it does nothing yet')),
    status: () => ({
      mode: settings.mode,
      vault: settings.vault,
      keeper: account.address,
      leader: false,
      inFlight: [],
      endpoints: rpc.health(),
    }),
    stop: () => undefined,
  }
}
