import { systemIo, type FetchIo } from '@tickwise/market'

/** The time until a keeper is open: nothing has begun yet, so it may end at any moment. */
export interface Opening {
  /** For the endpoints: requests end with the signal until the keeper is open, and are let be finished from then on. */
  readonly io: FetchIo
  /**
   * Does the opening.
   *
   * @throws what the signal was aborted with
   */
  readonly open: <T>(work: Promise<T>) => Promise<T>
}

/**
 * Lets a signal end the opening of a keeper at once, also while an endpoint does not answer. What a keeper has in
 * hand later is its own to finish.
 *
 * @example
 * const opening = whileOpening(signal)
 * const rpc = createKeeperRpc({ urls, chainId, now, io: opening.io })
 * const settings = await opening.open(readSettings(rpc))
 */
export function whileOpening(signal: AbortSignal, io: FetchIo = systemIo): Opening {
  let isOpen = false
  const fetch: FetchIo['fetch'] = (input, init = {}) => {
    if (isOpen) return io.fetch(input, init)
    const signals = [signal, ...(init.signal ? [init.signal] : [])]
    return io.fetch(input, { ...init, signal: AbortSignal.any(signals) })
  }
  return {
    io: { ...io, fetch },
    open: async (work) => {
      try {
        return await work
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        isOpen = true
      }
    },
  }
}
