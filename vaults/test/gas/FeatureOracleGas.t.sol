// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../src/FeatureOracle.sol";
import {RealPool} from "../base/RealPool.sol";

/// What recording an hour and reading features cost a transaction of its own, its 21 000 included, in a pool
/// that remembers 1000 changes of its tick at uneven distances: 1 to 49 seconds.
contract FeatureOracleGasTest is RealPool {
    uint256 private constant HOUR = 3600;
    uint16 private constant CARDINALITY = 1000;

    uint256 private trades;

    function setUp() public {
        createPool(500, 18, 18, 0);
        addFullRange(1e18);
        pool.increaseObservationCardinalityNext(CARDINALITY);
        for (uint256 i; i < CARDINALITY * 4 / 3; i++) {
            trade();
        }
    }

    function test_poke_12Cells() public {
        measurePoke(12, "poke, 12 cells");
    }

    function test_poke_6Cells() public {
        measurePoke(6, "poke, 6 cells");
    }

    function test_poke_firstOfARun() public {
        FeatureOracle oracle = create(12, 200);
        assertEq(oracle.poke(1), 1);
        vm.snapshotGasLastCall("poke, 12 cells, first of a run");
    }

    function test_poke_overAnOldRecord() public {
        FeatureOracle oracle = create(12, 2);
        oracle.poke();
        nextHour();
        assertEq(oracle.poke(), 1);
        vm.snapshotGasLastCall("poke, 12 cells, over an old record");
    }

    function test_poke_nothingToRecord() public {
        FeatureOracle oracle = create(12, 200);
        oracle.poke();
        assertEq(oracle.poke(), 0);
        vm.snapshotGasLastCall("poke, nothing to record");
    }

    /// What the records are made without: the pool's own answer for the same 13 times.
    function test_observe_13Times() public {
        nextHour();
        uint32[] memory ago = new uint32[](13);
        uint256 end = vm.getBlockTimestamp() / HOUR * HOUR;
        for (uint256 i; i < 13; i++) {
            ago[12 - i] = uint32(vm.getBlockTimestamp() - end + i * 300);
        }
        pool.observe(ago);
        vm.snapshotGasLastCall("observe of the pool, 13 times");
    }

    function test_features_har() public {
        FeatureOracle oracle = create(12, 200);
        uint256 epoch;
        while (epoch == 0 || oracle.epochsThere(epoch) < 24) {
            nextHour();
            oracle.poke();
            epoch = oracle.latestEpoch();
        }
        bytes memory spec = abi.encodePacked(item(1, 1), item(1, 4), item(1, 24), item(2, 24));
        spec = abi.encodePacked(spec, item(3, 4), item(4, 0), item(5, 0));
        oracle.features(spec, epoch);
        vm.snapshotGasLastCall("features, 7");
    }

    function item(uint8 code, uint16 window) private pure returns (bytes memory) {
        return abi.encodePacked(code, window, int32(0), uint24(1), uint8(4));
    }

    function measurePoke(uint256 cells, string memory name) private {
        FeatureOracle oracle = create(cells, 200);
        oracle.poke();
        nextHour();
        assertEq(oracle.poke(), 1);
        vm.snapshotGasLastCall(name);
    }

    function create(uint256 cells, uint256 ringLength) private returns (FeatureOracle) {
        return new FeatureOracle(address(pool), HOUR, cells, ringLength);
    }

    /// Trades until a few minutes after the next hour has begun.
    function nextHour() private {
        uint256 end = (vm.getBlockTimestamp() / HOUR + 1) * HOUR + 200;
        while (vm.getBlockTimestamp() < end) trade();
    }

    function trade() private {
        uint256 i = trades++;
        skipTime(1 + (i * i * 7 + i * 13) % 49);
        swapToTick(i % 2 == 0 ? int24(1) : int24(0));
    }
}
