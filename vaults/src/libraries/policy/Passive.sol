// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPoint96} from "@uniswap/v4-core/src/libraries/FixedPoint96.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";
import {MarketState, Range} from "../../interfaces/IRangePolicy.sol";
import {PolicyParameters} from "../../types/VaultTypes.sol";
import {PositionMath} from "../PositionMath.sol";
import {TickRanges} from "./TickRanges.sol";

/// A base range around the price and, for the token that the base cannot use, a limit order beside the
/// price that sells it as the market moves.
library Passive {
    /// The base range and, unless the base takes all, the limit order: token0 left over is offered above
    /// the price, token1 below. Which is left over is decided by value at the price; less than one raw
    /// unit of token1 is nothing.
    function ranges(
        PolicyParameters calldata parameters,
        MarketState calldata market,
        uint256 amount0,
        uint256 amount1
    ) internal pure returns (Range[] memory) {
        int24 spacing = market.tickSpacing;
        Range memory base = TickRanges.around(market.tick, parameters.baseHalfWidthTicks, spacing);
        (uint256 left0, uint256 left1) = leftBy(base, market.sqrtPriceX96, amount0, amount1);
        uint256 left0In1 = inToken1Down(left0, market.sqrtPriceX96);
        if (left0In1 == left1) return only(base);
        int24 below = TickRanges.floorToSpacing(market.tick, spacing);
        int24 above = below + spacing;
        // At most MAX_TICK.
        // forge-lint: disable-next-line(unsafe-typecast)
        int24 width = int24(parameters.limitWidthTicks);
        Range memory limit = left0In1 > left1
            ? TickRanges.outward(above, above + width, spacing)
            : TickRanges.outward(below - width, below, spacing);
        if (limit.tickLower == base.tickLower && limit.tickUpper == base.tickUpper) {
            return only(base);
        }
        Range[] memory both = new Range[](2);
        both[0] = base;
        both[1] = limit;
        return both;
    }

    function only(Range memory base) private pure returns (Range[] memory one) {
        one = new Range[](1);
        one[0] = base;
    }

    /// Never less than 0: minting the liquidity that amounts buy costs no more than they are.
    function leftBy(Range memory range, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        private
        pure
        returns (uint256, uint256)
    {
        uint128 liquidity = PositionMath.liquidityForAmounts(
            sqrtPriceX96, range.tickLower, range.tickUpper, amount0, amount1
        );
        (uint256 used0, uint256 used1) =
            PositionMath.amountsUp(sqrtPriceX96, range.tickLower, range.tickUpper, liquidity);
        return (amount0 - used0, amount1 - used1);
    }

    /// `floor(amount0 · √P²)`, exact although the product has 448 bits: the fraction that the first
    /// division cuts off is divided too.
    function inToken1Down(uint256 amount0, uint256 rootX96) private pure returns (uint256) {
        uint256 once = FullMath.mulDiv(amount0, rootX96, FixedPoint96.Q96);
        uint256 fractionX96 = mulmod(amount0, rootX96, FixedPoint96.Q96);
        uint256 carryX96 = FullMath.mulDiv(fractionX96, rootX96, FixedPoint96.Q96);
        uint256 restX96 = mulmod(once, rootX96, FixedPoint96.Q96);
        return FullMath.mulDiv(once, rootX96, FixedPoint96.Q96)
            + ((restX96 + carryX96) >> FixedPoint96.RESOLUTION);
    }
}
