import type { rangePolicyAbi } from '../generated/range-policy.ts'
import { later, mend, type Explanations } from './explanation.ts'

/** Every error of the range policies. */
export const policyErrors: Explanations<typeof rangePolicyAbi> = {
  UnknownPolicy: ([policyId]) =>
    mend(`there is no policy ${policyId}`, 'use volatility-band or passive'),
  ParameterOutOfRange: ([parameter, value, lowest, highest]) =>
    mend(`policy parameter ${parameter} is ${value}`, `give a value from ${lowest} to ${highest}`),
  InputOutOfRange: ([field]) =>
    later(`no plan can be made: ${field} is outside of what a pool can have`, 'try again later'),
}
