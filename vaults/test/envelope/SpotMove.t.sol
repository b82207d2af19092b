// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// What one block of trades can and cannot move.
contract SpotMoveTest is RealPool {
    PriceEnvelope private envelope = new PriceEnvelope();

    function setUp() public {
        createPool(3000, 18, 6, -120);
        addFullRange(1e18);
        growHistory(1800);
    }

    function test_sameBlockSwapLeavesBlockStartAndTwaps() public {
        PriceReading memory calm = envelope.read(address(pool));
        assertTrue(calm.complete);
        assertEq(calm.spotTick, -120);

        swapToTick(8023);
        PriceReading memory moved = envelope.read(address(pool));
        assertTrue(moved.complete);
        assertEq(moved.spotTick, 8023);
        assertEq(moved.blockStartTick, calm.blockStartTick);
        assertEq(moved.shortTwapTick, calm.shortTwapTick);
        assertEq(moved.longTwapTick, calm.longTwapTick);
        assertEq(moved.longTwapSqrtPriceX96, calm.longTwapSqrtPriceX96);
        assertEq(moved.spreadTicks, uint24(8023 - calm.blockStartTick));
        assertEq(moved.highestSqrtPriceX96, sqrtPriceNow());
        assertEq(moved.lowestSqrtPriceX96, TickMath.getSqrtPriceAtTick(calm.blockStartTick));
    }
}
