import type { riskTimelockAbi } from '../generated/risk-timelock.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'

/** Every error of a timelock. */
export const timelockErrors: Explanations<typeof riskTimelockAbi> = {
  DelayTooShort: ([delay, minDelay]) =>
    mend(
      `a delay of ${delay} seconds is below ${minDelay}`,
      `give --timelock-delay ${minDelay} or more`,
    ),
  AccessControlBadConfirmation: () =>
    mend('a role can be renounced by its holder only', 'sign with the holder'),
  AccessControlUnauthorizedAccount: ([account, role]) =>
    mend(`${account} does not have the role ${role}`, 'sign with a proposer of the timelock'),
  TimelockInsufficientDelay: ([delay, minDelay]) =>
    mend(`a delay of ${delay} seconds is below ${minDelay}`, `schedule with ${minDelay} or more`),
  TimelockInvalidOperationLength: () =>
    mend('targets, values and payloads are not equally many', 'give as many of each'),
  TimelockUnauthorizedCaller: ([caller]) =>
    mend(`${caller} is not the timelock itself`, 'propose the call to the timelock'),
  TimelockUnexecutedPredecessor: ([predecessor]) =>
    later(`operation ${predecessor} has to be executed first`, 'execute it first'),
  TimelockUnexpectedOperationState: ([operation]) =>
    later(
      `operation ${operation} is not in the state for this`,
      'schedule it once, wait for its delay, then execute it once',
    ),
  FailedCall: () => bug('a call of the timelock failed without a reason'),
}
