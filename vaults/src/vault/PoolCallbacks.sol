// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {PoolCalls} from "../libraries/PoolCalls.sol";
import {VaultAccrual} from "./VaultAccrual.sol";

/// How the vault pays: the pool when it asks during a call of the vault, and those who leave.
abstract contract PoolCallbacks is VaultAccrual {
    using SafeERC20 for IERC20;
    using SafeCast for int256;

    function uniswapV3MintCallback(uint256 amount0Owed, uint256 amount1Owed, bytes calldata)
        external
    {
        _payPool(amount0Owed, amount1Owed);
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata)
        external
    {
        // What is negative, the pool pays.
        _payPool(
            SignedMath.max(amount0Delta, 0).toUint256(), SignedMath.max(amount1Delta, 0).toUint256()
        );
    }

    function _payPool(uint256 owed0, uint256 owed1) private {
        if (msg.sender != pool) revert NotPool(msg.sender);
        if (!PoolCalls.isCallbackExpected()) revert UnexpectedCallback();
        _pay(pool, owed0, owed1);
    }

    function _pay(address to, uint256 amount0, uint256 amount1) internal {
        if (amount0 > 0) IERC20(token0).safeTransfer(to, amount0);
        if (amount1 > 0) IERC20(token1).safeTransfer(to, amount1);
    }
}
