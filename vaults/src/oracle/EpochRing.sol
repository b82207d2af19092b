// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EpochFacts, IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {EpochRecord, EpochRecords, PackedRecord} from "../libraries/EpochRecords.sol";

/// The last records, each in the slot of its epoch modulo the ring's length. One is kept until the latest
/// is as many epochs later, whether or not something was written over it.
abstract contract EpochRing is IFeatureOracle {
    using EpochRecords for EpochRecord;

    uint256 private constant MAX_RING_LENGTH = 1 << 16;

    /// @inheritdoc IFeatureOracle
    uint256 public immutable override ringLength;
    /// @inheritdoc IFeatureOracle
    uint256 public override latestEpoch;
    PackedRecord[MAX_RING_LENGTH] private ring;

    constructor(uint256 ringLength_) {
        if (ringLength_ < 2 || ringLength_ > MAX_RING_LENGTH) {
            revert UnusableRingLength(ringLength_);
        }
        ringLength = ringLength_;
    }

    /// @inheritdoc IFeatureOracle
    function record(uint256 epoch) external view override returns (EpochFacts memory facts) {
        PackedRecord last = load(epoch);
        checkThere(last, 1, epochsUpTo(last));
        facts.variance = varianceOfLast(last, 1);
        facts.logVarianceX16 = logVarianceOfLastX16(last, 1);
        facts.meanTick = last.meanTick();
        facts.lastCellTick = last.lastCellTick();
        facts.runStart = last.runStart();
    }

    /// @inheritdoc IFeatureOracle
    function realisedVariance(uint256 fromEpoch, uint256 toEpoch)
        external
        view
        override
        returns (uint256)
    {
        if (fromEpoch > toEpoch) revert EpochsReversed(fromEpoch, toEpoch);
        uint256 count = toEpoch - fromEpoch + 1;
        PackedRecord last = load(toEpoch);
        checkThere(last, count, epochsUpTo(last));
        return varianceOfLast(last, count);
    }

    /// @inheritdoc IFeatureOracle
    function epochsThere(uint256 epoch) external view override returns (uint256) {
        return epochsUpTo(load(epoch));
    }

    /// Sum over the `count` epochs that end with this one, as many as {checkThere} found.
    function varianceOfLast(PackedRecord last, uint256 count) internal view returns (uint256) {
        unchecked {
            return last.varianceSum() - sumsBefore(last, count).varianceSum();
        }
    }

    function logVarianceOfLastX16(PackedRecord last, uint256 count)
        internal
        view
        returns (uint256)
    {
        unchecked {
            return last.logVarianceSumX16() - sumsBefore(last, count).logVarianceSumX16();
        }
    }

    /// @param there {epochsUpTo} this one
    function checkThere(PackedRecord last, uint256 needed, uint256 there) internal pure {
        if (there < needed) revert EpochHistoryTooShort(last.epoch(), there, needed);
    }

    /// Of an epoch that ended `count` before this one, and that is there: records of a run have no gaps, and
    /// {epochsUpTo} counts what the ring keeps.
    function recordBefore(PackedRecord last, uint256 count) internal view returns (PackedRecord) {
        unchecked {
            return ring[(last.epoch() - count) % ringLength];
        }
    }

    function load(uint256 epoch) internal view returns (PackedRecord found) {
        uint256 latest = latestEpoch;
        found = ring[epoch % ringLength];
        if (epoch == 0 || found.epoch() != epoch || latest - epoch >= ringLength) {
            revert EpochNotRecorded(epoch, latest);
        }
    }

    /// Records are stored in order of their epochs; {latestEpoch} is the caller's to set.
    function store(EpochRecord memory entry) internal {
        ring[entry.epoch % ringLength] = entry.pack();
    }

    /// The oldest record that is kept is the base of sums only, unless it begins its run.
    function epochsUpTo(PackedRecord last) internal view returns (uint256) {
        uint256 latest = latestEpoch;
        uint256 oldest = latest < ringLength ? 0 : latest + 1 - ringLength;
        (uint256 epoch, uint256 runStart) = (last.epoch(), last.runStart());
        return runStart < oldest ? epoch - oldest : epoch + 1 - runStart;
    }

    /// What the sums were when the `count` epochs began: nothing where the run begins with them.
    function sumsBefore(PackedRecord last, uint256 count) private view returns (PackedRecord) {
        unchecked {
            if (last.runStart() + count == last.epoch() + 1) return PackedRecord.wrap(0);
        }
        return recordBefore(last, count);
    }
}
