// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

/// Trades in a pool and provides liquidity to it, paying from its own balances. Acts for whoever calls.
contract Trader {
    IUniswapV3Pool public immutable pool;

    constructor(IUniswapV3Pool pool_) {
        pool = pool_;
    }

    function swapTo(uint160 sqrtPriceX96) external returns (int256 amount0, int256 amount1) {
        (uint160 current,,,,,,) = pool.slot0();
        if (sqrtPriceX96 == current) return (0, 0);
        bool zeroForOne = sqrtPriceX96 < current;
        return pool.swap(address(this), zeroForOne, type(int128).max, sqrtPriceX96, "");
    }

    function swapIn(bool zeroForOne, uint256 amountIn)
        external
        returns (int256 amount0, int256 amount1)
    {
        uint160 limit = zeroForOne ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        // forge-lint: disable-next-line(unsafe-typecast)
        return pool.swap(address(this), zeroForOne, int256(amountIn), limit, "");
    }

    function mint(address owner, int24 lower, int24 upper, uint128 liquidity)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        return pool.mint(owner, lower, upper, liquidity, "");
    }

    function burn(int24 lower, int24 upper, uint128 liquidity) external {
        pool.burn(lower, upper, liquidity);
        pool.collect(address(this), lower, upper, type(uint128).max, type(uint128).max);
    }

    /// Borrows nothing and pays for it: both amounts become fees of the liquidity in range.
    function donateFees(uint256 amount0, uint256 amount1) external {
        pool.flash(address(this), 0, 0, abi.encode(amount0, amount1));
    }

    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        pay(delta0, delta1);
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        // forge-lint: disable-next-line(unsafe-typecast)
        pay(int256(owed0), int256(owed1));
    }

    function uniswapV3FlashCallback(uint256, uint256, bytes calldata data) external {
        (int256 amount0, int256 amount1) = abi.decode(data, (int256, int256));
        pay(amount0, amount1);
    }

    function pay(int256 owed0, int256 owed1) private {
        // forge-lint: disable-start(unsafe-typecast,erc20-unchecked-transfer)
        if (owed0 > 0) IERC20(pool.token0()).transfer(address(pool), uint256(owed0));
        if (owed1 > 0) IERC20(pool.token1()).transfer(address(pool), uint256(owed1));
        // forge-lint: disable-end(unsafe-typecast,erc20-unchecked-transfer)
    }
}
