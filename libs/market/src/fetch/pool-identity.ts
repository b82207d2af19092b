import { UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { hexToString } from 'viem'
import type { PoolIdentity } from '../manifest.ts'
import { addressOf } from './log-words.ts'
import { readViews, signedWordOf, wordOf } from './pool-reads.ts'
import { RpcFailure } from './rpc-failure.ts'
import type { RpcPool } from './rpc-pool.ts'

/**
 * What a pool is, from the chain: its tokens with decimals and symbols, fee, tick spacing.
 * Errors: UserError `E_NOT_A_POOL` when there is no Uniswap v3 pool at the address,
 * `E_TOKEN_DECIMALS` when a token does not say its decimals.
 */
export async function readPoolIdentity(
  pool: RpcPool,
  chainId: number,
  address: Hex,
): Promise<PoolIdentity> {
  const signatures = ['token0()', 'token1()', 'fee()', 'tickSpacing()']
  const calls = signatures.map((signature) => ({ to: address, signature }))
  try {
    const [token0, token1, fee, tickSpacing] = await readViews(pool, calls, 'latest')
    wordOf(token0, 0)
    wordOf(token1, 0)
    return {
      chainId,
      address,
      token0: await readToken(pool, addressOf(token0)),
      token1: await readToken(pool, addressOf(token1)),
      fee: Number(wordOf(fee, 0)),
      tickSpacing: Number(signedWordOf(tickSpacing, 0)),
    }
  } catch (cause) {
    if (!(cause instanceof RpcFailure)) throw cause
    throw new UserError('E_NOT_A_POOL', `${address} is not a Uniswap v3 pool on chain ${chainId}`, {
      hint: 'check the address, and that the RPC URL is of the right chain',
      facts: { address, chainId },
      cause,
    })
  }
}

async function readToken(pool: RpcPool, address: Hex): Promise<PoolIdentity['token0']> {
  const [decimals] = await readViews(pool, [{ to: address, signature: 'decimals()' }], 'latest')
  if (decimals?.length !== 64) {
    throw new UserError('E_TOKEN_DECIMALS', `the token ${address} does not say its decimals`, {
      hint: 'pools of such tokens cannot be fetched: import their events with a mapping instead',
      facts: { token: address },
    })
  }
  return {
    address,
    symbol: (await readSymbol(pool, address)) ?? address.slice(0, 10),
    decimals: Number(wordOf(decimals, 0)),
  }
}

/** Some tokens have no symbol; the address's beginning then stands for it. */
async function readSymbol(pool: RpcPool, address: Hex): Promise<string | undefined> {
  try {
    const [answer] = await readViews(pool, [{ to: address, signature: 'symbol()' }], 'latest')
    return answer === undefined ? undefined : decodeSymbol(answer)
  } catch (cause) {
    if (cause instanceof RpcFailure) return undefined
    throw cause
  }
}

/**
 * A symbol from the answer of `symbol()`: an ABI string, or bytes32 as old tokens such as MKR have it.
 * `undefined` when it is neither.
 */
export function decodeSymbol(answer: string): string | undefined {
  if (answer.length === 64) return readable(answer)
  if (answer.length < 128) return undefined
  const start = 64 + 2 * Number(wordOf(answer, 0))
  const length = 2 * Number(BigInt(`0x${answer.slice(start - 64, start) || '0'}`))
  return start + length <= answer.length ? readable(answer.slice(start, start + length)) : undefined
}

function readable(hex: string): string | undefined {
  const text = hexToString(`0x${hex}`).replaceAll('\0', '').trim()
  return text === '' ? undefined : text
}
