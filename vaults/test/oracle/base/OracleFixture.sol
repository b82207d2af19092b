// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../../src/FeatureOracle.sol";
import {EpochFacts} from "../../../src/interfaces/IFeatureOracle.sol";
import {Log2} from "../../../src/libraries/Log2.sol";
import {RealPool} from "../../base/RealPool.sol";

/// An oracle of hours of 12 cells over a real pool, and records reckoned from the pool's `observe`, one
/// question a time.
abstract contract OracleFixture is RealPool {
    uint256 internal constant HOUR = 3600;
    uint8 internal constant LAG = 0;
    uint8 internal constant LOG_MEAN = 1;
    uint8 internal constant MEAN_LOG = 2;
    uint8 internal constant DRIFT = 3;
    uint8 internal constant SIN = 4;
    uint8 internal constant COS = 5;

    FeatureOracle internal oracle;

    /// A pool that begins at the start of an hour, and an oracle that keeps `ringLength` hours.
    function createOracle(int24 tick, uint16 cardinality, uint256 ringLength) internal {
        // No chain's clock is before this.
        uint256 earliest = vm.getBlockTimestamp() < 1.7e9 ? 1.7e9 : vm.getBlockTimestamp();
        vm.warp((earliest / HOUR + 1) * HOUR);
        createPool(500, 18, 6, tick);
        pool.increaseObservationCardinalityNext(cardinality);
        addFullRange(1e18);
        oracle = newOracle(HOUR, 12, ringLength);
    }

    function newOracle(uint256 epochSeconds, uint256 cells, uint256 ringLength)
        internal
        returns (FeatureOracle)
    {
        return new FeatureOracle(address(pool), epochSeconds, cells, ringLength);
    }

    function epochNow() internal view returns (uint256) {
        return vm.getBlockTimestamp() / HOUR;
    }

    /// An hour with a trade in each cell, to and fro by `ticks`, at a third of it: means of the cells are
    /// two thirds and one third of the way.
    function busyHour(int24 ticks) internal {
        int24 home = tickNow();
        for (uint256 i; i < 12; i++) {
            skipTime(100);
            swapToTick(i % 2 == 0 ? home + ticks : home);
            skipTime(200);
        }
    }

    function busyHours(uint256 count) internal {
        for (uint256 i; i < count; i++) {
            busyHour(int24(int256(10 + i)));
        }
    }

    function item(uint8 code, uint16 window) internal pure returns (bytes memory) {
        return standardised(code, window, 0, 1, 0);
    }

    function standardised(uint8 code, uint16 window, int32 mean, uint24 multiplier, uint8 shift)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(code, window, mean, multiplier, shift);
    }

    function raw(uint8 code, uint16 window, uint256 epoch) internal view returns (int256) {
        return oracle.rawFeatures(item(code, window), epoch)[0];
    }

    // The naive way

    function assertEqualsNaive(FeatureOracle subject, uint256 epoch) internal view {
        EpochFacts memory facts = subject.record(epoch);
        uint256 epochSeconds = subject.epochSeconds();
        uint256 cellSeconds = epochSeconds / subject.cells();
        uint256 start = epoch * epochSeconds;
        uint256 variance;
        int256 before = naiveMean(start - cellSeconds, start);
        for (uint256 at = start; at < start + epochSeconds; at += cellSeconds) {
            int256 mean = naiveMean(at, at + cellSeconds);
            variance += uint256((mean - before) * (mean - before));
            before = mean;
        }
        assertEq(facts.variance, variance, "variance");
        assertEq(facts.logVarianceX16, Log2.log2X16Down(variance > 1 ? variance : 1), "log");
        assertEq(facts.meanTick, naiveMean(start, start + epochSeconds), "mean tick");
        assertEq(facts.lastCellTick, before, "last cell's tick");
    }

    function naiveMean(uint256 from, uint256 to) internal view returns (int256) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = uint32(vm.getBlockTimestamp() - from);
        ago[1] = uint32(vm.getBlockTimestamp() - to);
        (int56[] memory cumulative,) = pool.observe(ago);
        // Shifted to where `/` rounds down.
        int256 period = int256(to - from);
        int256 shift = 1 << 30;
        return (int256(cumulative[1] - cumulative[0]) + shift * period) / period - shift;
    }
}
