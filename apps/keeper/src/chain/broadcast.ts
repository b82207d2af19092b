import type { RpcFailure } from '@tickwise/market'
import type { Broadcast } from './keeper-rpc.ts'

/**
 * What nodes say to signed bytes that they do not simply accept, by client: Geth, Nethermind, Besu, Erigon,
 * Reth, Arbitrum, OP. "unknown transaction" must not pass for a known one.
 */
const wordings: readonly (readonly [
  Broadcast['kind'] & ('known' | 'nonce-used' | 'underpriced'),
  RegExp,
])[] = [
  [
    'known',
    /already known|alreadyknown|already imported|already exists|(^|\W)known transaction|already in (the )?(mem)?pool/i,
  ],
  [
    'nonce-used',
    /nonce (is )?too low|nonce_too_low|oldnonce|invalid (transaction )?nonce|nonce .*(already|been) (been )?used/i,
  ],
  [
    'underpriced',
    /underpriced|fee ?too ?low|less than (the )?(block )?base ?fee|fee cap|feecap|gas price .*(too )?low|below (the )?(current )?(minimum|base ?fee)/i,
  ],
]

/** Sorts the answer to `eth_sendRawTransaction` by what follows from it. */
export function classifyBroadcast(endpoint: string, failure: RpcFailure): Broadcast {
  const { message } = failure
  for (const [kind, pattern] of wordings) {
    if (!pattern.test(message)) continue
    return kind === 'underpriced' ? { kind, endpoint, message } : { kind, endpoint }
  }
  const said = failure.answer !== undefined && failure.kind !== 'rate'
  return { kind: said ? 'refused' : 'unanswered', endpoint, message }
}
