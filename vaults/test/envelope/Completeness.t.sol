// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// When the four prices can be read, and that nothing reverts when they cannot.
contract CompletenessTest is RealPool {
    PriceEnvelope private envelope = new PriceEnvelope();

    function test_uninitializedPool_readsNothing() public {
        createUninitializedPool(3000, 18, 18);
        PriceReading memory reading = envelope.read(address(pool));
        assertFalse(reading.complete);
        assertEq(reading.spotSqrtPriceX96, 0);
    }

    function test_newPool_incompleteUntilWindow() public {
        createPool(3000, 18, 18, -500);
        expectComplete(false);
        skipTime(1799);
        expectComplete(false);
        skipTime(1);
        expectComplete(true);
        assertEq(envelope.read(address(pool)).longTwapTick, -500);
    }

    /// The only observation is overwritten: the price before it is gone.
    function test_cardinalityOne_incompleteAfterATradeUntilWindow() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        skipTime(4000);
        expectComplete(true);
        swapToTick(100);
        expectComplete(false);
        skipTime(1799);
        expectComplete(false);
        skipTime(1);
        expectComplete(true);
        assertEq(envelope.read(address(pool)).longTwapTick, 100);
    }

    /// A trade within its tick leaves no observation behind.
    function test_cardinalityOne_completeAfterATradeWithinTheTick() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        skipTime(4000);
        swapToSqrtPrice(sqrtPriceNow() + 1000);
        expectComplete(true);
        assertEq(envelope.read(address(pool)).spotSqrtPriceX96, sqrtPriceNow());
    }

    /// Asking for room makes none until the next observation is written.
    function test_cardinalityGrownNotFilled_completeFromItsFirstTrade() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        pool.increaseObservationCardinalityNext(100);
        skipTime(4000);
        expectComplete(true);
        swapToTick(100);
        expectComplete(true);
        assertEq(envelope.read(address(pool)).blockStartTick, 0);
        skipTime(600);
        expectComplete(true);
        assertEq(envelope.read(address(pool)).longTwapTick, 33, "a third of the time at 100");
    }

    function test_tooFewObservationsForTheWindow_incomplete() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        growHistory(3600);
        expectComplete(true);
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        pool.increaseObservationCardinalityNext(10);
        for (int24 i = 1; i <= 60; i++) {
            skipTime(60);
            swapToTick(i);
        }
        skipTime(12);
        expectComplete(false);
    }

    function test_longSilence_meansAreTheStandingTick() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        growHistory(1800);
        swapToTick(-777);
        skipTime(9 days);
        PriceReading memory reading = envelope.read(address(pool));
        assertTrue(reading.complete);
        assertEq(reading.blockStartTick, -777);
        assertEq(reading.shortTwapTick, -777);
        assertEq(reading.longTwapTick, -777);
        assertEq(reading.spreadTicks, 0);
    }

    function test_firstTradeAfterSilence_movesSpotAlone() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e18);
        growHistory(1800);
        swapToTick(-777);
        skipTime(9 days);
        swapToTick(2000);
        PriceReading memory reading = envelope.read(address(pool));
        assertTrue(reading.complete);
        assertEq(reading.blockStartTick, -777);
        assertEq(reading.shortTwapTick, -777);
        assertEq(reading.longTwapTick, -777);
        assertEq(reading.spreadTicks, 2777);
    }

    function expectComplete(bool complete) private view {
        assertEq(envelope.read(address(pool)).complete, complete);
    }
}
