// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {RangePolicy} from "../../src/RangePolicy.sol";
import {MarketState, Placeable, Plan, Range} from "../../src/interfaces/IRangePolicy.sol";
import {PolicyParameters, Position} from "../../src/types/VaultTypes.sol";

/// Ranges of any plan are ones that a pool takes, and as wide as they should be.
contract PlannedRangesTest is Test {
    RangePolicy private policy;

    function setUp() public {
        policy = new RangePolicy();
    }

    /// σ² · horizon · k² in units of (2^-16 tick · 10^-3)²: the band is the least whole width whose
    /// square is not below it, but for the root's own rounding.
    function testFuzz_bandIsTheLeastWidthThatCoversTheForecast(
        uint64 varianceX32,
        uint16 horizon,
        uint16 milliSigmas
    ) public view {
        uint256 h = bound(horizon, 1, 10_000);
        uint256 k = bound(milliSigmas, 100, 20_000);
        Range memory range = bandAt(0, 1, varianceX32, 1, 887_272, uint16(k), uint16(h));
        uint256 half = uint24(range.tickUpper);
        assertEq(range.tickLower, -range.tickUpper);
        if (half == 1 || half == 887_272) return;
        uint256 wanted = uint256(varianceX32) * h * k * k;
        // The root is rounded down by less than one unit, so the width by less than k of them.
        assertGe((half * 65_536_000 + k) ** 2, wanted, "too narrow");
        assertLt(((half - 1) * 65_536_000) ** 2, wanted, "too wide");
    }

    function testFuzz_anyVarianceGivesABandWithinItsBounds(
        uint256 varianceX32,
        int24 tick,
        uint24 narrowest,
        uint24 widest
    ) public view {
        tick = int24(bound(tick, TickMath.MIN_TICK, TickMath.MAX_TICK - 1));
        widest = uint24(bound(widest, 1, 887_272));
        narrowest = uint24(bound(narrowest, 1, widest));
        Range memory range = bandAt(tick, 60, varianceX32, narrowest, widest, 20_000, 10_000);
        checkValid(range, 60);
        assertLe(range.tickUpper - range.tickLower, 2 * int256(uint256(widest)) + 120);
        int256 reach = int256(uint256(narrowest));
        assertLe(range.tickLower, max(tick - reach, -887_220));
        assertGe(range.tickUpper, min(tick + reach, 887_220));
    }

    function test_greatestVarianceGivesTheWidestBand() public view {
        Range memory range = bandAt(0, 60, type(uint256).max, 60, 6000, 100, 10_000);
        assertEq(range.tickLower, -6000);
        assertEq(range.tickUpper, 6000);
    }

    /// One step of √P at 2^127 liquidity costs and brings 2^31 units, of which the reserve needs one.
    function test_buysNoMoreWhenOneStepOfThePriceBringsTooMuch() public view {
        PolicyParameters memory parameters = PolicyParameters(1, 600, 600, 1000, 1, 0, 0);
        MarketState memory market = MarketState(2 ** 96, 0, 60, 2 ** 127, 0);
        Plan memory plan = policy.plan(parameters, 0, market, Placeable(2 ** 31 + 1001, 0, 0, 1));
        assertTrue(plan.zeroForOne);
        assertEq(plan.swapAmountIn, 2 ** 31 + 1);
    }

    function testFuzz_passiveRangesAreValidAndTheOrderIsBesideThePrice(
        int24 tick,
        uint8 spacingChoice,
        uint24 baseHalfWidth,
        uint24 limitWidth,
        uint96 amount0,
        uint96 amount1
    ) public view {
        tick = int24(bound(tick, -200_000, 200_000));
        int24 spacing = [int24(1), 10, 60, 200][spacingChoice % 4];
        uint24 base = uint24(bound(baseHalfWidth, 1, 20_000));
        uint24 limit = uint24(bound(limitWidth, 1, 20_000));
        PolicyParameters memory parameters = PolicyParameters(2, 0, 0, 0, 0, base, limit);
        uint160 priceX96 = TickMath.getSqrtPriceAtTick(tick);
        MarketState memory market = MarketState(priceX96, tick, spacing, 0, 3000);
        Plan memory plan = policy.plan(parameters, 7, market, Placeable(amount0, amount1, 0, 0));
        assertEq(plan.swapAmountIn, 0, "never swaps");
        for (uint256 i; i < plan.ranges.length; ++i) {
            checkValid(plan.ranges[i], spacing);
        }
        if (plan.ranges.length == 1) return;
        assertEq(plan.ranges.length, 2);
        Range memory order = plan.ranges[1];
        bool above = order.tickLower > tick;
        assertTrue(above || order.tickUpper <= tick, "a limit order holds one token");
        assertTrue(keccak256(abi.encode(plan.ranges[0])) != keccak256(abi.encode(order)));
    }

    function testFuzz_fillsNeverCostMoreThanTheAmounts(
        uint160 priceX96,
        int24 tick,
        uint128 amount0,
        uint128 amount1
    ) public view {
        priceX96 = uint160(bound(priceX96, TickMath.MIN_SQRT_PRICE, TickMath.MAX_SQRT_PRICE - 1));
        tick = int24(bound(tick, -880_000, 880_000));
        Range[] memory ranges = new Range[](3);
        ranges[0] = Range(tick - 100, tick + 100);
        ranges[1] = Range(tick - 7000, tick);
        ranges[2] = Range(-887_272, 887_272);
        // Reverts where a position costs more than is left.
        Position[] memory filled = policy.fill(ranges, priceX96, amount0, amount1);
        for (uint256 i; i < filled.length; ++i) {
            assertGt(filled[i].liquidity, 0);
        }
    }

    function bandAt(
        int24 tick,
        int24 spacing,
        uint256 varianceX32,
        uint24 narrowest,
        uint24 widest,
        uint16 milliSigmas,
        uint16 horizon
    ) private view returns (Range memory) {
        PolicyParameters memory parameters =
            PolicyParameters(1, narrowest, widest, milliSigmas, horizon, 0, 0);
        uint160 priceX96 = TickMath.getSqrtPriceAtTick(tick);
        MarketState memory market = MarketState(priceX96, tick, spacing, 1e18, 3000);
        Plan memory plan = policy.plan(parameters, varianceX32, market, Placeable(0, 0, 0, 0));
        assertEq(plan.ranges.length, 1);
        return plan.ranges[0];
    }

    function checkValid(Range memory range, int24 spacing) private pure {
        assertLt(range.tickLower, range.tickUpper);
        assertGe(range.tickLower, TickMath.MIN_TICK);
        assertLe(range.tickUpper, TickMath.MAX_TICK);
        assertEq(range.tickLower % spacing, 0);
        assertEq(range.tickUpper % spacing, 0);
    }

    function max(int256 a, int256 b) private pure returns (int256) {
        return a > b ? a : b;
    }

    function min(int256 a, int256 b) private pure returns (int256) {
        return a < b ? a : b;
    }
}
