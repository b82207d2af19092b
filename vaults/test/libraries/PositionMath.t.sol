// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PositionMath} from "../../src/libraries/PositionMath.sol";
import {RealPool} from "../base/RealPool.sol";

/// Amounts against what the pool takes and pays, to the wei.
contract PositionMathTest is RealPool {
    function testFuzz_amountsAreWhatThePoolTakesAndPays(
        uint160 sqrtPriceX96,
        int24 tickLower,
        int24 tickUpper,
        uint128 liquidity,
        bool nearTheRange
    ) public {
        createUninitializedPool(500, 18, 18);
        (tickLower, tickUpper) = usableRange(tickLower, tickUpper);
        sqrtPriceX96 = nearTheRange
            ? priceNear(sqrtPriceX96, tickLower, tickUpper)
            : uint160(bound(sqrtPriceX96, TickMath.MIN_SQRT_PRICE, TickMath.MAX_SQRT_PRICE - 1));
        pool.initialize(sqrtPriceX96);
        liquidity = uint128(bound(liquidity, 1, pool.maxLiquidityPerTick()));

        (uint256 up0, uint256 up1) =
            PositionMath.amountsUp(sqrtPriceX96, tickLower, tickUpper, liquidity);
        (uint256 down0, uint256 down1) =
            PositionMath.amountsDown(sqrtPriceX96, tickLower, tickUpper, liquidity);
        (uint256 taken0, uint256 taken1) = actor.mint(pool, tickLower, tickUpper, liquidity);
        (uint256 paid0, uint256 paid1) = actor.burn(pool, tickLower, tickUpper, liquidity);
        assertEq(up0, taken0, "token0 minted");
        assertEq(up1, taken1, "token1 minted");
        assertEq(down0, paid0, "token0 burned");
        assertEq(down1, paid1, "token1 burned");
    }

    function test_noLiquidityIsWorthNothing() public pure {
        (uint256 up0, uint256 up1) = PositionMath.amountsUp(1 << 96, -60, 60, 0);
        assertEq(up0 + up1, 0);
    }

    /// forge-config: default.allow_internal_expect_revert = true
    function test_tickWithoutPriceReverts() public {
        vm.expectRevert(abi.encodeWithSelector(TickMath.InvalidTick.selector, int24(887_273)));
        PositionMath.amountsDown(1 << 96, 0, 887_273, 1);
    }

    /// Within a few units of a bound, on it, or between the bounds.
    function priceNear(uint160 seed, int24 tickLower, int24 tickUpper)
        private
        pure
        returns (uint160)
    {
        uint160 lowerX96 = TickMath.getSqrtPriceAtTick(tickLower);
        uint160 upperX96 = TickMath.getSqrtPriceAtTick(tickUpper);
        uint256 kind = seed % 3;
        uint160 priceX96 = uint160(bound(seed, lowerX96, upperX96));
        if (kind == 0) priceX96 = lowerX96 + (seed % 8) - 4;
        if (kind == 1) priceX96 = upperX96 + (seed % 8) - 4;
        return uint160(bound(priceX96, TickMath.MIN_SQRT_PRICE, TickMath.MAX_SQRT_PRICE - 1));
    }

    function usableRange(int24 tickLower, int24 tickUpper) private view returns (int24, int24) {
        int24 last = TickMath.maxUsableTick(spacing) / spacing;
        tickLower = int24(bound(tickLower, -last, last - 1));
        tickUpper = int24(bound(tickUpper, tickLower + 1, last));
        return (tickLower * spacing, tickUpper * spacing);
    }
}
