// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {RangePolicy} from "../../src/RangePolicy.sol";
import {MarketState, Placeable, Plan} from "../../src/interfaces/IRangePolicy.sol";
import {PolicyParameters, Position} from "../../src/types/VaultTypes.sol";
import {RealPool} from "../base/RealPool.sol";

/// The plan of a band, carried out in a real pool that has the same liquidity at every price: after the
/// swap, what is not reserved has the mix of the range.
contract SwapToMixOnPoolTest is RealPool {
    uint256 private constant Q96 = 2 ** 96;

    RangePolicy private policy;
    Placeable private held;
    uint24 private halfWidthTicks;

    function setUp() public {
        policy = new RangePolicy();
    }

    function testFuzz_leavesAtMostAMillionthBeyondTheReservesUnplaced(
        uint256 seed,
        uint256 halfWidth,
        uint256 poolPerMille
    ) public {
        open(seed, bound(halfWidth, 100, 30_000), bound(poolPerMille, 10, 1e6), 0);
        held.reserve0 = held.amount0 * ((seed >> 160) % 300) / 1000;
        held.reserve1 = held.amount1 * ((seed >> 192) % 300) / 1000;
        Plan memory plan = planNow();
        (uint256 amount0, uint256 amount1) = swapAsPlanned(plan);
        (uint256 free0, uint256 free1) = (amount0 - held.reserve0, amount1 - held.reserve1);
        (uint256 paid0, uint256 paid1) = mintAsPlanned(plan, free0, free1);
        assertLe(valueOf(free0 - paid0, free1 - paid1) * 999_000, valueOf(free0, free1), "unplaced");
    }

    function testFuzz_buysAReserveThatIsNotHeld(
        uint256 seed,
        uint256 halfWidth,
        uint256 poolPerMille,
        uint256 lackPerMille
    ) public {
        open(seed, bound(halfWidth, 100, 30_000), bound(poolPerMille, 2000, 1e6), 100);
        lackPerMille = bound(lackPerMille, 1, 200);
        if (seed % 2 == 0) {
            uint256 worth1 = valueOf(held.amount0, 0);
            (held.reserve0, held.reserve1) = (0, held.amount1 + worth1 * lackPerMille / 1000);
        } else {
            uint256 worth0 =
                Math.mulDiv(Math.mulDiv(held.amount1, Q96, sqrtPriceNow()), Q96, sqrtPriceNow());
            (held.reserve0, held.reserve1) = (held.amount0 + worth0 * lackPerMille / 1000, 0);
        }
        Plan memory plan = planNow();
        (uint256 amount0, uint256 amount1) = swapAsPlanned(plan);
        // The pool takes up to a unit more for each word of its tick bitmap that the swap comes through.
        uint256 units0 = 10 + Math.ceilDiv(10 * 1e18, valueOf(1e18, 0));
        uint256 units1 = 10 + valueOf(10, 0);
        assertGe(amount0 + units0, held.reserve0, "token0");
        assertGe(amount1 + units1, held.reserve1, "token1");
        uint256 free0 = Math.saturatingSub(amount0, held.reserve0);
        uint256 free1 = Math.saturatingSub(amount1, held.reserve1);
        (uint256 paid0, uint256 paid1) = mintAsPlanned(plan, free0, free1);
        assertLe(valueOf(free0 - paid0, free1 - paid1) * 999_000, valueOf(free0, free1), "unplaced");
    }

    function testFuzz_offersNoMoreThanIsHeldBeyondTheReserve(
        uint256 seed,
        uint256 halfWidth,
        uint256 poolPerMille,
        uint128 reserve0,
        uint128 reserve1
    ) public {
        open(seed, bound(halfWidth, 1, 887_272), bound(poolPerMille, 10, 1e6), 0);
        (held.reserve0, held.reserve1) = (reserve0, reserve1);
        Plan memory plan = planNow();
        uint256 offered = plan.zeroForOne
            ? Math.saturatingSub(held.amount0, reserve0)
            : Math.saturatingSub(held.amount1, reserve1);
        assertLe(plan.swapAmountIn, offered);
    }

    /// A pool with the same liquidity everywhere, so many thousandths of the vault's own, its price
    /// anywhere within a tick, and a vault with at least so many thousandths of either token.
    function open(uint256 seed, uint256 halfWidth, uint256 poolPerMille, uint256 leastPerMille)
        private
    {
        halfWidthTicks = uint24(halfWidth);
        int24 tick = int24(int256((seed >> 8) % 200_000)) - 100_000;
        createPool([uint24(100), 500, 3000, 10_000][(seed >> 1) % 4], 18, 18, tick);
        uint256 vaultLiquidity = bound(seed >> 32, 1e18, 1e24);
        addFullRange(uint128(vaultLiquidity * poolPerMille / 1000));
        uint160 lowestX96 = TickMath.getSqrtPriceAtTick(tick);
        uint160 highestX96 = TickMath.getSqrtPriceAtTick(tick + 1) - 1;
        swapToSqrtPrice(uint160(bound(seed >> 64, lowestX96, highestX96)));
        uint256 share0 = bound(seed >> 128, leastPerMille, 1000 - leastPerMille);
        held.amount0 = Math.mulDiv(vaultLiquidity * share0 / 1000, Q96, sqrtPriceNow());
        held.amount1 = Math.mulDiv(vaultLiquidity * (1000 - share0) / 1000, sqrtPriceNow(), Q96);
    }

    function planNow() private view returns (Plan memory) {
        PolicyParameters memory parameters =
            PolicyParameters(1, halfWidthTicks, halfWidthTicks, 1000, 1, 0, 0);
        MarketState memory market =
            MarketState(sqrtPriceNow(), tickNow(), spacing, pool.liquidity(), pool.fee());
        return policy.plan(parameters, 0, market, held);
    }

    function swapAsPlanned(Plan memory plan) private returns (uint256 amount0, uint256 amount1) {
        (amount0, amount1) = (held.amount0, held.amount1);
        if (plan.swapAmountIn == 0) return (amount0, amount1);
        uint256 amountOut = swapExactIn(plan.zeroForOne, plan.swapAmountIn);
        if (plan.zeroForOne) return (amount0 - plan.swapAmountIn, amount1 + amountOut);
        return (amount0 + amountOut, amount1 - plan.swapAmountIn);
    }

    function mintAsPlanned(Plan memory plan, uint256 free0, uint256 free1)
        private
        returns (uint256 paid0, uint256 paid1)
    {
        Position[] memory filled = policy.fill(plan.ranges, sqrtPriceNow(), free0, free1);
        assertEq(filled.length, 1);
        (paid0, paid1) =
            actor.mint(pool, filled[0].tickLower, filled[0].tickUpper, filled[0].liquidity);
    }

    /// In token1 at the price now.
    function valueOf(uint256 amount0, uint256 amount1) private view returns (uint256) {
        uint256 rootX96 = sqrtPriceNow();
        return Math.mulDiv(Math.mulDiv(amount0, rootX96, Q96), rootX96, Q96) + amount1;
    }
}
