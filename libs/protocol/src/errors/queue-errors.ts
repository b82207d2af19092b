import type { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'
import { tokenErrors } from './token-errors.ts'

/** Every error of a redemption queue. */
export const queueErrors: Explanations<typeof redemptionQueueAbi> = {
  SafeERC20FailedOperation: tokenErrors.SafeERC20FailedOperation,
  ReentrancyGuardReentrantCall: () => bug('the queue was called while a call of it was under way'),
  ZeroAmount: () => mend('nothing was asked for', 'give an amount above zero'),
  ZeroAddress: ([what]) => mend(`${what} is the zero address`, 'give an address that exists'),
  NotOwnerOrOperator: ([owner, caller]) =>
    mend(
      `${caller} is neither the owner ${owner} of the shares nor an operator of it`,
      'sign with the owner, or let the owner call setOperator first',
    ),
  NotControllerOrOperator: ([controller, caller]) =>
    mend(
      `${caller} is neither the controller ${controller} of the request nor an operator of it`,
      'sign with the controller, or let the controller call setOperator first',
    ),
  NothingToCancel: ([requestId, controller]) =>
    mend(
      `request ${requestId} of ${controller} has no pending shares`,
      '`vault status --account` lists the requests; what is filled is claimed with claim-redeem',
    ),
  ClaimAboveMaximum: ([wanted, maximum]) =>
    mend(
      `${wanted} base units are above the ${maximum} that can be claimed`,
      'give less, or `max` for everything',
    ),
  TooManyRequests: ([controller, count]) =>
    mend(
      `${controller} has ${count} unclaimed requests, the most there can be`,
      'claim first with claim-redeem',
    ),
  ValueUnsettled: ([bid, ask, maxSpreadBps], words) =>
    later(
      `the vault values itself between ${words.asset(bid)} and ${words.asset(ask)}, ` +
        `more than ${maxSpreadBps} basis points apart`,
      'wait some minutes until the price has settled',
    ),
  PreviewUnsupported: () =>
    mend('an asynchronous exit has no preview', 'ERC-7540 demands that previews of it revert'),
}
