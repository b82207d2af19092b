// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {PoolActor} from "./PoolActor.sol";
import {TestToken} from "./TestToken.sol";

/// A test against the pool that is deployed on every chain: Uniswap's own bytecode, from its npm package.
///
/// Call {createPool} in `setUp`; then trade as `actor`, or with the helpers here, which do.
abstract contract RealPool is Test {
    string private constant FACTORY =
        "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json";
    uint256 private constant SECONDS_PER_BLOCK = 12;
    uint256 private constant SECONDS_PER_TRADE = 60;

    IUniswapV3Factory internal factory;
    IUniswapV3Pool internal pool;
    TestToken internal token0;
    TestToken internal token1;
    int24 internal spacing;
    PoolActor internal actor;

    /// A pool at `tick`, without liquidity and without history.
    /// @param fee 100, 500, 3000 or 10000
    function createPool(uint24 fee, uint8 decimals0, uint8 decimals1, int24 tick) internal {
        createUninitializedPool(fee, decimals0, decimals1);
        pool.initialize(TickMath.getSqrtPriceAtTick(tick));
    }

    function createUninitializedPool(uint24 fee, uint8 decimals0, uint8 decimals1) internal {
        if (address(factory) == address(0)) {
            factory = IUniswapV3Factory(deployCode(FACTORY));
            factory.enableFeeAmount(100, 1);
            actor = new PoolActor();
            // A timestamp below the window would not be any chain's.
            if (block.timestamp < 1_700_000_000) vm.warp(1_700_000_000);
        }
        token0 = new TestToken("TOKEN0", decimals0);
        do {
            token1 = new TestToken("TOKEN1", decimals1);
        } while (address(token1) < address(token0));
        pool = IUniswapV3Pool(factory.createPool(address(token0), address(token1), fee));
        spacing = pool.tickSpacing();
    }

    // Trades

    /// Liquidity of `actor` between two usable ticks.
    function addLiquidity(int24 tickLower, int24 tickUpper, uint128 liquidity) internal {
        actor.mint(pool, tickLower, tickUpper, liquidity);
    }

    /// Liquidity of `actor` at every price.
    function addFullRange(uint128 liquidity) internal {
        addLiquidity(TickMath.minUsableTick(spacing), TickMath.maxUsableTick(spacing), liquidity);
    }

    /// Trades until the pool's tick is `tick`, just above its lower bound.
    function swapToTick(int24 tick) internal {
        swapToSqrtPrice(TickMath.getSqrtPriceAtTick(tick) + 1);
    }

    /// Trades until the pool's price is exactly this; nothing when it is already.
    function swapToSqrtPrice(uint160 targetX96) internal {
        uint160 sqrtPriceX96 = sqrtPriceNow();
        if (targetX96 == sqrtPriceX96) return;
        actor.swap(pool, targetX96 < sqrtPriceX96, int256(1 << 200), targetX96);
        assertEq(sqrtPriceNow(), targetX96, "the trade did not reach its price");
    }

    /// Sells `amountIn` of token0 (`zeroForOne`) or token1, all of it.
    function swapExactIn(bool zeroForOne, uint256 amountIn) internal returns (uint256 amountOut) {
        uint160 limitX96 = zeroForOne ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1;
        (int256 delta0, int256 delta1) = actor.swap(pool, zeroForOne, int256(amountIn), limitX96);
        return uint256(-(zeroForOne ? delta1 : delta0));
    }

    // Time

    /// `elapsed` seconds and as many blocks as fit, at least one.
    function skipTime(uint256 elapsed) internal {
        vm.warp(vm.getBlockTimestamp() + elapsed);
        uint256 blocks = elapsed / SECONDS_PER_BLOCK;
        vm.roll(vm.getBlockNumber() + (blocks == 0 ? 1 : blocks));
    }

    /// Lets at least `elapsed` seconds pass with a trade every minute, one tick to and fro, so that the
    /// oracle reaches back that far. Ends at the price it began with, in a block without trades.
    /// Needs liquidity around the price.
    function growHistory(uint256 elapsed) internal {
        uint160 homeX96 = sqrtPriceNow();
        int24 home = tickNow();
        uint256 trades = 2 * (elapsed / (2 * SECONDS_PER_TRADE) + 1);
        pool.increaseObservationCardinalityNext(uint16(trades + 2));
        for (uint256 i = 0; i < trades; i++) {
            skipTime(SECONDS_PER_TRADE);
            if (i % 2 == 0) swapToTick(home + 1);
            else swapToSqrtPrice(homeX96);
        }
        skipTime(SECONDS_PER_BLOCK);
    }

    // The pool now

    function tickNow() internal view returns (int24 tick) {
        (, tick,,,,,) = pool.slot0();
    }

    function sqrtPriceNow() internal view returns (uint160 sqrtPriceX96) {
        (sqrtPriceX96,,,,,,) = pool.slot0();
    }
}
