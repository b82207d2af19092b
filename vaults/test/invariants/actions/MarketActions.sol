// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {Observer, Sight} from "../base/Observer.sol";

/// What the rest of the world does to the pool and to the vault.
abstract contract MarketActions is Observer {
    function waitSeconds(uint256 elapsed) external step(0) {
        _wait(_bound(elapsed, 1, 120));
    }

    function waitMinutes(uint256 elapsed) external step(0) {
        _wait(_bound(elapsed, 2 minutes, 2 hours));
    }

    function waitDays(uint256 elapsed) external step(0) {
        _wait(_bound(elapsed, 2 hours, 5 days));
    }

    /// A trade that ends within so many ticks of where it began.
    function swapNear(uint256 pace, uint256 ticks, bool up) external step(pace) {
        _trade(_bound(ticks, 1, 60), up);
    }

    function swapFar(uint256 pace, uint256 ticks, bool up) external step(pace) {
        _trade(_bound(ticks, 60, 2_500), up);
    }

    function swapExact(uint256 pace, uint256 size, bool zeroForOne) external step(pace) {
        uint160 edgeX96 = TickMath.getSqrtPriceAtTick(_edge(!zeroForOne));
        (uint160 rootX96,,,,,,) = pool.slot0();
        if (zeroForOne ? rootX96 <= edgeX96 : rootX96 >= edgeX96) return;
        uint256 amount = _size(size, 1_000 * oneAsset);
        world.crowd.swap(pool, zeroForOne, int256(amount), edgeX96);
    }

    /// Tokens sent to the vault or its queue change nothing that anyone is paid for.
    function donateTokens(uint256 pace, uint256 size0, uint256 size1, bool toQueue)
        external
        step(pace)
    {
        Sight memory seen = _look();
        world.crowd
            .giveTokens(
                pool,
                toQueue ? address(queue) : address(vault),
                _size(size0, 1e30),
                _size(size1, 1e30)
            );
        _checkSame(seen);
    }

    /// Liquidity minted into a position of the vault's, or into a range that it may hold one day.
    function donateLiquidity(uint256 pace, uint256 where, uint256 size, bool held)
        external
        step(pace)
    {
        (int24 lower, int24 upper) = held ? _rangeHeld(where) : _rangeNear(where);
        Sight memory seen = _look();
        (uint256 had0, uint256 had1) = vault.holdings();
        world.crowd.mintFor(pool, address(vault), lower, upper, _liquidity(size));
        _checkSame(seen);
        (uint256 has0, uint256 has1) = vault.holdings();
        assertEq(has0, had0, "token0 of a gift before it is closed");
        assertEq(has1, had1, "token1 of a gift before it is closed");
    }

    /// Fees that nobody traded for: those in range get them, the vault its part.
    function donateFees(uint256 pace, uint256 size0, uint256 size1) external step(pace) {
        (uint256 had0, uint256 had1) = vault.holdings();
        uint256 fee0 = _size(size0, 100 * 10 ** world.token0.decimals());
        uint256 fee1 = _size(size1, 100 * 10 ** world.token1.decimals());
        world.crowd.giveFees(pool, fee0, fee1);
        (uint256 has0, uint256 has1) = vault.holdings();
        assertGe(has0, had0, "fees were lost");
        assertGe(has1, had1, "fees were lost");
        assertLe(has0, had0 + fee0 + vault.positions().length, "fees from nowhere");
        assertLe(has1, had1 + fee1 + vault.positions().length, "fees from nowhere");
    }

    /// Liquidity of others, so that the vault's part of the pool changes.
    function othersProvide(uint256 pace, uint256 where, uint256 size) external step(pace) {
        (int24 lower, int24 upper) = _rangeNear(where);
        world.crowd.mint(pool, lower, upper, _liquidity(size));
    }

    /// Strangers at the pool and at the vault's callbacks get nothing.
    function meddle(uint256 pace, uint256 which) external step(pace) {
        Sight memory seen = _look();
        Position[] memory positions = vault.positions();
        if (positions.length > 0) {
            Position memory position = positions[which % positions.length];
            (uint256 got0, uint256 got1) =
                world.crowd.collect(pool, position.tickLower, position.tickUpper);
            assertEq(got0 + got1, 0, "a stranger collected");
        }
        bytes memory notPool = abi.encodeWithSelector(IVaultErrors.NotPool.selector, address(this));
        vm.expectRevert(notPool);
        vault.uniswapV3MintCallback(1, 1, "");
        vm.expectRevert(notPool);
        vault.uniswapV3SwapCallback(1, 1, "");
        vm.expectRevert(IVaultErrors.UnexpectedCallback.selector);
        vm.prank(address(pool));
        vault.uniswapV3SwapCallback(1, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.NotRegistry.selector, address(this)));
        vault.rebalance(0, which);
        _checkSame(seen);
    }

    function _trade(uint256 ticks, bool up) private {
        (uint160 rootX96, int24 tick,,,,,) = pool.slot0();
        int24 edge = _edge(up);
        // At most 2,500.
        int24 target = up ? tick + int24(int256(ticks)) : tick - int24(int256(ticks));
        if (up ? target > edge : target < edge) target = edge;
        uint160 targetX96 = TickMath.getSqrtPriceAtTick(target);
        if (up ? rootX96 >= targetX96 : rootX96 <= targetX96) return;
        world.crowd.swap(pool, !up, int256(1 << 200), targetX96);
    }

    function _edge(bool up) private view returns (int24) {
        return world.homeTick + (up ? MARKET_TICKS : -MARKET_TICKS);
    }

    function _liquidity(uint256 size) private view returns (uint128) {
        return uint128(_size(size, pool.liquidity() / 4 + 1));
    }

    function _rangeHeld(uint256 which) private view returns (int24 lower, int24 upper) {
        Position[] memory positions = vault.positions();
        if (positions.length == 0) return _rangeNear(which);
        Position memory position = positions[which % positions.length];
        return (position.tickLower, position.tickUpper);
    }

    function _rangeNear(uint256 seed) private view returns (int24 lower, int24 upper) {
        (, int24 tick,,,,,) = pool.slot0();
        int24 spacing = pool.tickSpacing();
        int24 below = tick / spacing - int24(int256(seed % 40));
        lower = below * spacing;
        upper = (below + 1 + int24(int256((seed >> 8) % 80))) * spacing;
    }

    function _checkSame(Sight memory seen) private view {
        Sight memory now_ = _look();
        assertEq(now_.bid, seen.bid, "bid moved");
        assertEq(now_.mid, seen.mid, "mid moved");
        assertEq(now_.ask, seen.ask, "ask moved");
        assertEq(now_.netSupply, seen.netSupply, "supply moved");
    }
}
