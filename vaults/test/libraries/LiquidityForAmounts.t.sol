// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {PositionMath} from "../../src/libraries/PositionMath.sol";

/// Liquidity that amounts buy, against the formula in checked arithmetic.
contract LiquidityForAmountsTest is Test {
    function testFuzz_equalsTheFormulaWhereItHasAnAnswer(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount0,
        uint128 amount1,
        uint8 shift
    ) public view {
        (tickLower, tickUpper) = someRange(tickLower, tickUpper);
        sqrtPriceX96 = somePrice(sqrtPriceX96);
        amount0 >>= shift % 128;
        amount1 >>= shift % 128;
        uint128 liquidity =
            PositionMath.liquidityForAmounts(sqrtPriceX96, tickLower, tickUpper, amount0, amount1);
        try this.checked(sqrtPriceX96, tickLower, tickUpper, amount0, amount1) returns (
            uint128 expected
        ) {
            assertEq(liquidity, expected);
        } catch {}
    }

    /// Also where one token's liquidity does not fit.
    function testFuzz_neverCostsMoreThanTheAmounts(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint256 amount0,
        uint256 amount1
    ) public pure {
        (tickLower, tickUpper) = someRange(tickLower, tickUpper);
        sqrtPriceX96 = somePrice(sqrtPriceX96);
        uint128 liquidity =
            PositionMath.liquidityForAmounts(sqrtPriceX96, tickLower, tickUpper, amount0, amount1);
        (uint256 cost0, uint256 cost1) =
            PositionMath.amountsUp(sqrtPriceX96, tickLower, tickUpper, liquidity);
        assertLe(cost0, amount0, "token0");
        assertLe(cost1, amount1, "token1");
    }

    /// A price one unit below the upper bound: a whole token0 would buy 2^156 of liquidity.
    function test_tokenThatDoesNotBindMayOverflow() public {
        uint160 priceX96 = TickMath.getSqrtPriceAtTick(60) - 1;
        vm.expectRevert();
        this.checked(priceX96, -60, 60, 1e18, 1e18);
        uint128 both = PositionMath.liquidityForAmounts(priceX96, -60, 60, 1e18, 1e18);
        uint128 enough = PositionMath.liquidityForAmounts(priceX96, -60, 60, 1, 1e18);
        uint128 none = PositionMath.liquidityForAmounts(priceX96, -60, 60, 1e18, 0);
        assertGt(both, 1e18);
        assertEq(both, enough);
        assertEq(none, 0);
    }

    function test_nothingBindsSaturates() public pure {
        uint256 most = type(uint256).max;
        uint128 liquidity = PositionMath.liquidityForAmounts(1 << 96, -60, 60, most, most);
        assertEq(liquidity, type(uint128).max);
    }

    /// The formula of the position manager; reverts where it does.
    function checked(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint256 amount0,
        uint256 amount1
    ) external pure returns (uint128) {
        uint256 lowerX96 = TickMath.getSqrtPriceAtTick(tickLower);
        uint256 upperX96 = TickMath.getSqrtPriceAtTick(tickUpper);
        uint256 priceX96 = Math.max(lowerX96, Math.min(sqrtPriceX96, upperX96));
        uint128 from0 = type(uint128).max;
        uint128 from1 = type(uint128).max;
        if (priceX96 < upperX96) {
            uint256 productX96 = Math.mulDiv(priceX96, upperX96, 1 << 96);
            from0 = SafeCast.toUint128(Math.mulDiv(amount0, productX96, upperX96 - priceX96));
        }
        if (priceX96 > lowerX96) {
            from1 = SafeCast.toUint128(Math.mulDiv(amount1, 1 << 96, priceX96 - lowerX96));
        }
        return from0 < from1 ? from0 : from1;
    }

    function someRange(int24 tickLower, int24 tickUpper) private pure returns (int24, int24) {
        tickLower = int24(bound(tickLower, TickMath.MIN_TICK, TickMath.MAX_TICK - 1));
        return (tickLower, int24(bound(tickUpper, tickLower + 1, TickMath.MAX_TICK)));
    }

    function somePrice(uint160 sqrtPriceX96) private pure returns (uint160) {
        return uint160(bound(sqrtPriceX96, TickMath.MIN_SQRT_PRICE, TickMath.MAX_SQRT_PRICE - 1));
    }
}
