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
        assertEq(moved.spreadTicks, uint24(8023 - calm.blockStartTick));
        assertEq(moved.highestSqrtPriceX96, sqrtPriceNow());
        assertEq(moved.lowestSqrtPriceX96, TickMath.getSqrtPriceAtTick(calm.blockStartTick));
    }

    function test_severalTradesInABlock_startIsBeforeTheFirst() public {
        swapToTick(5000);
        swapToTick(-4000);
        addFullRange(1e12);
        swapToTick(77);
        PriceReading memory reading = envelope.read(address(pool));
        assertEq(reading.blockStartTick, -120);
        assertEq(reading.spotTick, 77);
    }

    /// A mint writes this block's observation without moving the tick.
    function test_mintBeforeTheTrade_startIsStillBeforeTheTrade() public {
        addFullRange(1e12);
        assertEq(envelope.read(address(pool)).blockStartTick, -120);
        swapToTick(900);
        assertEq(envelope.read(address(pool)).blockStartTick, -120);
    }

    function test_nextBlock_startsWhereTheLastEnded() public {
        swapToTick(900);
        skipTime(12);
        PriceReading memory reading = envelope.read(address(pool));
        assertEq(reading.blockStartTick, 900);
        assertEq(reading.shortTwapTick, -120 + 102, "12 of 120 seconds at 900");
        swapToTick(-900);
        assertEq(envelope.read(address(pool)).blockStartTick, 900);
    }

    /// Where blocks come faster than seconds, those of one second are one.
    function test_blocksOfOneTimestamp_countAsOne() public {
        swapToTick(900);
        vm.roll(vm.getBlockNumber() + 1);
        swapToTick(1800);
        assertEq(envelope.read(address(pool)).blockStartTick, -120);
    }

    function test_spotWithinItsTick_isExact() public {
        uint160 withinX96 = TickMath.getSqrtPriceAtTick(-120) + 12_345_678;
        swapToSqrtPrice(withinX96);
        skipTime(1800);
        PriceReading memory reading = envelope.read(address(pool));
        assertEq(reading.highestSqrtPriceX96, withinX96);
        assertEq(reading.lowestSqrtPriceX96, TickMath.getSqrtPriceAtTick(-120));
        assertEq(reading.spreadTicks, 0);
    }

    /// Crossed downwards and not passed: the pool's tick is one below its price's.
    function test_priceOnACrossedTick_isTheLowest() public {
        addLiquidity(-180, 180, 1e12);
        swapToSqrtPrice(TickMath.getSqrtPriceAtTick(-180));
        assertEq(tickNow(), -181);
        PriceReading memory reading = envelope.read(address(pool));
        assertEq(reading.lowestSqrtPriceX96, sqrtPriceNow());
        assertEq(reading.spreadTicks, 61);
        skipTime(1800);
        reading = envelope.read(address(pool));
        assertEq(reading.longTwapTick, -181);
        assertEq(reading.highestSqrtPriceX96, sqrtPriceNow());
        assertEq(reading.lowestSqrtPriceX96, TickMath.getSqrtPriceAtTick(-181));
    }

    /// 900 seconds at -266 and as many at -267: the mean is -266.5, which `/` would call -266.
    function test_twapFloorsNegative() public {
        swapToTick(-267);
        skipTime(900);
        swapToTick(-266);
        skipTime(900);
        assertEq(envelope.read(address(pool)).longTwapTick, -267);
        assertEq(envelope.read(address(pool)).shortTwapTick, -266);
    }

    function test_wholeNegativeMeanIsNotFloored() public {
        swapToTick(-267);
        skipTime(900);
        swapToTick(-265);
        skipTime(900);
        assertEq(envelope.read(address(pool)).longTwapTick, -266);
    }

    function test_twapFloorsPositive() public {
        swapToTick(267);
        skipTime(900);
        swapToTick(266);
        skipTime(900);
        assertEq(envelope.read(address(pool)).longTwapTick, 266);
    }
}
