// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {Vm} from "forge-std/Vm.sol";
import {Portfolio} from "../../../src/interfaces/IPriceEnvelope.sol";
import {MarketState, Placeable, Plan, Range} from "../../../src/interfaces/IRangePolicy.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../../src/interfaces/IVaultEvents.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {PositionMath} from "../../../src/libraries/PositionMath.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {Charge, Observer, Sight} from "../base/Observer.sol";

/// Rebalances for any forecast at all.
abstract contract KeeperActions is Observer {
    /// What rebalances have swapped since the run began, basis points of NAV at the time of each, and the
    /// highest allowance per day that there was.
    uint256 public swappedBps;
    uint256 public highestDailyBps;
    uint256 public immutable beganAt = block.timestamp;
    /// What rebalances lost and may have lost, raw units of the asset at the price of each.
    uint256 public lost;
    uint256 public mayHaveLost;
    uint256 public rebalances;
    /// Rebalances that paid the queue, and that left it waiting because bid and ask lay far apart.
    uint256 public fills;
    uint256 public fillsPutOff;

    /// Before a rebalance, what it must do.
    struct Expected {
        int24 referenceTick;
        Plan plan;
        uint256 inSystem0;
        uint256 inSystem1;
        uint256 queued;
        uint256 sharesFilled;
        uint256 assetsPaid;
        uint256 turnoverLeftBps;
    }

    function rebalance(uint256 pace, uint256 varianceX32, bool patient) external step(pace) {
        Sight memory seen = _look();
        uint256 nextAt = _nextRebalanceAt(seen);
        if (patient && block.timestamp < nextAt) {
            _wait(nextAt - block.timestamp);
            seen = _look();
        }
        bytes memory refusal = seen.refusal;
        if (refusal.length == 0 && block.timestamp < nextAt) {
            refusal = abi.encodeWithSelector(IVaultErrors.CooldownRunning.selector, nextAt);
        }
        if (refusal.length > 0) {
            vm.expectRevert(refusal);
            vm.prank(world.registry);
            vault.rebalance(0, varianceX32);
            return;
        }
        Expected memory expected = _expect(seen, varianceX32);
        highestDailyBps = Math.max(highestDailyBps, seen.limits.dailyTurnoverBps);
        vm.recordLogs();
        vm.prank(world.registry);
        try vault.rebalance(bytes32(calls), varianceX32) returns (
            uint256 valueBefore, uint256 valueAfter, uint256, uint256
        ) {
            ++rebalances;
            _checkSupply(seen, expected);
            _checkValue(seen, expected, valueBefore, valueAfter);
            _checkFill(expected);
            _checkRanges(expected.plan.ranges);
            _checkTurnover(seen, expected);
            _checkNothingLeft(expected);
        } catch (bytes memory reason) {
            _checkGuard(bytes4(reason));
        }
    }

    /// What a keeper forfeited raises the value by as much, at every price, and nothing else.
    function contribute(uint256 pace, uint256 size) external step(pace) {
        Sight memory seen = _look();
        uint256 assets = _size(size, 1_000 * oneAsset);
        asset.mint(world.registry, assets);
        vm.startPrank(world.registry);
        asset.approve(address(vault), assets);
        vault.contribute(assets);
        vm.stopPrank();
        IStrategyVault.Valuation memory value = vault.valuation();
        assertEq(value.mid, seen.mid + assets, "mid after a contribution");
        if (seen.settled) assertEq(value.bid, seen.bid + assets, "bid after a contribution");
        assertEq(vault.totalSupply(), seen.supply, "a contribution minted");
    }

    /// Only these guards may stop a rebalance once it has begun.
    function _checkGuard(bytes4 reason) private pure {
        assertTrue(
            reason == IVaultErrors.SwapOutBelowMinimum.selector
                || reason == IVaultErrors.LossExceeded.selector
                || reason == IVaultErrors.PriceUnsettled.selector,
            "a rebalance failed for an unexpected reason"
        );
    }

    function _nextRebalanceAt(Sight memory seen) private view returns (uint256) {
        uint256 last = vault.lastRebalanceAt();
        return last == 0 ? 0 : last + seen.limits.cooldownSeconds;
    }

    function _expect(Sight memory seen, uint256 varianceX32)
        private
        view
        returns (Expected memory expected)
    {
        expected.referenceTick = world.envelope.read(address(pool)).longTwapTick;
        (expected.inSystem0, expected.inSystem1) = _inSystem();
        expected.queued = vault.balanceOf(address(queue));
        expected.turnoverLeftBps = vault.turnoverAvailableBps();
        (expected.sharesFilled, expected.assetsPaid) = vault.queueTotals();
        uint256 reserve = seen.bid * seen.limits.idleTargetBps / ALL_BPS
            + Math.mulDiv(expected.queued, seen.bid + 1, seen.netSupply + virtualShares);
        MarketState memory market;
        Placeable memory placeable;
        (placeable.amount0, placeable.amount1, market.liquidity) = _closed();
        if (assetIsToken1) placeable.reserve1 = reserve;
        else placeable.reserve0 = reserve;
        (market.sqrtPriceX96, market.tick,,,,,) = pool.slot0();
        market.tickSpacing = pool.tickSpacing();
        market.fee = pool.fee();
        expected.plan = world.policy.plan(vault.policyParameters(), varianceX32, market, placeable);
    }

    /// What there is once everything is closed, gifts included, and the liquidity of others in range.
    function _closed()
        private
        view
        returns (uint256 amount0, uint256 amount1, uint128 othersLiquidity)
    {
        (uint160 rootX96, int24 tick,,,,,) = pool.slot0();
        (amount0, amount1) = vault.holdings();
        othersLiquidity = pool.liquidity();
        Position[] memory positions = vault.positions();
        for (uint256 i = 0; i < positions.length; ++i) {
            (int24 lower, int24 upper) = (positions[i].tickLower, positions[i].tickUpper);
            uint128 all = _recorded(positions[i]);
            (uint256 all0, uint256 all1) = PositionMath.amountsDown(rootX96, lower, upper, all);
            (uint256 own0, uint256 own1) =
                PositionMath.amountsDown(rootX96, lower, upper, positions[i].liquidity);
            amount0 += all0 - own0;
            amount1 += all1 - own1;
            if (lower <= tick && tick < upper) othersLiquidity -= all;
        }
    }

    function _recorded(Position memory position) internal view returns (uint128 liquidity) {
        (liquidity,,,,) = pool.positions(
            keccak256(abi.encodePacked(address(vault), position.tickLower, position.tickUpper))
        );
    }

    function _checkSupply(Sight memory seen, Expected memory expected) private {
        (uint256 sharesFilled,) = vault.queueTotals();
        uint256 filled = sharesFilled - expected.sharesFilled;
        _settle(seen, Charge.All, 0, filled);
        assertEq(
            vault.balanceOf(address(queue)),
            expected.queued - filled,
            "only the queue's shares burn"
        );
    }

    function _checkValue(
        Sight memory seen,
        Expected memory expected,
        uint256 valueBefore,
        uint256 valueAfter
    ) private {
        assertEq(valueBefore, seen.mid, "valueBefore");
        (, uint256 paid) = vault.queueTotals();
        paid -= expected.assetsPaid;
        assertEq(valueAfter, _bookedAt(expected.referenceTick) + paid, "valueAfter");
        // More where somebody had minted into a range before the vault held it: the fees of that gift.
        assertGe(vault.valuation().mid + paid, valueAfter, "mid after a rebalance");
        if (valueAfter < valueBefore) lost += valueBefore - valueAfter;
        mayHaveLost += valueBefore * seen.limits.maxLossBps / ALL_BPS;
        assertGe(
            valueAfter * ALL_BPS, valueBefore * (ALL_BPS - seen.limits.maxLossBps), "lost too much"
        );
    }

    /// Idle and positions alone, raw units of the asset.
    function _bookedAt(int24 tick) private view returns (uint256) {
        Portfolio memory booked;
        booked.assetIsToken1 = assetIsToken1;
        (booked.amount0, booked.amount1) = vault.idle();
        booked.positions = vault.positions();
        return world.envelope.valueAtTick(booked, tick);
    }

    /// Nothing while bid and ask lie far apart; otherwise all that it waits for, or all that is idle, at the
    /// bid: not above, which is what stayers are left with at least, and not below.
    function _checkFill(Expected memory expected) private {
        (uint256 sharesFilled, uint256 assetsPaid) = vault.queueTotals();
        uint256 filled = sharesFilled - expected.sharesFilled;
        uint256 paid = assetsPaid - expected.assetsPaid;
        IStrategyVault.Valuation memory value = vault.valuation();
        assertTrue(value.healthy, "unsettled after a rebalance");
        // What is paid was idle, and as much of both.
        if (_tooWide(value.bid + paid, value.ask + paid)) {
            assertEq(filled, 0, "the queue sold at a bid far below the ask");
            if (expected.queued > 0) ++fillsPutOff;
            return;
        }
        if (expected.queued == 0) return;
        (uint256 idle0, uint256 idle1) = vault.idle();
        uint256 idleLeft = assetIsToken1 ? idle1 : idle0;
        if (filled == 0) {
            assertTrue(
                idleLeft == 0 || vault.previewRedeem(expected.queued) == 0, "the queue was left out"
            );
            return;
        }
        ++fills;
        assertTrue(filled == expected.queued || idleLeft == 0, "some of the queue was left out");
        uint256 before = shared + filled + virtualShares;
        uint256 nav = value.bid + paid + 1;
        assertLe(paid * before, filled * nav, "the queue was paid above bid");
        // What the rebalance itself gained is charged before.
        uint256 atMark = Math.mulDiv(vault.highWaterMarkX96(), before, 1 << 96);
        uint256 gain = Math.saturatingSub(nav, atMark);
        uint256 net = nav - gain * vault.limits().performanceFeeBps / ALL_BPS;
        assertGe((paid + 2) * before, filled * (net - 1), "the queue was paid below bid");
    }

    function _checkRanges(Range[] memory planned) private view {
        Position[] memory positions = vault.positions();
        uint256 next;
        for (uint256 i = 0; i < positions.length; ++i) {
            while (
                next < planned.length
                    && (planned[next].tickLower != positions[i].tickLower
                        || planned[next].tickUpper != positions[i].tickUpper)
            ) ++next;
            assertLt(next++, planned.length, "a range that the policy did not plan");
        }
    }

    function _checkTurnover(Sight memory seen, Expected memory expected) private {
        (bool zeroForOne, uint256 swapIn, uint256 swapOut) = _swapOf(vm.getRecordedLogs());
        if (swapIn == 0 && swapOut == 0) return;
        assertEq(zeroForOne, expected.plan.zeroForOne, "swapped the other way");
        assertLe(swapIn, expected.plan.swapAmountIn, "swapped more than planned");
        uint256 swapped = _bpsUp(seen, _valueDown(expected, swapIn));
        assertLe(swapped, expected.turnoverLeftBps, "swapped more than was left of the day");
        // What was meant to be swapped counts, as far as the allowance goes, and a begun unit whole.
        uint256 meant = _bpsUp(seen, _valueDown(expected, expected.plan.swapAmountIn) + 1);
        assertEq(
            vault.turnoverAvailableBps(),
            Math.saturatingSub(expected.turnoverLeftBps, meant),
            "what may still be swapped"
        );
        swappedBps += swapped;
    }

    /// At the reference price, raw units of the asset.
    function _valueDown(Expected memory expected, uint256 amount) private view returns (uint256) {
        Portfolio memory sold;
        sold.assetIsToken1 = assetIsToken1;
        (sold.amount0, sold.amount1) =
            expected.plan.zeroForOne ? (amount, uint256(0)) : (uint256(0), amount);
        return world.envelope.valueAtTick(sold, expected.referenceTick);
    }

    function _bpsUp(Sight memory seen, uint256 value) private pure returns (uint256) {
        return Math.mulDiv(value, ALL_BPS, seen.mid, Math.Rounding.Ceil);
    }

    function _swapOf(Vm.Log[] memory logs)
        private
        view
        returns (bool zeroForOne, uint256 swapIn, uint256 swapOut)
    {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(vault)) continue;
            if (logs[i].topics[0] != IVaultEvents.Rebalanced.selector) continue;
            (,,,, zeroForOne, swapIn, swapOut,,,) = abi.decode(
                logs[i].data,
                (
                    uint256,
                    int24,
                    uint256,
                    uint256,
                    bool,
                    uint256,
                    uint256,
                    uint256,
                    uint256,
                    Position[]
                )
            );
        }
    }

    /// What left the vault is in the pool or waits in the queue.
    function _checkNothingLeft(Expected memory expected) private view {
        (uint256 in0, uint256 in1) = _inSystem();
        assertEq(in0, expected.inSystem0, "token0 left");
        assertEq(in1, expected.inSystem1, "token1 left");
    }

    function _inSystem() private view returns (uint256, uint256) {
        return (_heldBy(address(world.token0)), _heldBy(address(world.token1)));
    }

    function _heldBy(address token) private view returns (uint256 held) {
        address[3] memory system = [address(vault), address(pool), address(queue)];
        for (uint256 i = 0; i < 3; ++i) {
            held += IERC20(token).balanceOf(system[i]);
        }
    }
}
