// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPriceEnvelope, Portfolio} from "../interfaces/IPriceEnvelope.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Bookkeeping} from "../libraries/Bookkeeping.sol";
import {QueueRules} from "../libraries/QueueRules.sol";
import {RebalanceLogic, RebalanceOrder, SwapResult} from "../libraries/RebalanceLogic.sol";
import {Book} from "../types/Book.sol";
import {PoolCallbacks} from "./PoolCallbacks.sol";

/// The one path that places liquidity. The caller brings a forecast and nothing else: ranges and swap
/// come from the policy, and whatever they are, the guards around them hold.
abstract contract VaultRebalance is PoolCallbacks {
    using SafeERC20 for IERC20;
    using Bookkeeping for Book;

    uint256 private constant ALL_BPS = 10_000;

    /// @inheritdoc IStrategyVault
    function rebalance(bytes32 inferenceId, uint256 varianceX32)
        external
        nonReentrant
        returns (uint256 valueBefore, uint256 valueAfter, uint256 startBefore, uint256 startAfter)
    {
        if (msg.sender != registry) revert NotRegistry(msg.sender);
        Quote memory quote = _open();
        _startCooldown(quote.limits.cooldownSeconds);
        // Nothing in this transaction can move these two prices. Where the mean lags the market, a loss can
        // hide from it by pushing spot back onto it; from the block's first price it cannot.
        int24 referenceTick = quote.prices.longTwapTick;
        int24 startTick = quote.prices.blockStartTick;
        (valueBefore, startBefore) = _valuesAt(quote.portfolio, referenceTick, startTick);
        uint256 supply = totalSupply();

        SwapResult memory swapped =
            RebalanceLogic.execute(_book, _order(quote, varianceX32, valueBefore));

        Portfolio memory portfolio = _portfolio();
        (valueAfter, startAfter) = _valuesAt(portfolio, referenceTick, startTick);
        _checkLoss(valueBefore, valueAfter, quote.limits.maxLossBps);
        _checkLoss(startBefore, startAfter, quote.limits.maxLossBps);
        if (totalSupply() != supply) revert SupplyChanged(supply, totalSupply());
        emit Rebalanced(
            inferenceId,
            varianceX32,
            referenceTick,
            valueBefore,
            valueAfter,
            swapped.zeroForOne,
            swapped.paid,
            swapped.received,
            _book.idle.amount0,
            _book.idle.amount1,
            portfolio.positions
        );
        _fillQueue();
    }

    /// @inheritdoc IStrategyVault
    function contribute(uint256 assets) external nonReentrant {
        if (msg.sender != registry) revert NotRegistry(msg.sender);
        IERC20(asset()).safeTransferFrom(msg.sender, address(this), assets);
        _bookReceived(assets);
        emit Contributed(assets);
    }

    function _startCooldown(uint256 cooldownSeconds) private {
        uint256 last = _book.activity.rebalancedAt;
        if (last != 0 && block.timestamp < last + cooldownSeconds) {
            revert CooldownRunning(last + cooldownSeconds);
        }
        _book.activity.rebalancedAt = uint40(block.timestamp);
    }

    /// What stays idle: the target for withdrawals and everything that the queue waits for.
    function _order(Quote memory quote, uint256 varianceX32, uint256 valueBefore)
        private
        view
        returns (RebalanceOrder memory)
    {
        uint256 buffer = Math.mulDiv(quote.bid, quote.limits.idleTargetBps, ALL_BPS);
        return RebalanceOrder({
            pool: pool,
            envelope: envelope,
            rangePolicy: rangePolicy,
            assetIsToken1: assetIsToken1,
            tickSpacing: _tickSpacing,
            poolFee: _poolFee,
            policy: _policy,
            limits: quote.limits,
            prices: quote.prices,
            varianceX32: varianceX32,
            idleTarget: buffer + _bidValueDown(quote, balanceOf(queue)),
            valueBefore: valueBefore
        });
    }

    /// Pays the redemption queue at bid, out of idle, as far as that goes: all it waits for, or all that is
    /// idle for the fewest shares that it pays. While bid and ask lie far apart nothing is sold, and what
    /// `_order` kept idle stays there for `fillFromIdle`.
    function _fillQueue() private {
        uint256 queued = balanceOf(queue);
        if (queued == 0) return;
        Quote memory quote = _quote();
        if (QueueRules.tooWide(quote.bid, quote.ask)) return;
        uint256 shares = queued;
        uint256 assets = _bidValueDown(quote, shares);
        uint256 idleAsset = _idleAsset();
        if (assets > idleAsset) {
            assets = idleAsset;
            shares = _sharesForWithdrawUp(quote, assets);
        }
        if (assets == 0) return;
        _burn(queue, shares);
        _book.takeIdleAsset(assetIsToken1, assets);
        _queueTotals.sharesFilled += shares;
        _queueTotals.assetsPaid += assets;
        IERC20(asset()).safeTransfer(queue, assets);
        emit QueueFilled(shares, assets, queued - shares);
    }

    function _checkLoss(uint256 before, uint256 afterwards, uint256 maxLossBps) private pure {
        if (afterwards * ALL_BPS < before * (ALL_BPS - maxLossBps)) {
            revert LossExceeded(before, afterwards, maxLossBps);
        }
    }

    function _valuesAt(Portfolio memory portfolio, int24 referenceTick, int24 startTick)
        private
        view
        returns (uint256, uint256)
    {
        return IPriceEnvelope(envelope).valuesAtTicks(portfolio, referenceTick, startTick);
    }
}
