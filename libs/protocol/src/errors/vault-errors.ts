import type { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'
import { moment, tokenErrors } from './token-errors.ts'

const exits = 'redeem-in-kind and redeem-to-asset work without a price'

/** Every error of a vault. */
export const vaultErrors: Explanations<typeof strategyVaultAbi> = {
  ...tokenErrors,
  AssetNotInPool: ([asset, pool]) =>
    mend(`${asset} is not a token of the pool ${pool}`, 'give one of the two tokens as the asset'),
  ZeroAddress: ([what]) => mend(`${what} is the zero address`, 'give an address that exists'),
  FeeRecipientIsVault: () =>
    mend('the vault cannot receive its own fees', 'give another fee recipient'),
  LimitAboveCeiling: ([limit, given, ceiling]) =>
    mend(
      `${limit} ${given} is above ${ceiling}, the most that any vault may allow`,
      `give ${ceiling} or less`,
    ),
  LimitBelowFloor: ([limit, given, floor]) =>
    mend(
      `${limit} ${given} is below ${floor}, the least that any vault may allow`,
      `give ${floor} or more`,
    ),
  StringTooLong: ([text]) =>
    mend(`"${text}" is longer than 31 bytes`, 'give a shorter name or symbol'),
  InvalidShortString: () => bug('a stored string is damaged'),

  NotTimelock: ([caller]) =>
    mend(
      `${caller} is not the timelock of the vault`,
      'propose the call to the timelock; `vault status` shows its address',
    ),
  NotGuardian: ([caller]) =>
    mend(
      `${caller} is neither the guardian nor the timelock of the vault`,
      'sign with the guardian; `vault status` shows its address',
    ),
  NotRegistry: ([caller]) =>
    mend(`${caller} is not the registry of the vault`, 'only the registry may rebalance'),
  NotPool: ([caller]) => bug(`${caller} called back as if it were the pool`),
  UnexpectedCallback: () => bug('the pool called back outside a call of the vault'),
  GuardianCannotRaise: ([limit]) =>
    mend(
      `the guardian cannot change ${limit} this way: it raises risk`,
      'propose the change to the timelock',
    ),

  VaultPaused: () =>
    mend(
      'the vault is paused: no entries, no exits at a price',
      `${exits}, and while it is paused`,
    ),
  PriceHistoryMissing: () =>
    later(
      "the pool's oracle does not reach back 30 minutes",
      `wait for trades in the pool; ${exits}`,
    ),
  PriceUnsettled: ([spreadTicks, maxDeviationTicks]) =>
    later(
      `the pool's prices of the last 30 minutes lie ${spreadTicks} ticks apart, allowed are ${maxDeviationTicks}`,
      `wait some minutes until the price has settled; ${exits}`,
    ),
  TokenBalanceShort: ([token, expected, actual], words) =>
    mend(
      `the vault should hold ${words.of(token, expected)} and holds ${words.of(token, actual)}`,
      'the token charges fees or rebases; anyone may call recogniseShortfall, then in-kind exits work',
    ),
  ReentrancyGuardReentrantCall: () => bug('the vault was called while a call of it was under way'),

  ZeroShares: () => mend('this would be worth not a single share', 'give a larger amount'),
  ZeroAssets: () =>
    mend('this would pay not a single base unit of the asset', 'give a larger amount'),
  AmountsBelowMinimum: ([amount0, amount1, min0, min1], words) =>
    later(
      `it would pay ${words.amount0(amount0)} and ${words.amount1(amount1)}, below the minima ` +
        `${words.amount0(min0)} and ${words.amount1(min1)}`,
      'the price moved: run the command again, or accept more with --slippage',
    ),
  AssetsBelowMinimum: ([assets, minAssets], words) =>
    later(
      `it would pay ${words.asset(assets)}, below the minimum ${words.asset(minAssets)}`,
      'the price moved: run the command again, accept more with --slippage, or use redeem-in-kind',
    ),
  DeadlinePassed: ([deadline, timestamp]) =>
    later(
      `the deadline ${moment(deadline)} had passed at ${moment(timestamp)}`,
      'run the command again, with a later --deadline where blocks are slow',
    ),
  SwapIncomplete: ([amountIn, wanted]) =>
    mend(
      `the pool can take ${amountIn} of the ${wanted} base units that would be swapped`,
      'redeem fewer shares, or use redeem-in-kind',
    ),
  ERC4626ExceededMaxDeposit: ([, assets, max], words) =>
    mend(
      `a deposit of ${words.asset(assets)} is above the ${words.asset(max)} that the vault takes now`,
      max === 0n
        ? '`vault status` says why: full, paused or without a settled price'
        : 'give less, or `max`',
    ),
  ERC4626ExceededMaxMint: ([, shares, max], words) =>
    mend(
      `${words.shares(shares)} are above the ${words.shares(max)} that can be minted now`,
      'give fewer shares; `vault status` shows the limits',
    ),
  ERC4626ExceededMaxWithdraw: ([, assets, max], words) =>
    mend(
      `${words.asset(assets)} are above the ${words.asset(max)} that can be withdrawn now`,
      `give less or \`max\`; beyond what lies idle use request-redeem; ${exits}`,
    ),
  ERC4626ExceededMaxRedeem: ([, shares, max], words) =>
    mend(
      `${words.shares(shares)} are above the ${words.shares(max)} that can be redeemed now`,
      `give fewer or use request-redeem; ${exits}`,
    ),

  CooldownRunning: ([availableAt]) =>
    later(`the next rebalance is allowed at ${moment(availableAt)}`, 'wait until then'),
  SwapOutBelowMinimum: ([amountOut, minimum]) =>
    later(
      `the swap of the rebalance gives ${amountOut} base units, the least allowed are ${minimum}`,
      'wait until the pool is deeper or its price has settled',
    ),
  TooManyRanges: ([count]) => mend(`${count} ranges are more than the 4 of a vault`, 'plan fewer'),
  RangeRepeated: ([tickLower, tickUpper]) =>
    mend(`the range ${tickLower} to ${tickUpper} is planned twice`, 'plan each range once'),
  LossExceeded: ([valueBefore, valueAfter, maxLossBps], words) =>
    later(
      `the rebalance would lose more than ${maxLossBps} basis points: ` +
        `${words.asset(valueBefore)} would become ${words.asset(valueAfter)}`,
      'wait until the pool is deeper or its price has settled',
    ),
  SupplyChanged: ([before, afterwards]) =>
    bug(`a rebalance changed the supply from ${before} to ${afterwards}`),
  IdleBelowTarget: ([idle, target], words) =>
    later(
      `the rebalance would leave ${words.asset(idle)} idle, the target is ${words.asset(target)}`,
      'wait until the price has settled',
    ),
  SafeCastOverflowedIntToUint: ([value]) => bug(`the number ${value} does not fit`),
  SafeCastOverflowedUintDowncast: ([bits, value]) =>
    mend(`${value} does not fit ${bits} bits`, 'give a smaller amount'),
  SafeCastOverflowedUintToInt: ([value]) =>
    mend(`${value} does not fit a signed number`, 'give a smaller amount'),
}
