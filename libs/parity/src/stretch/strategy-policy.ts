import { UserError } from '@tickwise/amm'
import {
  bandPolicyParameters,
  passive,
  passivePolicyParameters,
  volatilityBand,
  type PolicyParameters,
} from '@tickwise/strategies'
import type { BoundStrategy } from '@tickwise/keeper'

/**
 * The on-chain policy that a strategy has a vault carry out.
 *
 * @throws UserError `E_PARITY_STRATEGY` for a strategy that no vault can follow
 * @example
 * strategyPolicy(strategyOf(findStrategy('passive'))).policyId // 2
 */
export function strategyPolicy({ strategy, params }: BoundStrategy): PolicyParameters {
  if (strategy.name === passive.name) {
    return passivePolicyParameters(passive.parameters.parse(params))
  }
  if (strategy.name === volatilityBand.name) {
    const choice = volatilityBand.parameters.parse(params)
    if (choice.swap) return bandPolicyParameters(choice)
  }
  throw new UserError('E_PARITY_STRATEGY', `no vault can follow ${strategy.name} on chain`, {
    hint: 'use volatility-band with swap=true, or passive',
  })
}
