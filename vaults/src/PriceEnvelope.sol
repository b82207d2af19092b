// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Appraiser} from "./Appraiser.sol";
import {IPriceEnvelope, PriceReading} from "./interfaces/IPriceEnvelope.sol";

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
    uint32 private constant LONG_SECONDS = 1800;
    uint32 private constant SHORT_SECONDS = 120;

    /// @inheritdoc IPriceEnvelope
    function read(address pool) public view override returns (PriceReading memory reading) {
        IUniswapV3Pool source = IUniswapV3Pool(pool);
        (uint160 sqrtPriceX96, int24 tick, uint16 index, uint16 cardinality,,,) = source.slot0();
        reading.spotSqrtPriceX96 = sqrtPriceX96;
        reading.spotTick = tick;

        (bool known, int24 blockStartTick) = startOfBlock(source, tick, index, cardinality);
        if (!known) return reading;
        (bool reaches, int24 shortTick, int24 longTick) = meanTicksDown(source);
        if (!reaches) return reading;

        reading.complete = true;
        reading.blockStartTick = blockStartTick;
        reading.shortTwapTick = shortTick;
        reading.longTwapTick = longTick;
        reading.longTwapSqrtPriceX96 = TickMath.getSqrtPriceAtTick(longTick);
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
    function startOfBlock(IUniswapV3Pool pool, int24 tick, uint16 index, uint16 cardinality)
        private
        view
        returns (bool known, int24 blockStartTick)
    {
        (uint32 newestAt, int56 newestCumulative,,) = pool.observations(index);
        if (newestAt != uint32(block.timestamp)) return (true, tick);
        if (cardinality == 1) return (false, 0);

        uint256 before = index == 0 ? cardinality - 1 : index - 1;
        (uint32 beforeAt, int56 beforeCumulative,,) = pool.observations(before);
        unchecked {
            return (true, meanTickDown(newestCumulative - beforeCumulative, newestAt - beforeAt));
        }
    }

    function meanTicksDown(IUniswapV3Pool pool)
        private
        view
        returns (bool reaches, int24 shortTick, int24 longTick)
    {
        uint32[] memory secondsAgos = new uint32[](3);
        secondsAgos[0] = LONG_SECONDS;
        secondsAgos[1] = SHORT_SECONDS;
        try pool.observe(secondsAgos) returns (int56[] memory cumulatives, uint160[] memory) {
            unchecked {
                shortTick = meanTickDown(cumulatives[2] - cumulatives[1], SHORT_SECONDS);
                longTick = meanTickDown(cumulatives[2] - cumulatives[0], LONG_SECONDS);
            }
            return (true, shortTick, longTick);
        } catch Error(string memory) {
            // The pool gives a reason (`OLD`, `I`). Running out of gas has none and is passed on: else a
            // caller could make the oracle look dead by sending too little.
            return (false, 0, 0);
        }
    }

    /// Rounds towards minus infinity, as the pool rounds a price to its tick; `/` rounds towards zero.
    function meanTickDown(int56 cumulativeChange, uint32 elapsed)
        private
        pure
        returns (int24 tick)
    {
        int56 period = int56(uint56(elapsed));
        // forge-lint: disable-next-line(unsafe-typecast)
        tick = int24(cumulativeChange / period);
        if (cumulativeChange < 0 && cumulativeChange % period != 0) tick--;
    }
}
