import type { vaultFactoryAbi } from '../generated/vault-factory.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'
import { tokenErrors } from './token-errors.ts'

const pick = 'choose a pool of two plain ERC-20 tokens'

/** Every error of the vault factory and of its examination of tokens. */
export const factoryErrors: Explanations<typeof vaultFactoryAbi> = {
  SafeERC20FailedOperation: tokenErrors.SafeERC20FailedOperation,
  ReentrancyGuardReentrantCall: () =>
    bug('the factory was called while a call of it was under way'),
  ZeroAddress: ([what]) => mend(`${what} is the zero address`, 'give an address that exists'),
  CardinalityOutOfRange: ([cardinality, least, most]) =>
    mend(
      `an oracle of ${cardinality} observations is outside of ${least} to ${most}`,
      'give --block-seconds from 1 to 1800',
    ),
  WrongVaultCode: ([codeHash, expected]) =>
    mend(
      `the factory creates vaults of code ${expected}, this program has ${codeHash}`,
      'use the version of Tickwise that the factory was deployed with',
    ),
  VaultExists: ([vault]) =>
    mend(
      `this very vault exists already at ${vault}`,
      'use it, or give another --salt for a second one of the same configuration',
    ),
  NotCanonical: ([what, given, expected]) =>
    mend(
      what === 'pool'
        ? `${given} is not a pool of the Uniswap v3 factory that vaults are created for`
        : `the ${what} ${given} is not the factory's ${expected}`,
      what === 'pool' ? 'check --pool and the chain' : `leave ${what} to the program`,
    ),
  AssetNotInPool: ([asset, pool]) =>
    mend(`${asset} is not a token of the pool ${pool}`, 'give one of the two tokens as the asset'),
  TimelockGiven: ([timelock]) =>
    mend(
      `the factory makes a vault's timelock and takes none such as ${timelock}`,
      'say who may propose to it with --proposer, and its delay with --timelock-delay',
    ),
  CardinalityTooSmall: ([, cardinality, needed]) =>
    later(
      `the pool's oracle has ${cardinality} of the ${needed} observations it needs`,
      'wait for the next trade in the pool, which makes the new slots count, and run again',
    ),
  PriceHistoryMissing: () =>
    later("the pool's oracle does not reach back 30 minutes", 'wait for trades and run again'),
  SeedNotDeposited: ([, seedAssets, received]) =>
    mend(`the seed of ${seedAssets} base units arrived as ${received}`, pick),
  TokenDecimalsUnreadable: ([token]) => mend(`${token} does not say its decimals`, pick),
  TooManyDecimals: ([token, decimals, most]) =>
    mend(`${token} has ${decimals} decimals, vaults take ${most} at most`, pick),
  TokenTransferFailed: ([token], words) =>
    mend(
      `${words.name(token)} refused a transfer of the factory's examination`,
      'the deployer needs a hundredth of both tokens, approved for the factory',
    ),
  TokenTransferInexact: ([token, expected, actual]) =>
    mend(
      `${token} charges fees or rounds transfers: ${expected} base units became ${actual}`,
      pick,
    ),
  TokenCallsBack: ([token]) => mend(`${token} calls senders or receivers (ERC-777)`, pick),
  TokenRebases: ([token]) => mend(`the balances of ${token} change by themselves`, pick),
  Create2EmptyBytecode: () => bug('the creation code is empty'),
  // A constructor that refuses has an error of its own, which arrives here as such.
  FailedDeployment: () => bug("the chain refuses the vault's code: too large, or too little gas"),
  InsufficientBalance: ([balance, needed]) =>
    bug(`the factory has ${balance} of ${needed} wei to deploy with`),
}
