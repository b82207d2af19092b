// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "./interfaces/IFeatureOracle.sol";
import {PackedRecord} from "./libraries/EpochRecords.sol";
import {FeatureItem, FeatureSpec} from "./libraries/FeatureSpec.sol";
import {Log2} from "./libraries/Log2.sol";
import {EpochRecorder} from "./oracle/EpochRecorder.sol";
import {EpochRing} from "./oracle/EpochRing.sol";

/// What models are given and scored by: records of the past of one Uniswap v3 pool, an epoch each, from
/// nothing but the pool's own observations.
///
/// RECORDS. An epoch is cut into cells. Its variance is the sum of the squared differences of their mean
/// ticks, the first taken from the last cell of the epoch before, so that epochs add up. Everything is an
/// exact integer of the tick's integral over time, which does not depend on when it is read: an early and a
/// late {poke} write the same record. Sums from the start of the run make any mean two reads.
///
/// GAPS. A pool remembers as many changes as its observation cardinality. When nobody pokes for so long
/// that it no longer reaches back, the epochs in between are lost for good and a new run begins. Features
/// never reach over a gap: they revert with how many epochs there are and how many they take.
///
/// TRUST. No owner, no parameter that changes, no call but the pool's views. What happens within a block
/// moves no record. A price that is held for longer moves the mean of its cell by as many ticks as it is off,
/// times its share of the cell's seconds, and the variance by squares of that: where liquidity is so thin
/// that a price far off can be held for a block, that is a lot. Whoever uses an oracle checks that its pool
/// is the one meant: another contract can answer anything.
contract FeatureOracle is EpochRecorder {
    /// @param cells_ per epoch
    /// @param ringLength_ how many epochs are kept
    constructor(address pool_, uint256 epochSeconds_, uint256 cells_, uint256 ringLength_)
        EpochRecorder(pool_, epochSeconds_, cells_)
        EpochRing(ringLength_)
    {}

    /// @inheritdoc IFeatureOracle
    function features(bytes calldata spec, uint256 epoch)
        external
        view
        override
        returns (int16[] memory values)
    {
        PackedRecord last = load(epoch);
        uint256 there = epochsUpTo(last);
        values = new int16[](FeatureSpec.count(spec));
        for (uint256 i; i < values.length; ++i) {
            (FeatureItem item, uint256 code, uint256 window) = FeatureSpec.at(spec, i);
            values[i] = item.standardise(rawFeature(code, window, last, there));
        }
        answer(values);
    }

    /// @inheritdoc IFeatureOracle
    function rawFeatures(bytes calldata spec, uint256 epoch)
        external
        view
        override
        returns (int32[] memory values)
    {
        PackedRecord last = load(epoch);
        uint256 there = epochsUpTo(last);
        values = new int32[](FeatureSpec.count(spec));
        for (uint256 i; i < values.length; ++i) {
            (, uint256 code, uint256 window) = FeatureSpec.at(spec, i);
            // Logarithms below 2^23 and differences of ticks.
            // forge-lint: disable-next-line(unsafe-typecast)
            values[i] = int32(rawFeature(code, window, last, there));
        }
    }

    /// Ends the call with the values, which lie in memory as the ABI has them but for the offset before them:
    /// the compiler would copy each.
    function answer(int16[] memory values) private pure {
        assembly {
            let from := sub(values, 0x20)
            mstore(from, 0x20)
            return(from, add(0x40, mul(0x20, mload(values))))
        }
    }

    /// @param there epochs up to this one
    function rawFeature(uint256 code, uint256 window, PackedRecord last, uint256 there)
        private
        view
        returns (int256)
    {
        if (code == FeatureSpec.LOG_VARIANCE_LAG) return logVarianceLag(last, window, there);
        if (code == FeatureSpec.LOG_VARIANCE_MEAN) return logVarianceMean(last, window, there);
        if (code == FeatureSpec.LOG_MEAN_VARIANCE) return logMeanVariance(last, window, there);
        if (code == FeatureSpec.DRIFT) return drift(last, window, there);
        uint256 hour = (last.epoch() + 1) * epochSeconds % 1 days / 1 hours;
        return FeatureSpec.hourSineX14(code == FeatureSpec.HOUR_SIN ? hour : hour + 6);
    }

    // Sums of logarithms have 48 bits.
    // forge-lint: disable-start(unsafe-typecast)

    function logVarianceLag(PackedRecord last, uint256 lag, uint256 there)
        private
        view
        returns (int256)
    {
        checkThere(last, lag + 1, there);
        PackedRecord lagged = lag == 0 ? last : recordBefore(last, lag);
        return int256(logVarianceOfLastX16(lagged, 1));
    }

    function logVarianceMean(PackedRecord last, uint256 count, uint256 there)
        private
        view
        returns (int256)
    {
        checkThere(last, count, there);
        return int256(logVarianceOfLastX16(last, count) / count);
    }

    function logMeanVariance(PackedRecord last, uint256 count, uint256 there)
        private
        view
        returns (int256)
    {
        checkThere(last, count, there);
        uint256 sum = varianceOfLast(last, count);
        return int256(Log2.log2X16Down(sum == 0 ? 1 : sum)) - int256(Log2.log2X16Down(count));
    }

    // forge-lint: disable-end(unsafe-typecast)

    function drift(PackedRecord last, uint256 lag, uint256 there) private view returns (int256) {
        checkThere(last, lag + 1, there);
        if (lag == 0) return 0;
        return last.lastCellTick() - recordBefore(last, lag).lastCellTick();
    }
}
