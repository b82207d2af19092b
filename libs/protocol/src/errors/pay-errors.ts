import type { keeperPayAbi } from '../generated/keeper-pay.ts'
import { bug, mend, type Explanations } from './explanation.ts'
import { registryErrors } from './registry-errors.ts'
import { tokenErrors } from './token-errors.ts'

/** Every error of what pays keepers. */
export const payErrors: Explanations<typeof keeperPayAbi> = {
  NotTimelock: registryErrors.NotTimelock,
  SafeERC20FailedOperation: tokenErrors.SafeERC20FailedOperation,
  ReentrancyGuardReentrantCall: () => bug('keepers were paid while they were being paid'),
  KeepersPartTooLarge: ([keepersBps, ceiling]) =>
    mend(
      `${keepersBps} basis points of the fees are above ${ceiling}, the most that keepers can have`,
      `give ${ceiling} or less`,
    ),
  ZeroAddress: ([what]) => mend(`${what} is the zero address`, 'give an address that exists'),
  PayNotSet: ([vault]) =>
    mend(`nobody is paid for the vault ${vault} yet`, 'its timelock sets the pay first'),
}
