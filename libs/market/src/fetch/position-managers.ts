import type { Hex } from '@tickwise/amm'

/** Chains whose deployment is at another address than most. Source: Uniswap v3 deployment pages. */
const elsewhere: Readonly<Record<number, Hex>> = {
  56: '0x7b8a01b39d58278b5de7e48c8449c9f4f5170613',
  8453: '0x03a520b32c04bf3beef7beb72e919cf822ed34f1',
  42220: '0x3d79edaabc0eab6f08ed885c05fc0b014290d95a',
}

/** Ethereum, Optimism, Polygon, Arbitrum. */
const usual: readonly number[] = [1, 10, 137, 42161]

/**
 * Address of Uniswap's own position manager on a chain; `undefined` where this program does not know
 * one.
 *
 * @example
 * knownPositionManager(1) // '0xc36442b4a4522e871399cd717abdd847ab11fe88'
 */
export function knownPositionManager(chainId: number): Hex | undefined {
  if (usual.includes(chainId)) return '0xc36442b4a4522e871399cd717abdd847ab11fe88'
  return elsewhere[chainId]
}
