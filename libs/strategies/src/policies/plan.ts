import { MAX_TICK, UserError } from '@tickwise/amm'
import { checkPolicyInput, type MarketState, type Placeable } from './domain.ts'
import { passivePolicy } from './passive.ts'
import { swapToMix, type MixSwap } from './swap-to-mix.ts'
import type { TickRange } from './tick-range.ts'
import { volatilityBandPolicy } from './volatility-band.ts'

/** Numbers of the policies, as a vault stores them. */
export const policyIds = { volatilityBand: 1, passive: 2 } as const

/** Which policy turns a forecast into ranges, and its parameters; the other policy's are ignored. */
export interface PolicyParameters {
  readonly policyId: number
  /** volatility-band: narrowest and widest half-width. */
  readonly minHalfWidthTicks: number
  readonly maxHalfWidthTicks: number
  /** volatility-band: half-width in thousandths of a standard deviation over the horizon. */
  readonly widthMilliSigmas: number
  /** volatility-band: epochs a range is meant to last. */
  readonly horizonEpochs: number
  /** passive: ticks from the price to each bound of the base range. */
  readonly baseHalfWidthTicks: number
  /** passive: width of the limit order beside the price. */
  readonly limitWidthTicks: number
}

/** Burn everything, make the swap, then fill the ranges in order, each with all it can use. */
export interface PolicyPlan {
  readonly swap?: MixSwap
  readonly ranges: readonly TickRange[]
}

/**
 * What a vault with this policy does with its holdings: `plan` of `RangePolicy.sol`, bit for bit.
 *
 * - 1 volatility-band: one range as wide as the forecast says, and the swap that gives what is not
 *   reserved the mix of that range.
 * - 2 passive: base range and limit order for what is not reserved; never a swap, no forecast.
 *
 * @param varianceX32 forecast variance of the tick over one epoch, ticks² · 2^32; any uint256
 *
 * @throws UserError `E_POLICY_UNKNOWN`, `E_POLICY_PARAMETER`, `E_POLICY_INPUT` where the contract
 * reverts with `UnknownPolicy`, `ParameterOutOfRange`, `InputOutOfRange`
 *
 * @example
 * policyPlan(parameters, 100n << 32n, market, { amount0, amount1, reserve0: 0n, reserve1: 0n }).ranges
 */
export function policyPlan(
  parameters: PolicyParameters,
  varianceX32: bigint,
  market: MarketState,
  placeable: Placeable,
): PolicyPlan {
  checkPolicyParameters(parameters)
  checkPolicyInput(market, placeable)
  return parameters.policyId === policyIds.volatilityBand
    ? bandPlan(parameters, varianceX32, market, placeable)
    : passivePlan(parameters, market, placeable)
}

function bandPlan(
  parameters: PolicyParameters,
  varianceX32: bigint,
  market: MarketState,
  placeable: Placeable,
): PolicyPlan {
  const { tick, tickSpacing, sqrtPriceX96, liquidity, fee } = market
  const range = volatilityBandPolicy({ ...parameters, varianceX32, tick, tickSpacing })
  const swap = swapToMix({ ...range, ...placeable, sqrtPriceX96, liquidity, fee })
  return { ranges: [range], ...(swap === undefined ? {} : { swap }) }
}

function passivePlan(
  parameters: PolicyParameters,
  { tick, tickSpacing, sqrtPriceX96 }: MarketState,
  { amount0, amount1, reserve0, reserve1 }: Placeable,
): PolicyPlan {
  const { base, limit } = passivePolicy({
    tick,
    sqrtPriceX96,
    tickSpacing,
    amount0: amount0 > reserve0 ? amount0 - reserve0 : 0n,
    amount1: amount1 > reserve1 ? amount1 - reserve1 : 0n,
    baseHalfWidthTicks: parameters.baseHalfWidthTicks,
    limitWidthTicks: parameters.limitWidthTicks,
  })
  return { ranges: limit === undefined ? [base] : [base, limit] }
}

/**
 * Refuses parameters with which no plan could be made: those of the chosen policy must be within the
 * ranges that its strategy declares. `checkParameters` of `RangePolicy.sol`.
 *
 * @throws UserError `E_POLICY_UNKNOWN`; `E_POLICY_PARAMETER` with name and range in its facts
 *
 * @example
 * checkPolicyParameters({ ...parameters, policyId: 3 }) // throws E_POLICY_UNKNOWN
 */
export function checkPolicyParameters(parameters: PolicyParameters): void {
  const { policyId, maxHalfWidthTicks } = parameters
  if (policyId === policyIds.volatilityBand) {
    check(parameters, 'maxHalfWidthTicks', 1, MAX_TICK)
    check(parameters, 'minHalfWidthTicks', 1, maxHalfWidthTicks)
    check(parameters, 'widthMilliSigmas', 100, 20_000)
    check(parameters, 'horizonEpochs', 1, 10_000)
  } else if (policyId === policyIds.passive) {
    check(parameters, 'baseHalfWidthTicks', 1, MAX_TICK)
    check(parameters, 'limitWidthTicks', 1, MAX_TICK)
  } else {
    throw new UserError('E_POLICY_UNKNOWN', `there is no policy ${policyId}`, {
      hint: 'use 1 for volatility-band or 2 for passive',
      facts: { policyId },
    })
  }
}

function check(
  parameters: PolicyParameters,
  parameter: Exclude<keyof PolicyParameters, 'policyId'>,
  lowest: number,
  highest: number,
): void {
  const value = parameters[parameter]
  if (Number.isInteger(value) && lowest <= value && value <= highest) return
  throw new UserError('E_POLICY_PARAMETER', `policy parameter ${parameter} cannot be ${value}`, {
    hint: `it must be an integer from ${lowest} to ${highest}`,
    facts: { parameter, value, lowest, highest },
  })
}
