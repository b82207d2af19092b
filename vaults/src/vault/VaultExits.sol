// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Bookkeeping} from "../libraries/Bookkeeping.sol";
import {PoolCalls} from "../libraries/PoolCalls.sol";
import {Book} from "../types/Book.sol";
import {Position} from "../types/VaultTypes.sol";
import {PoolCallbacks} from "./PoolCallbacks.sol";

/// The exits that always work: a part of everything, without a price and without anybody's consent.
abstract contract VaultExits is PoolCallbacks {
    using SafeERC20 for IERC20;
    using Bookkeeping for Book;

    function redeemInKind(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAmount0,
        uint256 minAmount1
    ) external nonReentrant returns (uint256 amount0, uint256 amount1) {
        (amount0, amount1) = _takePart(shares, owner);
        if (amount0 < minAmount0 || amount1 < minAmount1) {
            revert AmountsBelowMinimum(amount0, amount1, minAmount0, minAmount1);
        }
        _pay(receiver, amount0, amount1);
        emit RedeemedInKind(msg.sender, receiver, owner, shares, amount0, amount1);
    }

    function redeemToAsset(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external nonReentrant returns (uint256 assets) {
        if (block.timestamp > deadline) {
            revert DeadlinePassed(deadline, block.timestamp);
        }
        (uint256 amount0, uint256 amount1) = _takePart(shares, owner);
        (uint256 own, uint256 other) = assetIsToken1 ? (amount1, amount0) : (amount0, amount1);
        uint256 received = _sellAll(other);
        assets = own + received;
        if (assets < minAssets) revert AssetsBelowMinimum(assets, minAssets);
        IERC20(asset()).safeTransfer(receiver, assets);
        emit RedeemedToAsset(msg.sender, receiver, owner, shares, assets, other, received);
    }

    function recogniseShortfall() external nonReentrant {
        uint256 short0 = _shortfall(token0, _book.idle.amount0);
        uint256 short1 = _shortfall(token1, _book.idle.amount1);
        _book.takeIdle(short0, short1);
    }

    function _shortfall(address token, uint256 booked) private returns (uint256 missing) {
        uint256 balance = IERC20(token).balanceOf(address(this));
        if (balance >= booked) return 0;
        missing = booked - balance;
        emit ShortfallRecognised(token, booked, balance);
    }

    /// Burns shares and takes their part of every position, of its fees and of what is idle out of the
    /// books. What the part is of includes the virtual shares, as at every other exit.
    function _takePart(uint256 shares, address owner)
        private
        returns (uint256 amount0, uint256 amount1)
    {
        if (shares == 0) revert ZeroShares();
        uint256 supply = _supplyWithVirtual(_accrueByTime());
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        _burn(owner, shares);
        (amount0, amount1) = _withdrawLiquidity(shares, supply);
        uint256 idle0 = Math.mulDiv(_book.idle.amount0, shares, supply);
        uint256 idle1 = Math.mulDiv(_book.idle.amount1, shares, supply);
        _book.takeIdle(idle0, idle1);
        amount0 += idle0;
        amount1 += idle1;
        if (amount0 == 0 && amount1 == 0) revert ZeroAssets();
    }

    /// Principal of `shares` of `supply` out of every position. Fees come with it and belong to all: they
    /// go to idle.
    function _withdrawLiquidity(uint256 shares, uint256 supply)
        private
        returns (uint256 amount0, uint256 amount1)
    {
        uint256 count = _book.activity.positionCount;
        uint256 fees0;
        uint256 fees1;
        for (uint256 i; i < count; ++i) {
            Position memory position = _book.positions[i];
            uint128 part = uint128(Math.mulDiv(position.liquidity, shares, supply));
            (uint256 principal0, uint256 principal1, uint256 fee0, uint256 fee1) =
                PoolCalls.burnAndCollect(pool, position, part);
            _book.positions[i].liquidity = position.liquidity - part;
            amount0 += principal0;
            amount1 += principal1;
            fees0 += fee0;
            fees1 += fee1;
        }
        _book.addIdle(fees0, fees1);
        emit FeesCollected(fees0, fees1);
    }

    /// The caller's own tokens, at whatever the pool pays: the caller's minimum is the guard.
    function _sellAll(uint256 other) private returns (uint256 received) {
        if (other == 0) return 0;
        bool zeroForOne = assetIsToken1;
        uint256 paid;
        (paid, received) = PoolCalls.swap(
            pool,
            zeroForOne,
            other,
            zeroForOne ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1
        );
        if (paid != other) revert SwapIncomplete(paid, other);
    }
}
