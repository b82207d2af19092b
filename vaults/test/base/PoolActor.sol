// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {
    IUniswapV3MintCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3MintCallback.sol";
import {
    IUniswapV3SwapCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {TestToken} from "./TestToken.sol";

/// Someone with endless money of both tokens: mints, burns and swaps, and pays the pool by printing what
/// it asks for. What the pool pays out stays here.
contract PoolActor is IUniswapV3MintCallback, IUniswapV3SwapCallback {
    function mint(IUniswapV3Pool pool, int24 tickLower, int24 tickUpper, uint128 liquidity)
        external
        returns (uint256 paid0, uint256 paid1)
    {
        return mintFor(pool, address(this), tickLower, tickUpper, liquidity);
    }

    /// Mints into the position of `owner`: a donation, unless it is one's own.
    function mintFor(
        IUniswapV3Pool pool,
        address owner,
        int24 tickLower,
        int24 tickUpper,
        uint128 liquidity
    ) public returns (uint256 paid0, uint256 paid1) {
        return pool.mint(owner, tickLower, tickUpper, liquidity, "");
    }

    /// Leaves what was burned in the pool, to be collected.
    function burn(IUniswapV3Pool pool, int24 tickLower, int24 tickUpper, uint128 liquidity)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        return pool.burn(tickLower, tickUpper, liquidity);
    }

    /// Everything the pool has booked for the position, without updating the book.
    function collect(IUniswapV3Pool pool, int24 tickLower, int24 tickUpper)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        return pool.collect(
            address(this), tickLower, tickUpper, type(uint128).max, type(uint128).max
        );
    }

    /// @param amount what goes in when positive, what comes out when negative
    /// @return delta0 delta1 what the pool gains; negative: pays
    function swap(IUniswapV3Pool pool, bool zeroForOne, int256 amount, uint160 limitX96)
        external
        returns (int256 delta0, int256 delta1)
    {
        return pool.swap(address(this), zeroForOne, amount, limitX96, "");
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        pay(owed0, owed1);
    }

    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        pay(delta0 > 0 ? uint256(delta0) : 0, delta1 > 0 ? uint256(delta1) : 0);
    }

    function pay(uint256 owed0, uint256 owed1) private {
        if (owed0 > 0) TestToken(IUniswapV3Pool(msg.sender).token0()).mint(msg.sender, owed0);
        if (owed1 > 0) TestToken(IUniswapV3Pool(msg.sender).token1()).mint(msg.sender, owed1);
    }
}
