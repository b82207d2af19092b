// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../src/FeatureOracle.sol";
import {Replay} from "./base/Replay.sol";

/// Records and features of recorded prices in a real pool are those of libs/forecast, bit for bit, whoever
/// pokes when.
contract VectorsTest is Replay {
    string private constant SAMPLE = "vaults/cache/oracle-sample.bin";
    string private constant SAMPLE_HOURS = "vaults/cache/oracle-sample-3600x12.csv";
    string private constant GOLDEN = "libs/forecast/src/oracle/golden-sample.csv";
    string private constant ARBITRUM = "vaults/cache/oracle-arbitrum.bin";
    string private constant ARBITRUM_HOURS = "vaults/cache/oracle-arbitrum-3600x12.csv";
    string private constant ARBITRUM_MINUTES = "vaults/cache/oracle-arbitrum-300x6.csv";

    /// Features are the same functions of the same records: of all but one oracle, every fifth epoch's.
    uint256 private constant SOME = 5;

    /// Poked whenever an epoch ends; some epochs later, a few at a time; so rarely that some are lost.
    FeatureOracle private punctual;
    FeatureOracle private late;
    FeatureOracle private rare;

    /// The committed records of 200 epochs are among those of the sample.
    function test_sample_hours() public {
        replay(SAMPLE, 1000, 3600, 12, 100);
        (uint256 there, uint256 missing) = compareRecords(SAMPLE_HOURS, punctual, 1);
        assertEq(missing, 0, "punctual");
        assertGt(there, 330);
        assertGt(fullVectors, 150);
        compareLate(SAMPLE_HOURS);
        compareRare(SAMPLE_HOURS);
        isWhole = true;
        (there, missing) = compareRecords(GOLDEN, punctual, 1);
        assertEq(there, 200, "golden");
        assertEq(missing, 0, "golden");
        assertEq(fullVectors, 33, "golden");
    }

    function test_realSwaps_hours() public {
        skipWithoutRealSwaps();
        replay(ARBITRUM, 3000, 3600, 12, 1);
        (, uint256 missing) = compareRecords(ARBITRUM_HOURS, punctual, 1);
        assertEq(missing, 0, "punctual");
        compareLate(ARBITRUM_HOURS);
    }

    function test_realSwaps_fiveMinutes() public {
        skipWithoutRealSwaps();
        replay(ARBITRUM, 600, 300, 6, 60);
        (, uint256 missing) = compareRecords(ARBITRUM_MINUTES, punctual, 1);
        assertEq(missing, 0, "punctual");
        assertGt(fullVectors, 10);
        compareLate(ARBITRUM_MINUTES);
        compareRare(ARBITRUM_MINUTES);
    }

    function skipWithoutRealSwaps() private {
        require(vm.exists(SAMPLE), "run: node vaults/scripts/oracle-vectors.mjs");
        vm.skip(!vm.exists(ARBITRUM), "no recorded swaps beside the repository");
    }

    function compareLate(string memory file) private {
        (, uint256 missing) = compareRecords(file, late, SOME);
        assertEq(missing, 0, "late");
        isWhole = false;
        // Nobody poked it before: the last epochs that the pool reaches back to.
        FeatureOracle fresh = create(late.epochSeconds(), late.cells());
        uint256 recorded = fresh.poke();
        (uint256 there,) = compareRecords(file, fresh, SOME);
        assertEq(there, recorded, "fresh");
        assertGt(recorded, 0, "fresh");
    }

    function compareRare(string memory file) private {
        (uint256 there, uint256 missing) = compareRecords(file, rare, SOME);
        assertGt(there, missing / 2, "rare: recorded");
        assertGt(missing, there / 10, "rare: lost");
    }

    function create(uint256 epochSeconds, uint256 cells) private returns (FeatureOracle) {
        return new FeatureOracle(address(pool), epochSeconds, cells, 1024);
    }

    function replay(
        string memory file,
        uint16 cardinality,
        uint256 epochSeconds,
        uint256 cells,
        uint256 rareEpochs
    ) private {
        // More gas than a test has; what it costs is measured elsewhere.
        vm.pauseGasMetering();
        bytes memory prices = begin(file, cardinality);
        isWhole = true;
        (punctual, late, rare) =
        (create(epochSeconds, cells), create(epochSeconds, cells), create(epochSeconds, cells));
        // With the cell before it, the first epoch that the pool's history holds begins after this one.
        uint256 before = (vm.getBlockTimestamp() + epochSeconds / cells - 1) / epochSeconds;
        uint256 count = priceCount(prices);
        assertGt(count, 5_000);
        for (uint256 i = 1; i < count; i++) {
            Price memory price = priceAt(prices, i);
            vm.warp(price.timestamp);
            uint256 epoch = price.timestamp / epochSeconds;
            bool isDue = epoch > before + 1 && epoch > punctual.latestEpoch() + 1;
            // Before the block's first trade or after it.
            if (isDue && i % 2 == 0) punctual.poke();
            trade(price);
            if (isDue && i % 2 == 1) punctual.poke();
            if (epoch <= before + 1) continue;
            if (epoch > late.latestEpoch() + 4 + epoch % 3) late.poke(3);
            if (epoch > rare.latestEpoch() + rareEpochs) rare.poke();
        }
        late.poke();
    }
}
