// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// The envelope against a diary of every tick the test saw, integrated second by stretch of seconds.
contract DifferentialTest is RealPool {
    struct Step {
        uint16 wait;
        uint8 kind;
        int16 tick;
    }

    struct Entry {
        uint256 at;
        int256 tick;
    }

    PriceEnvelope private envelope = new PriceEnvelope();
    Entry[] private diary;
    /// Whether the pool wrote an observation in this block.
    bool private written;

    function testFuzz_equalsTheDiary(Step[24] memory steps, uint32 startsAt, int24 firstTick)
        public
    {
        vm.warp(bound(startsAt, 1_700_000_000, type(uint32).max));
        walk(steps, int24(bound(firstTick, -300_000, 300_000)));
    }

    /// Unix time leaves uint32, the oracle's clock, in the middle of the walk.
    function testFuzz_equalsTheDiaryWhenTheClockWraps(Step[24] memory steps) public {
        vm.warp(uint256(type(uint32).max) - 4000);
        walk(steps, -7);
    }

    function walk(Step[24] memory steps, int24 firstTick) private {
        createPool(500, 18, 6, firstTick);
        addLiquidity(TickMath.minUsableTick(spacing), TickMath.maxUsableTick(spacing), 1e18);
        written = true;
        record();
        for (uint256 i = 0; i < steps.length; i++) {
            happen(steps[i], firstTick);
            compare();
        }
    }

    function happen(Step memory step, int24 firstTick) private {
        // One step in four stays in the block; one in eight leaves the pool silent for long.
        if (step.wait % 4 != 0) {
            skipTime(step.wait % 8 == 7 ? step.wait : step.wait % 500);
            if (vm.getBlockTimestamp() != diary[diary.length - 1].at) written = false;
        }
        uint256 kind = step.kind % 8;
        int24 before = tickNow();
        if (kind < 5) {
            swapToTick(firstTick + step.tick);
            if (tickNow() != before) written = true;
        } else if (kind == 5) {
            addLiquidity(TickMath.minUsableTick(spacing), TickMath.maxUsableTick(spacing), 1e12);
            written = true;
        } else if (kind == 6) {
            pool.increaseObservationCardinalityNext(uint16(step.kind));
        } else {
            swapOntoABound(firstTick + step.tick);
            if (tickNow() != before) written = true;
        }
        record();
    }

    /// Exactly on the price of an initialized tick: reached from above, the pool's tick is the one below.
    function swapOntoABound(int24 near) private {
        int24 tick = near / spacing * spacing;
        addLiquidity(tick, tick + 4000 * spacing, 1);
        if (tickNow() >= tick && tickNow() < tick + 4000 * spacing) written = true;
        swapToSqrtPrice(TickMath.getSqrtPriceAtTick(tick));
    }

    function record() private {
        diary.push(Entry(vm.getBlockTimestamp(), tickNow()));
    }

    function compare() private view {
        PriceReading memory reading = envelope.read(address(pool));
        assertEq(reading.spotSqrtPriceX96, sqrtPriceNow());
        assertEq(reading.spotTick, tickNow());
        assertEq(reading.complete, reachesBack() && (!written || cardinality() > 1), "complete");
        if (!reading.complete) return checkBlank(reading);

        int256 start = tickBeforeThisBlock();
        int256 short = meanDown(120);
        int256 long = meanDown(1800);
        assertEq(reading.blockStartTick, start, "block start");
        assertEq(reading.shortTwapTick, short, "2 minutes");
        assertEq(reading.longTwapTick, long, "30 minutes");
        checkSpan(reading, [start, short, long]);
    }

    function checkSpan(PriceReading memory reading, int256[3] memory ticks) private pure {
        int256 least = reading.spotTick;
        int256 greatest = reading.spotTick;
        uint160 leastX96 = reading.spotSqrtPriceX96;
        uint160 greatestX96 = reading.spotSqrtPriceX96;
        for (uint256 i = 0; i < 3; i++) {
            uint160 priceX96 = TickMath.getSqrtPriceAtTick(int24(ticks[i]));
            if (ticks[i] < least) least = ticks[i];
            if (ticks[i] > greatest) greatest = ticks[i];
            if (priceX96 < leastX96) leastX96 = priceX96;
            if (priceX96 > greatestX96) greatestX96 = priceX96;
        }
        assertEq(reading.lowestTick, least, "lowest tick");
        assertEq(reading.highestTick, greatest, "highest tick");
        assertEq(reading.spreadTicks, uint256(greatest - least), "spread");
        assertEq(reading.lowestSqrtPriceX96, leastX96, "lowest");
        assertEq(reading.highestSqrtPriceX96, greatestX96, "highest");
    }

    function checkBlank(PriceReading memory reading) private pure {
        assertEq(reading.blockStartTick, 0);
        assertEq(reading.shortTwapTick, 0);
        assertEq(reading.longTwapTick, 0);
        assertEq(reading.lowestSqrtPriceX96, 0);
        assertEq(reading.highestSqrtPriceX96, 0);
        assertEq(reading.lowestTick, 0);
        assertEq(reading.highestTick, 0);
        assertEq(reading.spreadTicks, 0);
    }

    function tickBeforeThisBlock() private view returns (int256) {
        uint256 i = diary.length - 1;
        while (diary[i].at == vm.getBlockTimestamp() && i > 0) i--;
        return diary[i].tick;
    }

    function meanDown(uint256 period) private view returns (int256 mean) {
        uint256 end = vm.getBlockTimestamp();
        uint256 begin = end - period;
        int256 sum;
        for (uint256 i = diary.length; i > 0 && end > begin; i--) {
            uint256 from = diary[i - 1].at > begin ? diary[i - 1].at : begin;
            sum += diary[i - 1].tick * int256(end - from);
            end = from;
        }
        mean = sum / int256(period);
        while (mean * int256(period) > sum) mean--;
    }

    /// Whether the pool itself answers for 30 minutes ago.
    function reachesBack() private view returns (bool reaches) {
        uint32[] memory ago = new uint32[](1);
        ago[0] = 1800;
        (reaches,) = address(pool).staticcall(abi.encodeCall(pool.observe, (ago)));
    }

    function cardinality() private view returns (uint16 written_) {
        (,,, written_,,,) = pool.slot0();
    }
}
