import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { bestHalfWidth, MAX_SEARCHED_TICKS } from '../economics/best-width.ts'
import { moveGain } from '../economics/move-gain.ts'
import { unconcentratedRate, type RangeMarket } from '../economics/range-rates.ts'
import {
  feeSeasonsWarmupSeconds,
  seasonalFeeGrowthX128Down,
} from '../features/seasonal-fee-growth.ts'
import type { DecisionView } from '../forecasts/decision-view.ts'
import type { ForecastRequest } from '../forecasts/forecast.ts'
import { requiredForecast } from '../forecasts/required-forecast.ts'
import { rangeAround } from '../policies/tick-range.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import { bandParameters } from './band.ts'
import {
  expectedVariance,
  varianceParameters,
  varianceRequests,
  varianceWarmupSeconds,
} from './expected-variance.ts'

/** The fee model that every view can answer by itself. */
const OWN_FEE_MODEL = 'seasonal'

const { model, ...averageParameters } = varianceParameters

const parameters = z.object({
  ...decisionStep,
  horizonEpochs: bandParameters.horizonEpochs.describe(
    'epochs that fees and volatility are forecast for, and over which a move has to pay',
  ),
  gasPpm: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(200)
    .describe('gas of one rebalance in millionths of the vault’s value'),
  impactPpm: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(100)
    .describe('price impact of one rebalance in millionths of the vault’s value'),
  hysteresisBps: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(10_000)
    .describe('move when the gain is above this share of a rebalance’s cost; 10000 = all of it'),
  seasonEpochs: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(24)
    .describe('epochs after which fees repeat'),
  seasons: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe('past seasons behind the built-in fee forecast'),
  ...averageParameters,
  minHalfWidthTicks: z
    .number()
    .int()
    .min(1)
    .max(MAX_SEARCHED_TICKS)
    .default(50)
    .describe('narrowest half-width'),
  maxHalfWidthTicks: z
    .number()
    .int()
    .min(1)
    .max(MAX_SEARCHED_TICKS)
    .default(20_000)
    .describe('widest half-width'),
  model,
  feeModel: z
    .string()
    .min(1)
    .max(100)
    .default(OWN_FEE_MODEL)
    .describe('who forecasts the fees: seasonal (built in), a model by name or hash, walkforward'),
})

type Params = z.output<typeof parameters>

/** The range whose fees, less loss to arbitrage and rebalances, are expected to be the most per value. */
export const feeLvr = defineStrategy({
  name: 'fee-lvr',
  title: 'the width at which forecast fees − LVR − cost of rebalances are the most',
  parameters,
  warmupSeconds: (params) =>
    Math.max(varianceWarmupSeconds(params), feeSeasonsWarmupSeconds(params)),
  forecasts: (params) => [...varianceRequests(params), ...feeRequests(params)],
  decide: (view, vault, params) => {
    const { market, by } = expectedMarket(view, params)
    const { tickSpacing } = view.spec
    const halfWidth = bestHalfWidth(market, { ...params, tickSpacing })
    const target = rangeAround(view.tick, halfWidth, tickSpacing)
    const position = vault.positions[0]
    if (position !== undefined) {
      const gain = moveGain(market, position, target, params.horizonEpochs)
      const price = (market.rebalanceCost * params.hysteresisBps) / ALL_BPS
      if (gain <= price) return hold('moving would gain less than it costs')
    }
    const why = position === undefined ? 'first placement' : 'moving gains more than it costs'
    const what = unconcentratedRate(market) > 0 ? 'best' : 'widest, for fees are below LVR:'
    return {
      kind: 'rebalance',
      swap: 'to-ratio',
      ranges: [{ ...target, weightBps: ALL_BPS }],
      reason: `${why}; ${what} half-width ${halfWidth} ticks; ${by}`,
    }
  },
})

/** Millionths: the pool's fee is counted in them too. */
const PPM = 1_000_000

function expectedMarket(
  view: DecisionView,
  params: Params,
): { readonly market: RangeMarket; readonly by: string } {
  const variance = expectedVariance(view, params)
  const fees = expectedFeeGrowth(view, params)
  const market: RangeMarket = {
    tick: view.tick,
    sqrtPriceX96: view.sqrtPriceX96,
    feesPerLiquidity: Number(fees.growthX128) / 2 ** 128,
    varianceTicks: Number(variance.varianceX32) / 2 ** 32,
    rebalanceCost: (params.gasPpm + params.impactPpm + view.spec.fee / 2) / PPM,
  }
  return { market, by: `fees by ${fees.by}, volatility by ${variance.by}` }
}

function expectedFeeGrowth(
  view: DecisionView,
  params: Params,
): { readonly growthX128: bigint; readonly by: string } {
  const [request] = feeRequests(params)
  if (request === undefined) {
    return { growthX128: seasonalFeeGrowthX128Down(view, params), by: OWN_FEE_MODEL }
  }
  const { feeGrowthX128, model: by } = requiredForecast(view, request)
  return { growthX128: feeGrowthX128 ?? 0n, by }
}

function feeRequests(params: Params): readonly ForecastRequest[] {
  const { epochSeconds, horizonEpochs, feeModel } = params
  if (feeModel === OWN_FEE_MODEL) return []
  return [{ target: 'log-fee-growth', epochSeconds, horizonEpochs, model: feeModel }]
}
