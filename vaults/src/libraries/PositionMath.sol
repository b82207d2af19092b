// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPoint96} from "@uniswap/v4-core/src/libraries/FixedPoint96.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";
import {SqrtPriceMath} from "@uniswap/v4-core/src/libraries/SqrtPriceMath.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {SaturatingMath} from "./SaturatingMath.sol";

/// What a range of liquidity is worth in both tokens, to the wei as the pool reckons it. Ticks without
/// a price revert (`InvalidTick`).
library PositionMath {
    /// What burning `liquidity` pays.
    function amountsDown(uint160 sqrtPriceX96, int24 tickLower, int24 tickUpper, uint128 liquidity)
        internal
        pure
        returns (uint256 amount0, uint256 amount1)
    {
        return amounts(sqrtPriceX96, tickLower, tickUpper, liquidity, false);
    }

    /// What minting `liquidity` costs.
    function amountsUp(uint160 sqrtPriceX96, int24 tickLower, int24 tickUpper, uint128 liquidity)
        internal
        pure
        returns (uint256 amount0, uint256 amount1)
    {
        return amounts(sqrtPriceX96, tickLower, tickUpper, liquidity, true);
    }

    /// Liquidity that the amounts buy; minting it never costs more than they are. Equal bit for bit to
    /// `liquidityForAmounts` of libs/amm wherever that has an answer. Where it has none, because the
    /// liquidity of one token alone does not fit, that token does not bind and the other one decides; the
    /// greatest uint128 when neither fits, which the pool refuses to mint.
    function liquidityForAmounts(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint256 amount0,
        uint256 amount1
    ) internal pure returns (uint128) {
        uint160 lowerX96 = TickMath.getSqrtPriceAtTick(tickLower);
        uint160 upperX96 = TickMath.getSqrtPriceAtTick(tickUpper);
        if (sqrtPriceX96 <= lowerX96) return liquidityForAmount0(lowerX96, upperX96, amount0);
        if (sqrtPriceX96 >= upperX96) return liquidityForAmount1(lowerX96, upperX96, amount1);
        uint128 from0 = liquidityForAmount0(sqrtPriceX96, upperX96, amount0);
        uint128 from1 = liquidityForAmount1(lowerX96, sqrtPriceX96, amount1);
        return from0 < from1 ? from0 : from1;
    }

    function amounts(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint128 liquidity,
        bool roundUp
    ) private pure returns (uint256 amount0, uint256 amount1) {
        return amountsBetween(
            sqrtPriceX96,
            TickMath.getSqrtPriceAtTick(tickLower),
            TickMath.getSqrtPriceAtTick(tickUpper),
            liquidity,
            roundUp
        );
    }

    /// As {amountsDown} and {amountsUp}, for bounds whose prices are known.
    function amountsBetween(
        uint160 sqrtPriceX96,
        uint160 lowerX96,
        uint160 upperX96,
        uint128 liquidity,
        bool roundUp
    ) internal pure returns (uint256 amount0, uint256 amount1) {
        if (sqrtPriceX96 < upperX96) {
            uint160 fromX96 = sqrtPriceX96 > lowerX96 ? sqrtPriceX96 : lowerX96;
            amount0 = SqrtPriceMath.getAmount0Delta(fromX96, upperX96, liquidity, roundUp);
        }
        if (sqrtPriceX96 > lowerX96) {
            uint160 toX96 = sqrtPriceX96 < upperX96 ? sqrtPriceX96 : upperX96;
            amount1 = SqrtPriceMath.getAmount1Delta(lowerX96, toX96, liquidity, roundUp);
        }
    }

    /// @param fromX96 toX96 √P, the lower one first
    function liquidityForAmount0(uint160 fromX96, uint160 toX96, uint256 amount0)
        private
        pure
        returns (uint128)
    {
        // Rounded here as the position manager does, although one division would be closer.
        uint256 productX96 = FullMath.mulDiv(fromX96, toX96, FixedPoint96.Q96);
        return saturated(SaturatingMath.mulDivDown(amount0, productX96, toX96 - fromX96));
    }

    /// @param fromX96 toX96 √P, the lower one first
    function liquidityForAmount1(uint160 fromX96, uint160 toX96, uint256 amount1)
        private
        pure
        returns (uint128)
    {
        return saturated(SaturatingMath.mulDivDown(amount1, FixedPoint96.Q96, toX96 - fromX96));
    }

    function saturated(uint256 liquidity) private pure returns (uint128) {
        if (liquidity > type(uint128).max) return type(uint128).max;
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint128(liquidity);
    }
}
