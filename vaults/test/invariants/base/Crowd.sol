// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {
    IUniswapV3FlashCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3FlashCallback.sol";
import {PoolActor} from "../../base/PoolActor.sol";
import {TestToken} from "../../base/TestToken.sol";

/// Everybody else: trades, provides liquidity, and gives.
contract Crowd is PoolActor, IUniswapV3FlashCallback {
    /// Fees for whoever has liquidity in range, out of nothing.
    function giveFees(IUniswapV3Pool pool, uint256 fee0, uint256 fee1) external {
        pool.flash(address(this), 0, 0, abi.encode(fee0, fee1));
    }

    function giveTokens(IUniswapV3Pool pool, address to, uint256 amount0, uint256 amount1)
        external
    {
        TestToken(pool.token0()).mint(to, amount0);
        TestToken(pool.token1()).mint(to, amount1);
    }

    function uniswapV3FlashCallback(uint256, uint256, bytes calldata data) external {
        (uint256 fee0, uint256 fee1) = abi.decode(data, (uint256, uint256));
        TestToken(IUniswapV3Pool(msg.sender).token0()).mint(msg.sender, fee0);
        TestToken(IUniswapV3Pool(msg.sender).token1()).mint(msg.sender, fee1);
    }
}
