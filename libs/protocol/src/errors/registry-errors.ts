import type { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'
import { revealErrors } from './reveal-errors.ts'
import { moment, tokenErrors } from './token-errors.ts'

const askTimelock =
  'propose the call to the timelock of the vault; `vault status` shows its address'

const tiers = ['none', 'recomputed', 'optimistic', 'proved', 'attested'] as const
const statuses = ['unknown', 'active', 'revoked'] as const

/** Every error of a registry of inferences. */
export const registryErrors: Explanations<typeof inferenceRegistryAbi> = {
  ...revealErrors,
  SafeERC20FailedOperation: tokenErrors.SafeERC20FailedOperation,
  ReentrancyGuardReentrantCall: () =>
    bug('the registry was called while a call of it was under way'),
  SafeCastOverflowedUintDowncast: ([bits, value]) =>
    mend(`${value} does not fit ${bits} bits`, 'give a smaller amount'),
  StringTooLong: () => bug('the name of the registry does not fit'),
  InvalidShortString: () => bug('a stored string is damaged'),

  NotTimelock: ([vault, caller]) =>
    mend(`${caller} is not the timelock of the vault ${vault}`, askTimelock),
  NotGuardian: ([vault, caller]) =>
    mend(
      `${caller} is neither the guardian nor the timelock of the vault ${vault}`,
      'sign with the guardian; `vault status` shows its address',
    ),
  NotKeeper: ([vault, caller]) =>
    mend(
      `${caller} is not an allowed keeper of the vault ${vault}, or is one no more`,
      'its timelock allows keepers; what is committed can be revealed without a trade',
    ),

  VaultNotEnrolled: ([vault]) =>
    mend(`the vault ${vault} has no terms in this registry`, 'its timelock sets them first'),
  TermOutOfRange: ([term, given, lowest, highest]) =>
    mend(
      `${term} ${given} is not within ${lowest} and ${highest}`,
      lowest > highest
        ? 'shorten the delay: delay and window together are shorter than an epoch'
        : `give ${lowest} to ${highest}`,
    ),
  OracleOfAnotherPool: ([oraclePool, vaultPool]) =>
    mend(
      `the oracle records the pool ${oraclePool}, the vault is of ${vaultPool}`,
      "give an oracle of the vault's own pool",
    ),
  UnknownModel: ([modelId]) =>
    mend(`there is no model ${modelId}`, 'the timelock of the vault adds models'),
  ModelOfAnotherVault: ([modelId, vault]) =>
    mend(`model ${modelId} is not one of the vault ${vault}`, "use one of the vault's own models"),
  ModelNotActive: ([modelId, status]) =>
    mend(
      `model ${modelId} is ${statuses[status] ?? status}`,
      'use another model; what is committed can be revealed without a trade',
    ),
  ModelUnusable: ([reason]) =>
    mend(
      `the model cannot be used as it is: ${reason}`,
      "its hash, grid, target and tier must be the vault's; a benchmark must be one that anyone can run",
    ),

  BondTooSmall: ([free, needed], words) =>
    mend(
      `${words.asset(free)} of the bond are free and ${words.asset(needed)} are needed`,
      'add to the bond, or wait until challenges are over and finalise them',
    ),
  ZeroAmount: () => mend('nothing was asked for', 'give an amount above zero'),
  TokenShort: ([expected, received], words) =>
    mend(
      `the token moved ${words.asset(received)} where ${words.asset(expected)} were due`,
      'a token that takes a fee, or a vault that takes less than its own, cannot be used here',
    ),
  NotItsRegistry: ([vault, registry]) =>
    mend(
      `the vault ${vault} obeys the registry ${registry}`,
      'its timelock can set it back; until then reveal without a trade',
    ),
  NothingOwed: ([vault]) =>
    mend(
      `nothing can be paid to the vault ${vault} now`,
      'what keepers forfeited is settled, and released over a day',
    ),

  ZeroDigest: () => bug('a commitment to nothing was sent'),
  CommitmentLive: ([digest, deadline]) =>
    later(
      `the commitment ${digest} is still there, its deadline is ${moment(deadline)}`,
      'reveal it, or have it expired once its deadline is over',
    ),
  NonceNotNext: ([given, next]) =>
    later(`the next nonce is ${next}, not ${given}`, 'commit again with this nonce'),
  EpochNotCurrent: ([given, current]) =>
    later(`epoch ${current} is under way, not ${given}`, 'decide again in this epoch'),
  EpochAlreadyCommitted: ([epoch]) =>
    later(`epoch ${epoch} has been committed to`, 'wait for the next one'),
  WindowOutOfTerms: ([validAfter, deadline, earliest, latest]) =>
    later(
      `a reveal from ${moment(validAfter)} to ${moment(deadline)} is not within ` +
        `${moment(earliest)} and ${moment(latest)}`,
      'commit again: the chain was slower than expected, or the terms have changed',
    ),
  ObservedBlockNotPast: ([given, current]) =>
    later(`block ${given} is not before ${current}`, 'commit again: this node is ahead or behind'),

  NotExpired: ([deadline, timestamp]) =>
    later(
      `the commitment can be revealed until ${moment(deadline)}, it is ${moment(timestamp)}`,
      'wait until then',
    ),
  UnknownInference: ([inferenceId]) =>
    mend(
      `no inference ${inferenceId} was revealed`,
      'give every field as it was revealed, on this chain and in this registry',
    ),
  NotDisputable: ([inferenceId]) =>
    mend(
      `inference ${inferenceId} cannot be disputed or finalised, or not any more`,
      'only optimistic ones can, once',
    ),
  ChallengeOver: ([challengeEnds, timestamp]) =>
    mend(
      `it could be disputed until ${moment(challengeEnds)}, it is ${moment(timestamp)}`,
      'its bond can be finalised now',
    ),
  ChallengeOpen: ([challengeEnds, timestamp]) =>
    later(
      `it can be disputed until ${moment(challengeEnds)}, it is ${moment(timestamp)}`,
      'wait until then',
    ),
  NothingWrong: () =>
    mend("the output is what the model gives for the oracle's features", 'there is no dispute'),
  AlreadyScored: ([inferenceId]) =>
    mend(`inference ${inferenceId} has its score`, 'each is scored once'),
  InferenceSlashed: ([inferenceId]) =>
    mend(`inference ${inferenceId} was made up`, 'what was slashed is not scored'),
  HorizonNotOver: ([lastEpoch, latest]) =>
    later(
      `the forecast is about epochs up to ${lastEpoch}, recorded are those up to ${latest}`,
      'wait until they are over, then poke the oracle',
    ),
  ForecastStale: ([ageSeconds, mostSeconds]) =>
    later(
      mostSeconds === 0n
        ? 'the vault has no forecast that stands'
        : `the last forecast is ${ageSeconds} seconds old, more than its horizon of ${mostSeconds}`,
      'wait for the next reveal',
    ),
  ExtraDataNotAllowed: ([tier]) =>
    mend(
      `a ${tiers[tier] ?? tier} model has no data but the oracle's`,
      'leave the hash of other data zero',
    ),
}
