// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../../src/FeatureOracle.sol";
import {EpochFacts, IFeatureOracle} from "../../../src/interfaces/IFeatureOracle.sol";
import {RealPool} from "../../base/RealPool.sol";

/// Recorded prices, one after another, in a real pool, and what libs/forecast makes of them.
abstract contract Replay is RealPool {
    struct Price {
        uint256 timestamp;
        int24 tick;
        uint160 sqrtPriceX96;
    }

    uint256 private constant WORD = 32;
    uint256 private constant COLUMNS_BEFORE_FEATURES = 5;

    /// Packed features of the file that is being compared, and the same one at a time.
    bytes internal spec;
    bytes[] internal singles;

    /// A pool that begins with the first price of the file and remembers `cardinality` changes.
    function begin(string memory file, uint16 cardinality) internal returns (bytes memory prices) {
        // 32 bytes at a time would be as many calls to the outside: the file is read at once.
        prices = vm.readFileBinary(file);
        Price memory first = priceAt(prices, 0);
        vm.warp(first.timestamp);
        createUninitializedPool(500, 18, 6);
        pool.initialize(first.sqrtPriceX96);
        assertEq(tickNow(), first.tick);
        pool.increaseObservationCardinalityNext(cardinality);
        addFullRange(1e18);
    }

    function trade(Price memory price) internal {
        swapToSqrtPrice(price.sqrtPriceX96);
        assertEq(tickNow(), price.tick, "the pool's tick is not the recorded one");
    }

    function priceCount(bytes memory prices) internal pure returns (uint256) {
        return prices.length / WORD;
    }

    function priceAt(bytes memory prices, uint256 index)
        internal
        pure
        returns (Price memory price)
    {
        uint256 word;
        uint256 at = (index + 1) * WORD;
        assembly ("memory-safe") {
            word := mload(add(prices, at))
        }
        price.timestamp = word >> 192;
        price.tick = int24(int32(uint32(word >> 160)));
        price.sqrtPriceX96 = uint160(word);
    }

    // Comparison

    /// Reads the first line of a file of records.
    function openRecords(string memory file) internal {
        string[] memory head = vm.split(vm.readLine(file), ",");
        spec = vm.parseBytes(head[2]);
        delete singles;
        for (uint256 at; at < spec.length; at += 11) {
            bytes memory single = new bytes(11);
            for (uint256 i; i < 11; i++) {
                single[i] = spec[at + i];
            }
            singles.push(single);
        }
    }

    /// Compares the next line of the file with what the oracle knows of its epoch: its record, and its
    /// features in one epoch of `featuresEvery`.
    /// @return there whether the oracle has a record of it
    /// @return more false at the end of the file
    function compareNextLine(string memory file, FeatureOracle oracle, uint256 featuresEvery)
        external
        returns (bool there, bool more)
    {
        string[] memory cells = vm.split(vm.readLine(file), ",");
        if (cells.length == 1) return (false, false);
        uint256 epoch = vm.parseUint(cells[0]);
        try oracle.record(epoch) returns (EpochFacts memory facts) {
            assertEq(facts.variance, vm.parseUint(cells[1]), cells[0]);
            assertEq(facts.logVarianceX16, vm.parseUint(cells[2]), cells[0]);
            assertEq(facts.meanTick, vm.parseInt(cells[3]), cells[0]);
            assertEq(facts.lastCellTick, vm.parseInt(cells[4]), cells[0]);
            if (epoch % featuresEvery == 0) compareFeatures(oracle, epoch, cells);
            there = true;
        } catch (bytes memory reason) {
            assertTrue(isMissing(bytes4(reason)), "neither recorded nor refused");
        }
        more = true;
    }

    /// One at a time, since each looks back on another number of epochs; all at once where all can be had.
    function compareFeatures(FeatureOracle oracle, uint256 epoch, string[] memory cells) private {
        uint256 known;
        for (uint256 i; i < singles.length; i++) {
            uint256 column = COLUMNS_BEFORE_FEATURES + 2 * i;
            try oracle.rawFeatures(singles[i], epoch) returns (int32[] memory raw) {
                assertEq(raw[0], vm.parseInt(cells[column]), cells[0]);
                int16[] memory single = oracle.features(singles[i], epoch);
                assertEq(single[0], vm.parseInt(cells[column + 1]), cells[0]);
                known++;
            } catch (bytes memory reason) {
                assertEq(bytes4(reason), IFeatureOracle.EpochHistoryTooShort.selector);
                if (isWhole) assertEq(cells[column], "-", "refused for no reason");
            }
        }
        if (known < singles.length) return;
        fullVectors++;
        int16[] memory all = oracle.features(spec, epoch);
        for (uint256 i; i < singles.length; i++) {
            assertEq(all[i], vm.parseInt(cells[COLUMNS_BEFORE_FEATURES + 2 * i + 1]), cells[0]);
        }
    }

    /// How many epochs had every feature of the spec.
    uint256 internal fullVectors;
    /// Whether the oracle that is compared has missed nothing, so that it has every feature of the file.
    bool internal isWhole;

    function isMissing(bytes4 reason) private pure returns (bool) {
        return reason == IFeatureOracle.EpochNotRecorded.selector
            || reason == IFeatureOracle.EpochHistoryTooShort.selector;
    }

    /// Compares a whole file. Epochs that the oracle has not recorded are counted, not refused.
    function compareRecords(string memory file, FeatureOracle oracle, uint256 featuresEvery)
        internal
        returns (uint256 there, uint256 missing)
    {
        vm.closeFile(file);
        openRecords(file);
        fullVectors = 0;
        for (;;) {
            (bool isThere, bool more) = this.compareNextLine(file, oracle, featuresEvery);
            if (!more) return (there, missing);
            if (isThere) there++;
            else missing++;
        }
    }
}
