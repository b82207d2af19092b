// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Appraiser} from "./Appraiser.sol";
import {IPriceEnvelope, PriceReading} from "./interfaces/IPriceEnvelope.sol";
import {History, Observed, OracleHistory} from "./libraries/OracleHistory.sol";

/// Four prices of a Uniswap v3 pool that no single actor moves together: spot can be moved within a
/// transaction, the block's first price by the block before, the 2-minute mean by holding a price for
/// blocks, the 30-minute mean by holding it for many.
///
/// Complete once the pool's oracle reaches back 30 minutes and, when this block has written an
/// observation, holds the one before it. A pool of cardinality 1 is therefore incomplete in every block
/// that changed its tick.
///
/// "This block" is this timestamp, as in the pool's oracle. Where several blocks share one, they count as
/// one block: the block-start price is the one before the first of them.
///
/// Only a Uniswap v3 pool may be asked: another contract can answer anything, or revert.
contract PriceEnvelope is Appraiser {
    using OracleHistory for History;

    uint256 private constant LONG_SECONDS = 1800;
    uint256 private constant SHORT_SECONDS = 120;

    /// @inheritdoc IPriceEnvelope
    function read(address pool) public view override returns (PriceReading memory reading) {
        (uint160 sqrtPriceX96, int24 tick, uint16 index, uint16 cardinality,,,) =
            IUniswapV3Pool(pool).slot0();
        reading.spotSqrtPriceX96 = sqrtPriceX96;
        reading.spotTick = tick;

        if (cardinality == 0) return reading;
        History memory history = OracleHistory.open(pool, tick, index, cardinality);
        if (!history.reaches(LONG_SECONDS)) return reading;
        bool traded = history.newest.age == 0;
        if (traded && cardinality == 1) return reading;

        reading.complete = true;
        reading.blockStartTick = traded ? startOfBlock(history) : tick;
        int256 cumulative = history.cumulativeAt(0);
        reading.shortTwapTick =
            meanTickDown(cumulative - history.cumulativeAt(SHORT_SECONDS), SHORT_SECONDS);
        reading.longTwapTick =
            meanTickDown(cumulative - history.cumulativeAt(LONG_SECONDS), LONG_SECONDS);
        spanPrices(reading);
    }

    /// Fills in the extremes of the four prices.
    function spanPrices(PriceReading memory reading) private pure {
        (int24 lowest, int24 highest) = reading.blockStartTick < reading.shortTwapTick
            ? (reading.blockStartTick, reading.shortTwapTick)
            : (reading.shortTwapTick, reading.blockStartTick);
        if (reading.longTwapTick < lowest) lowest = reading.longTwapTick;
        if (reading.longTwapTick > highest) highest = reading.longTwapTick;

        // Spot lies anywhere within its tick, the others on theirs. A pool that has just crossed a tick
        // downwards stands on its price with the tick below: equal prices, so either answer is right.
        reading.lowestSqrtPriceX96 = reading.spotTick < lowest
            ? reading.spotSqrtPriceX96
            : TickMath.getSqrtPriceAtTick(lowest);
        reading.highestSqrtPriceX96 = reading.spotTick < highest
            ? TickMath.getSqrtPriceAtTick(highest)
            : reading.spotSqrtPriceX96;

        if (reading.spotTick < lowest) lowest = reading.spotTick;
        if (reading.spotTick > highest) highest = reading.spotTick;
        (reading.lowestTick, reading.highestTick) = (lowest, highest);
        // forge-lint: disable-next-line(unsafe-typecast)
        reading.spreadTicks = uint24(highest - lowest);
    }

    /// The pool writes an observation before the first change of its tick in a block, so the tick is the
    /// same one all the time between two neighbours. It fills its ring in order: before an observation of
    /// this block there is one of another, unless there is room for one only.
    function startOfBlock(History memory history) private view returns (int24) {
        Observed memory before = history.secondNewest();
        return meanTickDown(history.newest.tickCumulative - before.tickCumulative, before.age);
    }

    /// Rounds towards minus infinity, as the pool rounds a price to its tick; `/` rounds towards zero.
    function meanTickDown(int256 cumulativeChange, uint256 elapsed) private pure returns (int24) {
        // 30 minutes, or the age of an observation: 32 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 period = int256(elapsed);
        int256 tick = cumulativeChange / period;
        if (cumulativeChange < 0 && cumulativeChange % period != 0) tick--;
        // forge-lint: disable-next-line(unsafe-typecast)
        return int24(tick);
    }
}
