import type { MarketData } from '../market/market-data.ts'
import type { ActionEntry, EngineObserver, EquityEntry } from './engine.ts'
import type { RunObserver } from './prepare-run.ts'
import { jsonReady, type ResultAction, type ResultEquityPoint } from './result.ts'

/** What an observer of results is told by the engine. */
export function watchedAs(observer: RunObserver, market: MarketData): EngineObserver {
  return {
    equity: (point) => observer.equity(jsonReady(shownPoint(point, market))),
    decision: (decidedAt, { reason, ranges }) =>
      observer.decision({
        decidedAt,
        reason,
        ranges: ranges.map(({ tickLower, tickUpper }) => [tickLower, tickUpper] as const),
      }),
    action: (action) => observer.action(jsonReady(shownAction(action, market))),
  }
}

/** A point of the equity curve as results have it. */
export function shownPoint(
  { sqrtPriceX96, ...point }: EquityEntry,
  market: MarketData,
): ResultEquityPoint {
  return { ...point, price: humanPrice(sqrtPriceX96, market) }
}

/** An action as results have it. */
export function shownAction(action: ActionEntry, market: MarketData): ResultAction {
  const { outcome, sqrtPriceX96, ...rest } = action
  const burned = outcome?.burned ?? []
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
  const swap = outcome?.swap
  return {
    ...rest,
    price: humanPrice(sqrtPriceX96, market),
    burned0: sum(burned.map(({ principal }) => principal.amount0)),
    burned1: sum(burned.map(({ principal }) => principal.amount1)),
    collected0: sum(burned.map(({ fees }) => fees.amount0)),
    collected1: sum(burned.map(({ fees }) => fees.amount1)),
    ...(swap === undefined
      ? {}
      : {
          swap: {
            zeroForOne: swap.zeroForOne,
            amountIn: swap.amountIn,
            amountOut: swap.amountOut,
            feeAmount: swap.feeAmount,
            complete: swap.complete,
          },
        }),
    ranges: (outcome?.placed ?? []).map(({ tickLower, tickUpper, liquidity, cost }) => ({
      tickLower,
      tickUpper,
      liquidity,
      amount0: cost.amount0,
      amount1: cost.amount1,
    })),
  }
}

/** Token1 per token0 in whole tokens, for people and charts. */
function humanPrice(sqrtPriceX96: bigint, { tokens }: MarketData): number {
  const root = Number(sqrtPriceX96) / 2 ** 96
  return root * root * 10 ** (tokens[0].decimals - tokens[1].decimals)
}
