import type { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { later, mend, type Explanation, type Explanations } from './explanation.ts'
import { moment } from './token-errors.ts'

/** Errors that only a reveal can meet. */
type RevealError =
  | 'AttestedLossExceeded'
  | 'AttestedOutOfBand'
  | 'AttestedTooSoon'
  | 'BlockHashMismatch'
  | 'DeadlineMismatch'
  | 'DigestMismatch'
  | 'EpochAlreadyTraded'
  | 'EpochMismatch'
  | 'FeatureHashMismatch'
  | 'ModelHashMismatch'
  | 'NoProofWanted'
  | 'NonceMismatch'
  | 'NotTheCommitter'
  | 'NothingCommitted'
  | 'ObservedBlockMismatch'
  | 'OutputHashMismatch'
  | 'PolicyMismatch'
  | 'ProofRefused'
  | 'StateMismatch'
  | 'TooEarly'
  | 'TooLate'
  | 'TradeNotCommitted'
  | 'ValidAfterMismatch'
  | 'WrongOutput'

const withoutTrade = 'reveal without a trade, and decide anew in the next epoch'
const log2 = (valueX16: bigint | number) => (Number(valueX16) / 65_536).toFixed(3)

/** A reveal says something else than its commitment did. */
const differs = (what: string, given: unknown, committed: unknown): Explanation =>
  mend(
    `${what} is ${String(given)}, committed to was ${String(committed)}`,
    'reveal what the journal has of this commitment',
  )

/** What a reveal can be refused for: a field that is another, the time, or what a trade needs. */
export const revealErrors: Pick<Explanations<typeof inferenceRegistryAbi>, RevealError> = {
  NotTheCommitter: ([keeper, caller]) =>
    mend(`${keeper} committed to this, not ${caller}`, 'sign with the key that committed'),
  NothingCommitted: ([vault, keeper]) =>
    mend(
      `${keeper} has no live commitment to the vault ${vault}`,
      'it was revealed or expired, or the commitment never got into a block',
    ),
  NonceMismatch: ([given, committed]) => differs('the nonce', given, committed),
  EpochMismatch: ([given, committed]) => differs('the epoch', given, committed),
  ValidAfterMismatch: ([given, committed]) =>
    differs('the first moment', moment(BigInt(given)), moment(BigInt(committed))),
  DeadlineMismatch: ([given, committed]) =>
    differs('the deadline', moment(BigInt(given)), moment(BigInt(committed))),
  ObservedBlockMismatch: ([given, committed]) => differs('the block', given, committed),
  BlockHashMismatch: ([blockNumber, given, actual]) =>
    BigInt(actual) === 0n
      ? mend(
          `the chain no longer gives the hash of block ${blockNumber}`,
          'observe a later block, or reveal sooner',
        )
      : mend(
          `block ${blockNumber} has the hash ${actual}, not ${given}`,
          'the chain was reorganised after the decision: it can only be left to expire',
        ),
  ModelHashMismatch: ([given, registered]) =>
    mend(`the model has the hash ${registered}, not ${given}`, 'use the model as it is registered'),
  FeatureHashMismatch: ([given, actual]) =>
    mend(
      `the features of the oracle hash to ${actual}, not ${given}`,
      'decide on the features of the epoch before, as the oracle gives them',
    ),
  OutputHashMismatch: ([given, actual]) =>
    mend(`the output hashes to ${actual}, not ${given}`, 'reveal the output that was committed to'),
  DigestMismatch: ([given, committed]) => differs('the digest', given, committed),
  TooEarly: ([validAfter, timestamp]) =>
    later(
      `it can be revealed from ${moment(validAfter)}, it is ${moment(timestamp)}`,
      'wait until then',
    ),
  TooLate: ([deadline, timestamp]) =>
    mend(
      `it could be revealed until ${moment(deadline)}, it is ${moment(timestamp)}`,
      'have it expired, then commit again',
    ),
  WrongOutput: ([given, actual]) =>
    mend(`the model gives ${actual}, not ${given}`, 'run the model that is registered'),
  ProofRefused: () =>
    mend('the proof does not hold for this commitment', 'prove this output for this digest'),
  NoProofWanted: () =>
    mend('only models of the tier `proved` have a proof', 'leave the proof empty'),

  PolicyMismatch: () =>
    mend('the policy of the vault has changed since the decision', withoutTrade),
  StateMismatch: () => mend('the vault has been rebalanced since the decision', withoutTrade),
  TradeNotCommitted: () =>
    mend('the output that was committed to says to hold', 'reveal without a trade'),
  EpochAlreadyTraded: ([epoch]) =>
    mend(`the vault has traded in epoch ${epoch}`, 'reveal without a trade'),
  AttestedTooSoon: ([availableAt]) =>
    later(
      `an attested output is traded on from ${moment(availableAt)}`,
      'wait until then, or reveal without a trade',
    ),
  AttestedOutOfBand: ([forecastX16, averageX16, bandX16]) =>
    mend(
      `the forecast 2^${log2(forecastX16)} lies further than 2^${log2(bandX16)} from the pool's own ` +
        `average 2^${log2(averageX16)}`,
      withoutTrade,
    ),
  AttestedLossExceeded: ([valueBefore, valueAfter, maxLossBps], words) =>
    later(
      `the trade would lose more than ${maxLossBps} basis points: ` +
        `${words.asset(valueBefore)} would become ${words.asset(valueAfter)}`,
      'wait until the pool is deeper or its price has settled, or reveal without a trade',
    ),
}
