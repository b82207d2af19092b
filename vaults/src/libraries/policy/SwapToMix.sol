// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPoint96} from "@uniswap/v4-core/src/libraries/FixedPoint96.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";
import {SqrtPriceMath} from "@uniswap/v4-core/src/libraries/SqrtPriceMath.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {MarketState, Placeable, Range} from "../../interfaces/IRangePolicy.sol";
import {MixEquation, MixSide} from "./MixEquation.sol";

/// The swap after which what is held beyond the reserves has the mix that a range needs at the price the
/// swap leaves, were the pool's liquidity the same all the way. A reserve that is not held in full is
/// bought first. Never offers what is reserved; where all of a token cannot pay for what lacks of the
/// other, all of it is sold. Equal bit for bit to `swapToMix` of libs/strategies.
///
/// Amounts, reserves and liquidity must fit 128 bits, the fee be below 1 000 000 and the price be a pool's.
library SwapToMix {
    using FullMath for uint256;

    uint256 private constant SCALE_BITS = 48;
    uint256 private constant FEE_UNIT = 1_000_000;
    uint256 private constant Q96 = FixedPoint96.Q96;
    /// What would stay unplaced without a swap for a swap not to be worth it: a part of the value.
    uint256 private constant WORTH_A_SWAP = 1_000_000;

    /// Where a swap starts. Free amounts are held less reserved, negative where they lack.
    struct Path {
        uint160 sqrtPriceX96;
        uint160 lowerX96;
        uint160 upperX96;
        uint128 liquidity;
        uint256 netPerUnit;
        int256 free0;
        int256 free1;
    }

    /// @return zeroForOne amountIn fee included; 0 when no swap is needed, possible or worth it
    function solve(MarketState calldata market, Placeable calldata placeable, Range memory range)
        internal
        pure
        returns (bool zeroForOne, uint256 amountIn)
    {
        if (market.liquidity == 0) return (false, 0);
        Path memory path = Path({
            sqrtPriceX96: market.sqrtPriceX96,
            lowerX96: TickMath.getSqrtPriceAtTick(range.tickLower),
            upperX96: TickMath.getSqrtPriceAtTick(range.tickUpper),
            liquidity: market.liquidity,
            netPerUnit: FEE_UNIT - market.fee,
            free0: free(placeable.amount0, placeable.reserve0),
            free1: free(placeable.amount1, placeable.reserve1)
        });
        bool needed;
        (needed, zeroForOne) = direction(path);
        if (!needed) return (false, 0);
        uint256 offered = uint256(zeroForOne ? path.free0 : path.free1);
        uint256 netIn = zeroForOne ? netInput0Up(path, offered) : netInput1Up(path, offered);
        amountIn = netIn >= offered ? offered : Math.min(offered, withFeeUp(path, netIn));
        if (amountIn == 0) zeroForOne = false;
    }

    /// Which token there is too much of; not `needed` when the mix is right or nothing can be sold.
    function direction(Path memory path) private pure returns (bool needed, bool zeroForOne) {
        if (path.free0 <= 0 && path.free1 <= 0) return (false, false);
        if (path.free0 < 0 || path.free1 < 0) return (true, path.free1 < 0);
        uint256 whole0 = liquidityOf0X48(uint256(path.free0), path.sqrtPriceX96);
        uint256 whole1 = liquidityOf1X48(uint256(path.free1), path.sqrtPriceX96);
        uint256 price = Math.min(Math.max(path.sqrtPriceX96, path.lowerX96), path.upperX96);
        uint256 fill0 = whole0.mulDiv(price - path.lowerX96, price);
        uint256 fill1 = whole1.mulDiv(path.upperX96 - price, path.upperX96);
        if (fill0 == fill1) return (false, false);
        uint256 unplaced = fill0 > fill1
            ? (fill0 - fill1).mulDiv(whole0, fill0)
            : (fill1 - fill0).mulDiv(whole1, fill1);
        return (unplaced > (whole0 + whole1) / WORTH_A_SWAP, fill0 > fill1);
    }

    /// Token0 to sell without the fee; `offered` or more where all that is offered is not enough.
    function netInput0Up(Path memory path, uint256 offered) private pure returns (uint256) {
        uint160 price = least(path.sqrtPriceX96, path.upperX96);
        if (path.free1 < 0) {
            uint256 distance = uint256(-path.free1).mulDivRoundingUp(Q96, path.liquidity);
            if (distance > path.sqrtPriceX96 - TickMath.MIN_SQRT_PRICE) return offered;
            // Less than a price.
            // forge-lint: disable-next-line(unsafe-typecast)
            price = least(price, path.sqrtPriceX96 - uint160(distance));
        }
        uint256 netIn =
            SqrtPriceMath.getAmount0Delta(price, path.sqrtPriceX96, path.liquidity, true);
        if (price <= path.lowerX96 || netIn >= offered) return netIn;
        uint256 paid = withFeeUp(path, netIn);
        if (paid >= offered) return offered;
        uint256 had1 = uint256(
            path.free1
                + int256(
                    SqrtPriceMath.getAmount1Delta(price, path.sqrtPriceX96, path.liquidity, false)
                )
        );
        uint256 netX48 = MixEquation.netInputX48(
            side(liquidityOf0X48(offered - paid, price), path, price - path.lowerX96, price),
            side(liquidityOf1X48(had1, price), path, path.upperX96 - price, path.upperX96),
            uint256(path.liquidity) << SCALE_BITS,
            path.netPerUnit
        );
        return netIn + (netX48.mulDiv(Q96, price) >> SCALE_BITS);
    }

    /// Token1 to sell without the fee; `offered` or more where all that is offered is not enough.
    function netInput1Up(Path memory path, uint256 offered) private pure returns (uint256) {
        uint160 price = greatest(path.sqrtPriceX96, path.lowerX96);
        if (path.free0 < 0) {
            uint256 lack = uint256(-path.free0);
            if (lack.mulDivRoundingUp(path.sqrtPriceX96, Q96) >= path.liquidity) return offered;
            uint256 liquidityX96 = uint256(path.liquidity) << FixedPoint96.RESOLUTION;
            uint256 rest = liquidityX96 - lack * path.sqrtPriceX96;
            if (rest <= liquidityX96.mulDiv(path.sqrtPriceX96, TickMath.MAX_SQRT_PRICE)) {
                return offered;
            }
            // The lines above keep it from passing the highest price.
            uint160 bought = uint160(liquidityX96.mulDivRoundingUp(path.sqrtPriceX96, rest));
            price = greatest(price, bought);
        }
        uint256 netIn =
            SqrtPriceMath.getAmount1Delta(path.sqrtPriceX96, price, path.liquidity, true);
        if (price >= path.upperX96 || netIn >= offered) return netIn;
        uint256 paid = withFeeUp(path, netIn);
        if (paid >= offered) return offered;
        uint256 had0 = uint256(
            path.free0
                + int256(
                    SqrtPriceMath.getAmount0Delta(path.sqrtPriceX96, price, path.liquidity, false)
                )
        );
        uint256 netX48 = MixEquation.netInputX48(
            side(
                liquidityOf1X48(offered - paid, price), path, path.upperX96 - price, path.upperX96
            ),
            side(liquidityOf0X48(had0, price), path, price - path.lowerX96, price),
            uint256(path.liquidity) << SCALE_BITS,
            path.netPerUnit
        );
        return netIn + (netX48.mulDiv(price, Q96) >> SCALE_BITS);
    }

    function side(uint256 wholeX48, Path memory path, uint256 part, uint256 whole)
        private
        pure
        returns (MixSide memory)
    {
        return MixSide({
            wholeX48: wholeX48,
            fillX48: wholeX48.mulDiv(part, whole),
            rangeX48: (uint256(path.liquidity) << SCALE_BITS).mulDiv(part, whole)
        });
    }

    /// Liquidity over the whole price range that has this much token0 on its side of the price.
    function liquidityOf0X48(uint256 amount0, uint256 rootX96) private pure returns (uint256) {
        return (amount0 << SCALE_BITS).mulDiv(rootX96, Q96);
    }

    function liquidityOf1X48(uint256 amount1, uint256 rootX96) private pure returns (uint256) {
        return (amount1 << SCALE_BITS).mulDiv(Q96, rootX96);
    }

    function withFeeUp(Path memory path, uint256 netIn) private pure returns (uint256) {
        return netIn.mulDivRoundingUp(FEE_UNIT, path.netPerUnit);
    }

    function free(uint256 amount, uint256 reserve) private pure returns (int256) {
        // Both below 2^128.
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(amount) - int256(reserve);
    }

    function least(uint160 a, uint160 b) private pure returns (uint160) {
        return a < b ? a : b;
    }

    function greatest(uint160 a, uint160 b) private pure returns (uint160) {
        return a > b ? a : b;
    }
}
