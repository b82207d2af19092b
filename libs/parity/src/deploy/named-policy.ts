import { policyIds, type PolicyParameters } from '@tickwise/strategies'

/**
 * A policy as configurations of vaults name it.
 * @example namedPolicy({ ...parameters, policyId: 2 }).name // 'passive'
 */
export function namedPolicy(policy: PolicyParameters): Readonly<Record<string, string | number>> {
  const { policyId, baseHalfWidthTicks, limitWidthTicks, ...band } = policy
  return policyId === policyIds.passive
    ? { name: 'passive', baseHalfWidthTicks, limitWidthTicks }
    : { name: 'volatility-band', ...band }
}
