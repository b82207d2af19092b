import {
  decisionStep,
  defineStrategy,
  hold,
  lastWholeEpoch,
  type ForecastAnswer,
  type Forecaster,
  type ForecastRequest,
  type MarketView,
} from '@tickwise/strategies'
import { z } from 'zod'

export const driftRequest: ForecastRequest = {
  target: 'drift',
  epochSeconds: 3600,
  horizonEpochs: 1,
}

/** Asks for a drift and sits on it: every tick of a forecast shows in the decision. */
export function asking(request: ForecastRequest = driftRequest) {
  return defineStrategy({
    name: 'asking',
    title: 'sits where the forecast says',
    parameters: z.object(decisionStep),
    warmupSeconds: () => 0,
    forecasts: () => [request],
    decide: (view) => {
      const answer = view.forecast(request)
      if (answer === undefined) return hold('no forecast')
      const middle = Math.round(answer.valueX16 / 65_536 / 60) * 60
      return {
        kind: 'rebalance',
        swap: 'none',
        ranges: [{ tickLower: middle - 120, tickUpper: middle + 120, weightBps: 10_000 }],
        reason: 'told',
      }
    },
  })
}

/** Forecasts whole ticks by a function of the view. */
export function forecasterBy(
  ticks: (view: MarketView) => number,
  change: Partial<ForecastAnswer> = {},
  rest: Partial<Forecaster> = {},
): Forecaster {
  return {
    name: 'hand-made',
    id: 'hand-made/1',
    answer: (view, { epochSeconds, horizonEpochs }) => {
      const madeAtEpoch = lastWholeEpoch(view.timestamp, epochSeconds)
      return {
        valueX16: ticks(view) * 65_536,
        model: 'hand',
        modelHash: '0xhand',
        skill: 'unproven',
        madeAtEpoch,
        validUntilEpoch: madeAtEpoch + horizonEpochs,
        ...change,
      }
    },
    ...rest,
  }
}
