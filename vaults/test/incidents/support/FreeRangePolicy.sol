// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {
    IRangePolicy,
    MarketState,
    Placeable,
    Plan,
    Range
} from "../../../src/interfaces/IRangePolicy.sol";
import {Nav} from "../../../src/libraries/Nav.sol";
import {PositionMath} from "../../../src/libraries/PositionMath.sol";
import {PolicyParameters, Position} from "../../../src/types/VaultTypes.sol";

/// A policy that does as it is told, for tests only: a vault has to survive any plan. The variance is not
/// a forecast here but an instruction: which way and how much to swap, and where the range lies.
contract FreeRangePolicy is IRangePolicy {
    /// An even range of `halfWidthTicks` around the price, after a swap to equal values of both tokens.
    function even(uint24 halfWidthTicks) external pure returns (uint256 instruction) {
        return instruct(halfWidthTicks, 0, 0);
    }

    /// @param offsetTicks of the range's middle from the price
    /// @param swap 0 to equal values; 1 … 1000 thousandths of token0; 1001 … 2000 of token1 less 1000
    function instruct(uint24 halfWidthTicks, int24 offsetTicks, uint16 swap)
        public
        pure
        returns (uint256)
    {
        return uint256(halfWidthTicks) | uint256(uint24(offsetTicks)) << 24 | uint256(swap) << 48;
    }

    function plan(
        PolicyParameters calldata,
        uint256 instruction,
        MarketState calldata market,
        Placeable calldata placeable
    ) external pure returns (Plan memory made) {
        made.ranges = new Range[](1);
        made.ranges[0] = rangeAt(
            // forge-lint: disable-start(unsafe-typecast)
            market.tick + int24(uint24(instruction >> 24)),
            int24(uint24(instruction)),
            // forge-lint: disable-end(unsafe-typecast)
            market.tickSpacing
        );
        uint256 swap = instruction >> 48 & 0xffff;
        if (swap == 0) {
            (made.zeroForOne, made.swapAmountIn) = evenSwap(market, placeable);
        } else if (swap <= 1000) {
            (made.zeroForOne, made.swapAmountIn) = (true, placeable.amount0 * swap / 1000);
        } else {
            made.swapAmountIn = placeable.amount1 * (swap - 1000) / 1000;
        }
    }

    function rangeAt(int24 middle, int24 halfWidth, int24 spacing)
        private
        pure
        returns (Range memory)
    {
        int24 floored = middle / spacing * spacing;
        int24 half = halfWidth / spacing * spacing + spacing;
        return Range(floored - half, floored + half);
    }

    function evenSwap(MarketState calldata market, Placeable calldata placeable)
        private
        pure
        returns (bool zeroForOne, uint256 amountIn)
    {
        uint256 placeable0 = less(placeable.amount0, placeable.reserve0);
        uint256 placeable1 = less(placeable.amount1, placeable.reserve1);
        uint256 worth0 = Nav.valueDown(placeable0, 0, market.sqrtPriceX96, true);
        zeroForOne = worth0 > placeable1;
        amountIn = zeroForOne
            ? (placeable0 - Nav.valueDown(0, placeable1, market.sqrtPriceX96, false)) / 2
            : (placeable1 - worth0) / 2;
    }

    function less(uint256 amount, uint256 reserve) private pure returns (uint256) {
        return amount > reserve ? amount - reserve : 0;
    }

    function fill(Range[] calldata ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        external
        pure
        returns (Position[] memory filled)
    {
        uint128 liquidity = PositionMath.liquidityForAmounts(
            sqrtPriceX96, ranges[0].tickLower, ranges[0].tickUpper, amount0, amount1
        );
        filled = new Position[](liquidity == 0 ? 0 : 1);
        if (liquidity == 0) return filled;
        filled[0] = Position(ranges[0].tickLower, ranges[0].tickUpper, liquidity);
    }

    function checkParameters(PolicyParameters calldata) external pure {}
}
