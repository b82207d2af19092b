// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {RealPool} from "../../base/RealPool.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Trader} from "./Trader.sol";

/// A real Uniswap v3 pool with a market around it: `actor` makes the honest moves, `attacker` has as
/// much of both tokens as a flash loan could bring, and no more, so that what it gains can be counted.
abstract contract Market is RealPool {
    uint256 internal constant PURSE = 1e33;
    uint256 internal constant BLOCK_SECONDS = 12;
    /// Wide, so that the market stays liquid at every price the attacks visit.
    int24 internal constant MARKET_HALF_WIDTH = 60_000;

    Trader internal attacker;
    address internal victim = makeAddr("victim");

    function _openMarket(uint24 fee, int24 tick, uint128 liquidity) internal {
        createPool(fee, 18, 18, tick);
        _peopleMarket(tick, liquidity);
    }

    /// A market of other tokens than plain ones.
    function _openMarketOf(TestToken tokenA, TestToken tokenB, int24 tick, uint128 liquidity)
        internal
    {
        createUninitializedPool(3000, 18, 18);
        (token0, token1) = tokenA < tokenB ? (tokenA, tokenB) : (tokenB, tokenA);
        pool = IUniswapV3Pool(factory.createPool(address(token0), address(token1), 3000));
        pool.initialize(TickMath.getSqrtPriceAtTick(tick));
        _peopleMarket(tick, liquidity);
    }

    function _peopleMarket(int24 tick, uint128 liquidity) private {
        pool.increaseObservationCardinalityNext(200);
        attacker = _newTrader();
        if (liquidity == 0) return;
        addLiquidity(_floor(tick - MARKET_HALF_WIDTH), _floor(tick + MARKET_HALF_WIDTH), liquidity);
    }

    function _newTrader() internal returns (Trader trader) {
        trader = new Trader(pool);
        token0.mint(address(trader), PURSE);
        token1.mint(address(trader), PURSE);
    }

    function _floor(int24 tick) internal view returns (int24) {
        int24 whole = tick / spacing;
        if (tick < 0 && tick % spacing != 0) whole--;
        return whole * spacing;
    }

    /// In token1, or in token0, at √P.
    function _value(uint256 amount0, uint256 amount1, uint160 sqrtPriceX96, bool inToken1)
        internal
        pure
        returns (uint256)
    {
        if (inToken1) {
            return amount1
                + Math.mulDiv(Math.mulDiv(amount0, sqrtPriceX96, 1 << 96), sqrtPriceX96, 1 << 96);
        }
        return
            amount0
                + Math.mulDiv(Math.mulDiv(amount1, 1 << 96, sqrtPriceX96), 1 << 96, sqrtPriceX96);
    }

    /// What `who` holds more than the purse it began with, valued at √P.
    function _profit(address who, uint160 sqrtPriceX96, bool inToken1)
        internal
        view
        returns (int256)
    {
        uint256 worth = _value(
            IERC20(token0).balanceOf(who), IERC20(token1).balanceOf(who), sqrtPriceX96, inToken1
        );
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(worth) - int256(_value(PURSE, PURSE, sqrtPriceX96, inToken1));
    }
}
