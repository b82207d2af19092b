// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {VaultFixture} from "./base/VaultFixture.sol";

/// Somebody pushes the price before a rebalance and back after it, so that the queue sells at a low bid.
contract QueuePushTest is VaultFixture {
    RedemptionQueue private queue;
    uint256 private shares;
    /// What the shares were worth at the bid before anybody pushed.
    uint256 private fair;

    /// A market that the vault is a large part of, and 45 % of the vault in the queue.
    function setUp() public {
        createVault();
        deposit(alice, 45_000 * whole);
        deposit(bob, 45_000 * whole);
        deposit(carol, 10_000 * whole);
        placeHalf();
        int24 most = TickMath.maxUsableTick(spacing);
        uint128 all = uint128(10_000_000 * 10 ** 12);
        actor.burn(pool, -most, most, all / 100 * 99);
        queue = RedemptionQueue(vault.queue());
    }

    function test_pushOf90Ticks_sellsNothing() public {
        checkThatNothingIsSold(100, 90);
    }

    function test_pushOf280Ticks_sellsNothing() public {
        checkThatNothingIsSold(300, 280);
    }

    /// Whatever the push, what is sold brings 99.75 % of what it was worth before, in the rebalance and after.
    function testFuzz_queueLosesAQuarterOfAPerCentAtMost(int256 push) public {
        allow(300);
        enqueue();
        int24 ticks = int24(bound(push, -290, 290));
        uint160 home = sqrtPriceNow();
        moveBy(ticks);
        rebalance();
        move(home);
        checkPrice();
        skipTime(1 hours);
        queue.fillFromIdle();
        checkPrice();
        assertGt(sold(), 0, "paid in the end");
    }

    function checkThatNothingIsSold(uint16 deviation, int24 push) private {
        allow(deviation);
        enqueue();
        uint160 home = sqrtPriceNow();
        moveBy(-push);
        IStrategyVault.Valuation memory value = vault.valuation();
        assertLt(value.bid * 10_000, value.ask * 9_975, "wide");
        uint256 reserve = vault.previewRedeem(shares);
        rebalance();
        assertEq(sold(), 0, "nothing is sold at the pushed bid");
        assertEq(vault.balanceOf(address(queue)), shares);
        (, uint256 idle) = vault.idle();
        assertGe(idle, reserve, "what the queue waits for stays idle");

        vm.expectPartialRevert(IRedemptionQueue.ValueUnsettled.selector);
        queue.fillFromIdle();
        move(home);
        skipTime(1 hours);
        vm.prank(makeAddr("anybody"));
        queue.fillFromIdle();
        assertGt(sold(), 0, "once prices have met, anybody fills");
        checkPrice();
    }

    function checkPrice() private view {
        assertGe(queue.maxWithdraw(alice) * 10_000 + 10_000, sold() * fair / shares * 9_975);
    }

    function allow(uint16 deviation) private {
        Limits memory limits = vault.limits();
        limits.maxDeviationTicks = deviation;
        limits.maxLossBps = 100;
        setLimits(limits);
        skipTime(1 hours);
    }

    function enqueue() private {
        shares = vault.balanceOf(alice);
        fair = vault.previewRedeem(shares);
        vm.startPrank(alice);
        vault.approve(address(queue), shares);
        queue.requestRedeem(shares, alice, alice);
        vm.stopPrank();
    }

    function sold() private view returns (uint256) {
        return shares - queue.pendingRedeemRequest(1, alice);
    }

    function move(uint160 to) private {
        actor.swap(pool, to < sqrtPriceNow(), 1 << 200, to);
    }
}
