// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {
    IUniswapV3SwapCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {TestToken} from "../../base/TestToken.sol";

/// A trader who knows what the keeper will do, with as much money as it takes, and who keeps account of
/// it: what trades have brought so far, negative where they have cost.
contract Colluder is IUniswapV3SwapCallback {
    int256 public gained0;
    int256 public gained1;

    /// Trades until the pool's price is exactly this.
    function pushTo(IUniswapV3Pool pool, uint160 targetX96) external {
        (uint160 rootX96,,,,,,) = pool.slot0();
        if (rootX96 == targetX96) return;
        (int256 paid0, int256 paid1) =
            pool.swap(address(this), targetX96 < rootX96, int256(1 << 200), targetX96, "");
        gained0 -= paid0;
        gained1 -= paid1;
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata) external {
        IUniswapV3Pool pool = IUniswapV3Pool(msg.sender);
        if (owed0 > 0) TestToken(pool.token0()).mint(msg.sender, uint256(owed0));
        if (owed1 > 0) TestToken(pool.token1()).mint(msg.sender, uint256(owed1));
    }
}
