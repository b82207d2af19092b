// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EpochFacts, IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {EpochRecord, EpochRecords} from "../libraries/EpochRecords.sol";

/// The last records, each in the slot of its epoch modulo the ring's length. One is kept until the latest
/// is as many epochs later, whether or not something was written over it.
abstract contract EpochRing is IFeatureOracle {
    using EpochRecords for EpochRecord;
    using EpochRecords for uint256;

    uint256 private constant MAX_RING_LENGTH = 1 << 16;

    /// @inheritdoc IFeatureOracle
    uint256 public immutable override ringLength;
    /// @inheritdoc IFeatureOracle
    uint256 public override latestEpoch;
    mapping(uint256 slot => uint256 word) private ring;

    constructor(uint256 ringLength_) {
        if (ringLength_ < 2 || ringLength_ > MAX_RING_LENGTH) {
            revert UnusableRingLength(ringLength_);
        }
        ringLength = ringLength_;
    }

    /// @inheritdoc IFeatureOracle
    function record(uint256 epoch) external view override returns (EpochFacts memory facts) {
        EpochRecord memory last = load(epoch);
        (facts.variance, facts.logVarianceX16) = sumsOfLast(last, 1);
        facts.meanTick = last.meanTick;
        facts.lastCellTick = last.lastCellTick;
        facts.runStart = last.runStart;
    }

    /// @inheritdoc IFeatureOracle
    function realisedVariance(uint256 fromEpoch, uint256 toEpoch)
        external
        view
        override
        returns (uint256 variance)
    {
        if (fromEpoch > toEpoch) revert EpochsReversed(fromEpoch, toEpoch);
        (variance,) = sumsOfLast(load(toEpoch), toEpoch - fromEpoch + 1);
    }

    /// @inheritdoc IFeatureOracle
    function epochsThere(uint256 epoch) external view override returns (uint256) {
        return epochsUpTo(load(epoch));
    }

    /// Sums over the `count` epochs that end with this one.
    function sumsOfLast(EpochRecord memory last, uint256 count)
        internal
        view
        returns (uint256 variance, uint256 logVarianceX16)
    {
        checkThere(last, count);
        (variance, logVarianceX16) = (last.varianceSum, last.logVarianceSumX16);
        if (last.runStart + count == last.epoch + 1) return (variance, logVarianceX16);
        EpochRecord memory base = load(last.epoch - count);
        return (variance - base.varianceSum, logVarianceX16 - base.logVarianceSumX16);
    }

    function checkThere(EpochRecord memory last, uint256 needed) internal view {
        uint256 there = epochsUpTo(last);
        if (there < needed) revert EpochHistoryTooShort(last.epoch, there, needed);
    }

    function load(uint256 epoch) internal view returns (EpochRecord memory found) {
        uint256 latest = latestEpoch;
        found = ring[epoch % ringLength].unpack();
        if (epoch == 0 || found.epoch != epoch || latest - epoch >= ringLength) {
            revert EpochNotRecorded(epoch, latest);
        }
    }

    /// Records are stored in order of their epochs; {latestEpoch} is the caller's to set.
    function store(EpochRecord memory entry) internal {
        ring[entry.epoch % ringLength] = entry.pack();
    }

    /// The oldest record that is kept is the base of sums only, unless it begins its run.
    function epochsUpTo(EpochRecord memory last) private view returns (uint256) {
        uint256 latest = latestEpoch;
        uint256 oldest = latest < ringLength ? 0 : latest + 1 - ringLength;
        return last.runStart < oldest ? last.epoch - oldest : last.epoch + 1 - last.runStart;
    }
}
