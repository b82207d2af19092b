import type { TokenIndex } from '@tickwise/strategies'
import type { Token } from '../market/market-data.ts'

/** A stable coin by its symbol; simulated tokens carry an `s` in front. */
const STABLE =
  /^s?(USDC(\.e|bC)?|USDbC|USDT0?|USD₮0|DAI|LUSD|FRAX|GHO|crvUSD|PYUSD|USDe|USDS|BUSD|TUSD)$/i

/**
 * The token to count in when none is given: the only stable coin of the pair, else token1.
 *
 * @example
 * defaultAsset([{ symbol: 'USDC', decimals: 6 }, { symbol: 'WETH', decimals: 18 }]) // 0
 */
export function defaultAsset(tokens: readonly [Token, Token]): TokenIndex {
  return STABLE.test(tokens[0].symbol) && !STABLE.test(tokens[1].symbol) ? 0 : 1
}

/** Symbols of the wrapped native token by chain; where a chain is not listed, ether's. */
const nativeSymbols: Readonly<Record<number, readonly string[]>> = {
  56: ['WBNB'],
  100: ['WXDAI'],
  137: ['WMATIC', 'WPOL'],
  43114: ['WAVAX'],
}

const ETHER = ['WETH', 'WETH9', 'sWETH', 'ETH']

/**
 * Which token of the pair is the chain's own currency, in which gas is paid; undefined if neither.
 *
 * @example
 * nativeToken(1, [{ symbol: 'USDC', decimals: 6 }, { symbol: 'WETH', decimals: 18 }]) // 1
 */
export function nativeToken(
  chainId: number,
  tokens: readonly [Token, Token],
): TokenIndex | undefined {
  const symbols = nativeSymbols[chainId] ?? ETHER
  if (symbols.includes(tokens[0].symbol)) return 0
  return symbols.includes(tokens[1].symbol) ? 1 : undefined
}
