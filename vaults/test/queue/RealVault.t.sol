// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {VaultFixture} from "../vault/base/VaultFixture.sol";

/// The queue with the vault it was made for, on the real pool.
contract RealVaultQueueTest is VaultFixture {
    RedemptionQueue private queue;

    function setUp() public {
        createVault();
        queue = RedemptionQueue(vault.queue());
        arrange(Situation.HalfPlacedCalm);
        address[3] memory holders = [alice, bob, carol];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(holders[i]);
            vault.approve(address(queue), type(uint256).max);
        }
    }

    function test_queueKnowsItsVault() public view {
        assertEq(queue.vault(), address(vault));
        assertEq(queue.asset(), address(asset));
    }

    function test_rebalanceFillsAtBidAndTheQueueBooksIt() public {
        uint256 shares = vault.balanceOf(carol) / 2;
        uint256 id = request(carol, shares);
        uint256 atBid = vault.previewRedeem(shares);
        rebalance();

        (uint256 filled, uint256 paid) = vault.queueTotals();
        assertEq(filled, shares);
        assertEq(paid, atBid);
        assertEq(queue.pendingRedeemRequest(id, carol), 0);
        assertEq(queue.maxWithdraw(carol), paid);
        vm.prank(carol);
        assertEq(queue.redeem(shares, carol, carol), paid);
        assertEq(asset.balanceOf(carol), paid);
        assertEq(asset.balanceOf(address(queue)), 0);
    }

    function test_exitLargerThanIdleWaitsForTheRebalance() public {
        uint256 shares = vault.balanceOf(alice);
        assertLt(vault.maxRedeem(alice), shares);
        uint256 id = request(alice, shares);
        (uint256 sold,) = queue.fillFromIdle();
        assertGt(sold, 0);
        assertEq(queue.pendingRedeemRequest(id, alice), shares - sold);
        rebalance();
        assertLt(queue.pendingRedeemRequest(id, alice), shares - sold);
    }

    /// Selling from idle is an ordinary redemption: it must not show up in the totals as well.
    function test_fillFromIdleIsNotCountedTwice() public {
        uint256 shares = vault.balanceOf(carol) / 2;
        request(carol, shares);
        (uint256 sold, uint256 assets) = queue.fillFromIdle();
        assertEq(sold, shares);
        (uint256 filled, uint256 paid) = vault.queueTotals();
        assertEq(filled + paid, 0);
        queue.book();
        assertEq(queue.maxWithdraw(carol), assets);
        assertEq(asset.balanceOf(address(queue)), assets);
    }

    function test_pushedPriceClosesFillFromIdleButNotTheVault() public {
        request(carol, vault.balanceOf(carol) / 2);
        moveBy(95);
        assertGt(vault.maxRedeem(bob), 0);
        vm.expectPartialRevert(IRedemptionQueue.ValueUnsettled.selector);
        queue.fillFromIdle();
    }

    function test_pausedVaultWithADeadOracleHoldsNobodyBack() public {
        uint256 shares = vault.balanceOf(carol);
        uint256 id = request(carol, shares);
        vm.prank(guardian);
        vault.pause();
        killOracle();
        (uint256 sold,) = queue.fillFromIdle();
        assertEq(sold, 0);

        vm.startPrank(carol);
        assertEq(queue.cancelRequest(id, carol, carol), shares);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(shares, carol, carol, 0, 0);
        assertGt(amount0 + amount1, 0);
    }

    function test_unitOfAShareGivenToTheQueueStopsNoRebalance() public {
        vm.prank(bob);
        vault.transfer(address(queue), 1);
        rebalance();
        uint256 shares = vault.balanceOf(carol);
        uint256 id = request(carol, shares);
        skipTime(1 hours);
        rebalance();
        assertEq(queue.pendingRedeemRequest(id, carol), 0);
        assertGe(asset.balanceOf(address(queue)), queue.maxWithdraw(carol));
    }

    function testFuzz_everyoneIsPaidInProportion(uint256 a, uint256 b, uint256 given) public {
        a = bound(a, 1e12, vault.balanceOf(alice));
        b = bound(b, 1e12, vault.balanceOf(bob));
        uint256 id = request(alice, a);
        request(bob, b);
        given = bound(given, 0, vault.balanceOf(carol));
        vm.prank(carol);
        vault.transfer(address(queue), given);
        rebalance();

        uint256 filledA = queue.claimableRedeemRequest(id, alice);
        uint256 filledB = queue.claimableRedeemRequest(id, bob);
        assertApproxEqAbs(filledA * b / 1e12, filledB * a / 1e12, (a + b) / 1e12 + 2);
        (, uint256 paid) = vault.queueTotals();
        uint256 claims = queue.maxWithdraw(alice) + queue.maxWithdraw(bob);
        assertLe(claims, paid);
        assertEq(asset.balanceOf(address(queue)), paid);
        if (given == 0) assertApproxEqAbs(claims, paid, 1);
    }

    function request(address holder, uint256 shares) private returns (uint256 requestId) {
        vm.prank(holder);
        return queue.requestRedeem(shares, holder, holder);
    }
}
