import { kindCode, rowCountAtTime, sqrtPriceAt } from '@tickwise/amm'
import { defaultAsset } from '@tickwise/backtest'
import type { Dataset, PoolIdentity } from '@tickwise/market'
import type { ChartPoint } from '@tickwise/terminal'

/**
 * Price in human units, quoted in the token that a run counts in: token1 per token0, or the other way
 * round. For charts and tables only.
 */
export function humanPrice(pool: PoolIdentity, sqrtPriceX96: bigint): number {
  const { token0, token1 } = pool
  const root = Number(sqrtPriceX96) / 2 ** 96
  const token1PerToken0 = root * root * 10 ** (token0.decimals - token1.decimals)
  return quotesToken0(pool) ? 1 / token1PerToken0 : token1PerToken0
}

/** `USDC per WETH` */
export function priceLabel(pool: PoolIdentity): string {
  const { token0, token1 } = pool
  return quotesToken0(pool)
    ? `${token0.symbol} per ${token1.symbol}`
    : `${token1.symbol} per ${token0.symbol}`
}

function quotesToken0({ token0, token1 }: PoolIdentity): boolean {
  return defaultAsset([token0, token1]) === 0
}

/** Moments at which a chart samples the price: enough for the widest terminal. */
const chartSamples = 600

/** Price at evenly spaced moments, from the first to the last swap: `x` unix seconds, `y` price. */
export function priceOverTime(dataset: Dataset): readonly ChartPoint[] {
  const { columns, manifest } = dataset
  const { from, to } = manifest.timeRange
  const prices: ChartPoint[] = []
  let row = -1
  for (let i = 1; i <= chartSamples; i++) {
    const x = from + ((to - from) * i) / chartSamples
    const end = rowCountAtTime(columns, x)
    for (let next = row + 1; next < end; next++) {
      if (columns.kind[next] === kindCode.swap) row = next
    }
    if (row >= 0) prices.push({ x, y: humanPrice(manifest.pool, sqrtPriceAt(columns, row)) })
  }
  return prices
}
