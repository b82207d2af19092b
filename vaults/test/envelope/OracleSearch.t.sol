// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// The search through a long history against the pool's own `observe`, however unevenly it was written.
contract OracleSearchTest is RealPool {
    uint16 private constant CARDINALITY = 150;

    PriceEnvelope private envelope = new PriceEnvelope();

    function setUp() public {
        createPool(500, 18, 18, 0);
        addFullRange(1e18);
        pool.increaseObservationCardinalityNext(CARDINALITY);
    }

    /// @param pace seconds between trades: nearly even, in bursts, or slowing down and speeding up
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_equalsObserve(uint256 seed, uint8 pace) public {
        uint256 trades = 100 + seed % 300;
        for (uint256 i = 0; i < trades; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            skipTime(gap(seed, pace, i));
            swapToTick(int24(int256(seed % 2001)) - 1000);
            if (i % 16 == 15) compare();
        }
        skipTime(seed % 100);
        compare();
    }

    /// 149 observations in the last 149 seconds and one long before: every guess from the ages at both
    /// ends is as wrong as it can be.
    function test_misleadingAges_areFoundAllTheSame() public {
        swapToTick(500);
        skipTime(30 days);
        for (uint256 i = 0; i < CARDINALITY - 2; i++) {
            skipTime(1);
            swapToTick(i % 2 == 0 ? int24(-700) : int24(-701));
        }
        compare();
        assertTrue(envelope.read(address(pool)).complete);
        // Six guesses and seven halvings for each of two times; a walk from one end to the other would read
        // 150 observations, at more than 1000 gas each.
        uint256 before = gasleft();
        envelope.read(address(pool));
        assertLt(before - gasleft(), 120_000);
    }

    function gap(uint256 seed, uint8 pace, uint256 i) private pure returns (uint256) {
        if (pace % 3 == 0) return 10 + seed % 5;
        if (pace % 3 == 1) return (seed >> 64) % 20 == 0 ? 900 : 1;
        return 1 + (i % 40) * (i % 40) / 10;
    }

    function compare() private view {
        uint32[] memory ages = new uint32[](3);
        ages[0] = 1800;
        ages[1] = 120;
        PriceReading memory reading = envelope.read(address(pool));
        try pool.observe(ages) returns (int56[] memory cumulatives, uint160[] memory) {
            assertTrue(reading.complete, "complete");
            assertMeanDown(cumulatives[2] - cumulatives[1], 120, reading.shortTwapTick);
            assertMeanDown(cumulatives[2] - cumulatives[0], 1800, reading.longTwapTick);
        } catch {
            assertFalse(reading.complete, "incomplete");
        }
    }

    /// `mean` is the greatest whole number whose multiple does not exceed the change.
    function assertMeanDown(int256 change, int256 period, int256 mean) private pure {
        assertLe(mean * period, change, "too high");
        assertGt((mean + 1) * period, change, "too low");
    }
}
