import type { featureOracleAbi } from '../generated/feature-oracle.ts'
import { later, mend, type Explanations } from './explanation.ts'
import { moment } from './token-errors.ts'

const exportAgain = 'the list of features is damaged: export the model again'

/** Every error of a feature oracle. */
export const oracleErrors: Explanations<typeof featureOracleAbi> = {
  LogarithmOfZero: () => mend('an epoch has no variance', exportAgain),
  UnusableGrid: ([epochSeconds, cells]) =>
    mend(
      `${cells} cells do not divide an epoch of ${epochSeconds} seconds`,
      'take epochs of a minute or longer, and 1 to 255 cells of whole seconds',
    ),
  UnusableRingLength: ([ringLength]) =>
    mend(`${ringLength} epochs cannot be kept`, 'keep 2 to 65536'),
  PoolWithoutCode: ([pool]) => mend(`there is no contract at ${pool}`, "give the pool's address"),
  PoolNotInitialized: () => mend('the pool is not initialised', 'initialise the pool first'),
  PoolHistoryTooShort: ([reachesBackTo, neededFrom]) =>
    later(
      `the pool remembers ticks since ${moment(reachesBackTo)}, needed are those since ${moment(neededFrom)}`,
      "wait for an epoch to end; where that does not help, grow the pool's observation cardinality",
    ),
  EpochNotRecorded: ([epoch, latestEpoch]) =>
    later(
      `epoch ${epoch} is not recorded, or not any more; the latest is ${latestEpoch}`,
      'poke the oracle',
    ),
  EpochHistoryTooShort: ([epoch, there, needed]) =>
    later(
      `${there} epochs up to ${epoch} are recorded without a gap, ${needed} are needed`,
      'wait until as many are recorded',
    ),
  EpochsReversed: ([fromEpoch, toEpoch]) =>
    mend(`epoch ${fromEpoch} is after ${toEpoch}`, 'give the earlier one first'),
  SpecLength: ([length]) => mend(`${length} bytes are no list of features`, exportAgain),
  UnknownFeature: ([code]) => mend(`there is no feature ${code}`, exportAgain),
  WindowOutOfRange: ([code, window]) =>
    mend(`feature ${code} has no window of ${window} epochs`, exportAgain),
  ShiftOutOfRange: ([shift]) => mend(`a shift of ${shift} bits is too far`, exportAgain),
}
