// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {Position} from "../types/VaultTypes.sol";

/// The only calls that change the pool. They move tokens and say how much; what is booked where is
/// decided by their callers.
library PoolCalls {
    using SafeCast for uint256;
    using SafeCast for int256;
    using TransientSlot for *;

    /// Set while a call to the pool is under way that it may answer with a callback.
    bytes32 private constant CALLBACK_EXPECTED_SLOT =
        keccak256("tickwise.vault.poolCalls.callbackExpected");

    /// Takes `liquidity` out of a position and everything that the position is owed: principal is what the
    /// liquidity was worth, fees are what else had accrued to the whole position.
    function burnAndCollect(address pool, Position memory position, uint128 liquidity)
        internal
        returns (uint256 principal0, uint256 principal1, uint256 fee0, uint256 fee1)
    {
        IUniswapV3Pool target = IUniswapV3Pool(pool);
        (principal0, principal1) = target.burn(position.tickLower, position.tickUpper, liquidity);
        (uint128 collected0, uint128 collected1) = target.collect(
            address(this),
            position.tickLower,
            position.tickUpper,
            type(uint128).max,
            type(uint128).max
        );
        return (principal0, principal1, collected0 - principal0, collected1 - principal1);
    }

    function mint(address pool, Position memory position)
        internal
        returns (uint256 amount0, uint256 amount1)
    {
        expectCallback(true);
        (amount0, amount1) = IUniswapV3Pool(pool)
            .mint(address(this), position.tickLower, position.tickUpper, position.liquidity, "");
        expectCallback(false);
    }

    /// Sells `amountIn`, as far as the limit allows.
    function swap(address pool, bool zeroForOne, uint256 amountIn, uint160 sqrtPriceLimitX96)
        internal
        returns (uint256 paid, uint256 received)
    {
        expectCallback(true);
        (int256 delta0, int256 delta1) = IUniswapV3Pool(pool)
            .swap(address(this), zeroForOne, amountIn.toInt256(), sqrtPriceLimitX96, "");
        expectCallback(false);
        (int256 deltaIn, int256 deltaOut) = zeroForOne ? (delta0, delta1) : (delta1, delta0);
        return (deltaIn.toUint256(), (-deltaOut).toUint256());
    }

    /// Liquidity of the pool's record of the vault's position, gifts of others included.
    function recordedLiquidity(address pool, Position memory position)
        internal
        view
        returns (uint128 liquidity)
    {
        bytes32 key =
            keccak256(abi.encodePacked(address(this), position.tickLower, position.tickUpper));
        (liquidity,,,,) = IUniswapV3Pool(pool).positions(key);
    }

    function isCallbackExpected() internal view returns (bool) {
        return CALLBACK_EXPECTED_SLOT.asBoolean().tload();
    }

    function expectCallback(bool expected) private {
        CALLBACK_EXPECTED_SLOT.asBoolean().tstore(expected);
    }
}
