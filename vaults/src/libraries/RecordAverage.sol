// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EpochFacts, IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {Log2} from "./Log2.sol";

/// Exponentially weighted mean of a pool's own variances: what attested forecasts may not stray from, and
/// what every forecast has to beat. Step by step equal to `ewmaX32Down` of libs/strategies.
library RecordAverage {
    uint256 internal constant EPOCHS = 24;
    uint256 private constant DECAY_BPS = 9_400;
    uint256 private constant ALL_BPS = 10_000;
    int256 private constant ONE_X32_LOG_X16 = 32 << 16;

    /// Of the last {EPOCHS} epochs up to `lastEpoch`, or of those since its run began; at least one tick².
    /// Reverts where one of them is no longer kept, so that the answer never depends on when it is asked
    /// for.
    function varianceX32Down(IFeatureOracle oracle, uint256 lastEpoch)
        internal
        view
        returns (uint256 meanX32)
    {
        EpochFacts memory last = oracle.record(lastEpoch);
        uint256 epoch = last.runStart;
        if (lastEpoch - epoch >= EPOCHS) epoch = lastEpoch - EPOCHS + 1;
        bool isFirst = true;
        for (; epoch <= lastEpoch; ++epoch) {
            uint256 variance =
                epoch == lastEpoch ? last.variance : oracle.realisedVariance(epoch, epoch);
            meanX32 = isFirst
                ? variance << 32
                : (DECAY_BPS * meanX32 + (ALL_BPS - DECAY_BPS) * (variance << 32)) / ALL_BPS;
            isFirst = false;
        }
        if (meanX32 < 1 << 32) meanX32 = 1 << 32;
    }

    /// log2 X16 of {varianceX32Down} in ticks².
    function logVarianceX16Down(IFeatureOracle oracle, uint256 lastEpoch)
        internal
        view
        returns (int256)
    {
        uint256 logX16 = Log2.log2X16Down(varianceX32Down(oracle, lastEpoch));
        // Below 2^24.
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(logX16) - ONE_X32_LOG_X16;
    }
}
