// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC7575Exit, IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract ClaimsTest is QueueFixture {
    function test_redeemPaysTheReceiver() public {
        request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        vm.expectEmit(address(queue));
        emit IERC7575Exit.Withdraw(alice, carol, alice, 10 * PRICE, 10 * ONE);
        vm.prank(alice);
        assertEq(queue.redeem(10 * ONE, carol, alice), 10 * PRICE);
        assertEq(asset.balanceOf(carol), 10 * PRICE);
        assertEq(queue.requestIdsOf(alice).length, 0);
    }

    function test_withdrawTakesTheSharesOfTheAssets() public {
        request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        vm.prank(alice);
        assertEq(queue.withdraw(3 * PRICE, alice, alice), 3 * ONE);
        assertEq(queue.maxRedeem(alice), 7 * ONE);
        assertEq(queue.maxWithdraw(alice), 7 * PRICE);
    }

    function test_claimsSpanEpochsOldestFirst() public {
        uint256 first = request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        vault.setPrice(2 * PRICE);
        uint256 second = request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        vm.startPrank(alice);
        assertEq(queue.redeem(15 * ONE, alice, alice), 20 * PRICE);
        assertEq(queue.claimableRedeemRequest(first, alice), 0);
        assertEq(queue.claimableRedeemRequest(second, alice), 5 * ONE);
        assertEq(queue.withdraw(10 * PRICE, alice, alice), 5 * ONE);
    }

    function test_claimOfTheNewestKeepsTheOlderPending() public {
        uint256 first = request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        claim(alice);
        uint256 second = request(alice, 10 * ONE);
        assertEq(queue.pendingRedeemRequest(first, alice), 6 * ONE);
        assertEq(queue.pendingRedeemRequest(second, alice), 10 * ONE);
        vault.fill(16 * ONE);
        assertEq(claim(alice), 16 * PRICE);
        assertEq(queue.requestIdsOf(alice).length, 0);
    }

    function test_redeemAboveTheMaximumIsRefused() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRedemptionQueue.ClaimAboveMaximum.selector, 4 * ONE + 1, 4 * ONE
            )
        );
        queue.redeem(4 * ONE + 1, alice, alice);
    }

    function test_withdrawAboveTheMaximumIsRefused() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRedemptionQueue.ClaimAboveMaximum.selector, 4 * PRICE + 1, 4 * PRICE
            )
        );
        queue.withdraw(4 * PRICE + 1, alice, alice);
    }

    function test_whatIsOnlyPendingCannotBeClaimed() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        claim(alice);
        request(alice, 10 * ONE);
        bytes memory refusal =
            abi.encodeWithSelector(IRedemptionQueue.ClaimAboveMaximum.selector, 1, 0);
        vm.startPrank(alice);
        vm.expectRevert(refusal);
        queue.redeem(1, alice, alice);
        vm.expectRevert(refusal);
        queue.withdraw(1, alice, alice);
    }

    function test_zeroClaimsAreRefused() public {
        vm.startPrank(alice);
        vm.expectRevert(IRedemptionQueue.ZeroAmount.selector);
        queue.redeem(0, alice, alice);
        vm.expectRevert(IRedemptionQueue.ZeroAmount.selector);
        queue.withdraw(0, alice, alice);
    }

    function test_strangerCannotClaim() public {
        request(alice, ONE);
        vault.fill(ONE);
        bytes memory refusal =
            abi.encodeWithSelector(IRedemptionQueue.NotControllerOrOperator.selector, alice, bob);
        vm.startPrank(bob);
        vm.expectRevert(refusal);
        queue.redeem(ONE, bob, alice);
        vm.expectRevert(refusal);
        queue.withdraw(PRICE, bob, alice);
    }

    function test_operatorClaims() public {
        request(alice, ONE);
        vault.fill(ONE);
        vm.prank(alice);
        queue.setOperator(bob, true);
        vm.prank(bob);
        assertEq(queue.redeem(ONE, carol, alice), PRICE);
        assertEq(asset.balanceOf(carol), PRICE);
    }

    /// However a claim is cut up, it pays no more than at once.
    function testFuzz_claimingInPartsNeverPaysMore(uint256 shares, uint256 price, uint256 part)
        public
    {
        shares = bound(shares, 3, 1_000 * ONE);
        vault.setPrice(bound(price, 1, 1e20));
        request(alice, shares);
        (, uint256 paid) = vault.fill(shares);
        part = bound(part, 1, shares / 2);
        vm.startPrank(alice);
        uint256 got = queue.redeem(part, alice, alice) + queue.redeem(part, alice, alice);
        uint256 rest = queue.maxWithdraw(alice);
        if (rest != 0) queue.withdraw(rest, alice, alice);
        assertLe(got + rest, paid);
        assertApproxEqAbs(got + rest, paid, 1);
        assertEq(asset.balanceOf(alice), got + rest);
    }
}
