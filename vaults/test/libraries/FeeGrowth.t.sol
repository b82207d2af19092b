// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {FeeGrowth, PoolGrowth} from "../../src/libraries/FeeGrowth.sol";
import {PoolActor} from "../base/PoolActor.sol";
import {RealPool} from "../base/RealPool.sol";

/// `uncollected` against what the pool pays for `burn(0)` and `collect`, to the wei.
contract FeeGrowthTest is RealPool {
    /// One thing that happens to the pool.
    struct Step {
        uint8 kind;
        uint8 range;
        int24 tick;
        uint64 amount;
    }

    struct Range {
        int24 tickLower;
        int24 tickUpper;
    }

    uint256 private constant GLOBAL0_SLOT = 1;
    uint256 private constant GLOBAL1_SLOT = 2;

    PoolActor private holder = new PoolActor();
    Range[] private ranges;

    function testFuzz_equalsWhatThePoolPays(
        Step[12] memory steps,
        uint256 growth0X128,
        uint256 growth1X128,
        uint8 tier
    ) public {
        createPool([uint24(100), 500, 3000, 10_000][tier % 4], 18, 6, 0);
        startGrowthAt(growth0X128, growth1X128);
        addFullRange(1e15);
        useRanges();
        for (uint256 i = 0; i < steps.length; i++) {
            happen(steps[i]);
        }
        for (uint256 i = 0; i < ranges.length; i++) {
            expectPaid(ranges[i]);
        }
    }

    function test_growthCounterWrapsAround() public {
        createPool(3000, 18, 18, 0);
        startGrowthAt(type(uint256).max, type(uint256).max - 1);
        addFullRange(1e15);
        Range memory range = Range(-600, 600);
        holder.mint(pool, range.tickLower, range.tickUpper, 1e15);
        swapToTick(300);
        swapToTick(-300);
        assertLt(pool.feeGrowthGlobal0X128(), 1 << 250, "token0 has not wrapped");
        assertLt(pool.feeGrowthGlobal1X128(), 1 << 250, "token1 has not wrapped");
        expectPaid(range);
    }

    function test_donatedLiquidityEarnsForTheOwner() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e15);
        Range memory range = Range(-600, 600);
        holder.mint(pool, range.tickLower, range.tickUpper, 1e15);
        uint256 snapshot = vm.snapshotState();
        swapToTick(300);
        (, uint256 alone1) = reading(range);
        vm.revertToState(snapshot);

        actor.mintFor(pool, address(holder), range.tickLower, range.tickUpper, 1e15);
        swapToTick(300);
        (, uint256 together1) = reading(range);
        assertApproxEqAbs(together1, 2 * alone1, 2);
        expectPaid(range);
    }

    function test_emptiedPositionIsStillOwed() public {
        createPool(500, 18, 18, 0);
        addFullRange(1e15);
        Range memory range = Range(-600, 600);
        holder.mint(pool, range.tickLower, range.tickUpper, 1e15);
        swapToTick(300);
        (uint256 burned0, uint256 burned1) = holder.burn(pool, -600, 600, 1e15);
        swapToTick(-300);
        (uint256 owed0, uint256 owed1) = reading(range);
        assertEq(owed0, burned0, "no fees in token0 while it was there");
        assertGt(owed1, burned1);
        expectPaid(range);
    }

    function test_unknownPositionHasEarnedNothing() public {
        createPool(500, 18, 18, 0);
        (uint256 fee0, uint256 fee1) = reading(Range(-10, 10));
        assertEq(fee0, 0);
        assertEq(fee1, 0);
    }

    /// One swap pays more than 2^128 of token1 in fees, which the pool cannot book.
    function test_feesBeyondUint128WrapAsInThePool() public {
        createPool(10_000, 18, 18, 0);
        Range memory range = Range(TickMath.minUsableTick(spacing), TickMath.maxUsableTick(spacing));
        holder.mint(pool, range.tickLower, range.tickUpper, 1e30);
        swapToTick(880_000);
        uint256 earned1 = (token1.balanceOf(address(pool)) - 1e30) / 100;
        assertGt(earned1, type(uint128).max);
        (, uint256 fee1) = reading(range);
        assertLe(fee1, type(uint128).max);
        expectPaid(range);
    }

    /// In and out of reach of the walks below, sharing bounds, and one as wide as the pool.
    function useRanges() private {
        int24 s = spacing;
        ranges.push(Range(-5 * s, 5 * s));
        ranges.push(Range(-5 * s, s));
        ranges.push(Range(0, s));
        ranges.push(Range(20 * s, 40 * s));
        ranges.push(Range(-60 * s, -20 * s));
        ranges.push(Range(TickMath.minUsableTick(s), TickMath.maxUsableTick(s)));
    }

    function happen(Step memory step) private {
        Range memory range = ranges[step.range % ranges.length];
        uint128 liquidity = uint128(step.amount) + 1;
        uint256 kind = step.kind % 7;
        if (kind < 3) swapToTick(int24(bound(step.tick, -70, 70)) * spacing + step.tick % 2);
        else if (kind == 3) holder.mint(pool, range.tickLower, range.tickUpper, liquidity);
        else if (kind == 4) donate(range, liquidity);
        else if (kind == 5) burnPart(range, liquidity);
        else addLiquidity(range.tickLower, range.tickUpper, liquidity);
    }

    function donate(Range memory range, uint128 liquidity) private {
        actor.mintFor(pool, address(holder), range.tickLower, range.tickUpper, liquidity);
    }

    function burnPart(Range memory range, uint128 liquidity) private {
        uint128 held = liquidityOf(range);
        if (held == 0) return;
        holder.burn(pool, range.tickLower, range.tickUpper, liquidity % (held + 1));
    }

    function expectPaid(Range memory range) private {
        (uint256 fee0, uint256 fee1) = reading(range);
        if (liquidityOf(range) > 0) holder.burn(pool, range.tickLower, range.tickUpper, 0);
        (uint256 paid0, uint256 paid1) = holder.collect(pool, range.tickLower, range.tickUpper);
        assertEq(fee0, paid0, "token0");
        assertEq(fee1, paid1, "token1");
    }

    function reading(Range memory range) private view returns (uint256 fee0, uint256 fee1) {
        PoolGrowth memory growth = FeeGrowth.read(pool, tickNow());
        return
            FeeGrowth.uncollected(pool, growth, address(holder), range.tickLower, range.tickUpper);
    }

    function liquidityOf(Range memory range) private view returns (uint128 liquidity) {
        bytes32 key = keccak256(abi.encodePacked(address(holder), range.tickLower, range.tickUpper));
        (liquidity,,,,) = pool.positions(key);
    }

    /// The counters of a pool that has seen years of trade.
    function startGrowthAt(uint256 growth0X128, uint256 growth1X128) private {
        vm.store(address(pool), bytes32(GLOBAL0_SLOT), bytes32(growth0X128));
        vm.store(address(pool), bytes32(GLOBAL1_SLOT), bytes32(growth1X128));
        assertEq(pool.feeGrowthGlobal0X128(), growth0X128);
        assertEq(pool.feeGrowthGlobal1X128(), growth1X128);
    }
}
