import { UserError } from '@tickwise/amm'
import {
  describeRequest,
  lastWholeEpoch,
  type ForecastAnswer,
  type ForecastRequest,
} from './forecast.ts'

/**
 * Copies an answer into plain frozen data, and refuses one that a forecaster could not have made honestly
 * from a view that ends at `timestamp`.
 *
 * @throws UserError `E_FORECAST_ANSWER`
 */
export function checkAnswer(
  answer: ForecastAnswer,
  request: ForecastRequest,
  timestamp: number,
): ForecastAnswer {
  const { valueX16, varianceX32, feeGrowthX128, madeAtEpoch, validUntilEpoch } = answer
  const last = lastWholeEpoch(timestamp, request.epochSeconds)
  const bad = (why: string, hint: string): UserError =>
    new UserError('E_FORECAST_ANSWER', `a forecast of ${describeRequest(request)} ${why}`, {
      hint,
      facts: { valueX16, madeAtEpoch, validUntilEpoch, lastWholeEpoch: last, model: answer.model },
    })
  if (valueX16 !== (valueX16 | 0)) {
    throw bad(`has the value ${valueX16}`, 'values are integers with 16 fractional bits, int32')
  }
  if (!(madeAtEpoch <= last)) {
    throw bad(
      `knows epoch ${madeAtEpoch}, which is not over`,
      'use whole epochs before the view ends',
    )
  }
  if (!(validUntilEpoch > last)) {
    throw bad(
      `is about epochs up to ${validUntilEpoch}, all past`,
      'answer with a current forecast',
    )
  }
  if (request.target === 'log-variance' && !isAmount(varianceX32)) {
    throw bad('says no variance', 'give varianceX32, the forecast of the variance itself')
  }
  if (request.target === 'log-fee-growth' && !isAmount(feeGrowthX128)) {
    throw bad('says no fee growth', 'give feeGrowthX128, the forecast of the fee growth itself')
  }
  return Object.freeze({
    valueX16,
    ...(varianceX32 === undefined ? {} : { varianceX32 }),
    ...(feeGrowthX128 === undefined ? {} : { feeGrowthX128 }),
    model: answer.model,
    modelHash: answer.modelHash,
    skill: answer.skill,
    madeAtEpoch,
    validUntilEpoch,
  })
}

function isAmount(value: bigint | undefined): boolean {
  return typeof value === 'bigint' && value >= 0n
}
