import { getSqrtRatioAtTick, UserError } from '@tickwise/amm'
import type { DecisionView } from '../forecasts/decision-view.ts'
import type { ForecastAnswer, ForecastRequest } from '../forecasts/forecast.ts'
import type { PositionView, VaultView } from '../vault-view.ts'

/** A market whose tick jumps at given times, with nothing else in it: for tests of strategies. */
export function stepView(
  steps: readonly (readonly [timestamp: number, tick: number])[],
  timestamp: number,
  tickSpacing = 10,
  answer: (request: ForecastRequest) => ForecastAnswer | undefined = () => undefined,
): DecisionView {
  const historyStart = steps[0]?.[0] ?? 0
  const tick = steps.filter(([at]) => at <= timestamp).at(-1)?.[1] ?? 0
  const tickCumulativeAt = (time: number): number => {
    if (time > timestamp) throw new UserError('E_VIEW_FUTURE', `asks for ${time}`)
    if (time < historyStart) throw new UserError('E_VIEW_HISTORY', `asks for ${time}`)
    return steps.reduce((sum, [at, value], i) => {
      const until = Math.min(steps[i + 1]?.[0] ?? Infinity, time)
      return sum + Math.max(0, until - at) * value
    }, 0)
  }
  return {
    timestamp,
    decisionTime: timestamp,
    historyStart,
    blockNumber: 1,
    tick,
    sqrtPriceX96: getSqrtRatioAtTick(tick),
    liquidity: 10n ** 18n,
    spec: { fee: 500, tickSpacing },
    decimals0: 18,
    decimals1: 6,
    tickCumulativeAt,
    meanTick: (from, to) =>
      Math.floor((tickCumulativeAt(to) - tickCumulativeAt(from)) / (to - from)),
    volume: () => ({ amount0: 0n, amount1: 0n }),
    feeGrowth: () => ({ feeGrowth0X128: 0n, feeGrowth1X128: 0n }),
    forecast: answer,
  }
}

/** A vault with these idle amounts and ranges of liquidity 1. */
export function vaultWith(
  idle0: bigint,
  idle1: bigint,
  ranges: readonly (readonly [number, number])[] = [],
  lastRebalance?: number,
): VaultView {
  const positions: PositionView[] = ranges.map(([tickLower, tickUpper]) => ({
    tickLower,
    tickUpper,
    liquidity: 1n,
    amount0: 0n,
    amount1: 0n,
    fees0: 0n,
    fees1: 0n,
  }))
  return {
    asset: 1,
    idle0,
    idle1,
    positions,
    valueInAsset: idle1,
    ...(lastRebalance === undefined ? {} : { lastRebalance }),
  }
}
