// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";

/// Ticks that have no price get the nearest one: a limit reckoned from a price near an end must not fail.
contract TickPricesTest is Test {
    PriceEnvelope private envelope = new PriceEnvelope();

    function testFuzz_withinTheEnds_isThePoolsPrice(int24 tick) public view {
        tick = int24(bound(tick, TickMath.MIN_TICK, TickMath.MAX_TICK));
        assertEq(envelope.sqrtPriceAtTick(tick), TickMath.getSqrtPriceAtTick(tick));
    }

    function testFuzz_beyondTheEnds_isTheEnd(uint256 distance) public view {
        int256 beyond = int256(bound(distance, 1, type(uint128).max));
        assertEq(
            envelope.sqrtPriceAtTick(TickMath.MIN_TICK - beyond), TickMath.MIN_SQRT_PRICE, "low"
        );
        assertEq(
            envelope.sqrtPriceAtTick(TickMath.MAX_TICK + beyond), TickMath.MAX_SQRT_PRICE, "high"
        );
    }
}
