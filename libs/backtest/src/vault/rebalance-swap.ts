import { swapToMix, type MixSwap, type TargetRange, type TokenPair } from '@tickwise/strategies'
import { swapToRatio } from '../venue/swap-to-ratio.ts'
import type { Venue } from '../venue/venue.ts'

/**
 * The swap that a vault makes before it mints these ranges. For one range it is the policy's own, by
 * the liquidity in range alone, as a contract makes it: where the swap crosses ticks, the mix comes
 * out as wrong as it would on chain. Several ranges with a swap are no policy of a vault's; there the
 * swap is found by quotes.
 *
 * All positions must be burned: the venue's liquidity is then the one without the vault's own.
 */
export function rebalanceSwap(
  venue: Venue,
  holdings: TokenPair,
  ranges: readonly TargetRange[],
): MixSwap | undefined {
  const { fee } = venue.timeline.market.spec
  const { sqrtPriceX96 } = venue
  const [only, ...others] = ranges
  if (only === undefined || others.length > 0) {
    return swapToRatio(sqrtPriceX96, holdings, ranges, fee, (zeroForOne, amountIn) =>
      venue.quote(zeroForOne, amountIn),
    )
  }
  const { tickLower, tickUpper } = only
  return swapToMix({
    sqrtPriceX96,
    liquidity: venue.marketLiquidity(),
    fee,
    tickLower,
    tickUpper,
    ...holdings,
    reserve0: 0n,
    reserve1: 0n,
  })
}
