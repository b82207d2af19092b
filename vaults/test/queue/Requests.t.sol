// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC7540Redeem, IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract RequestsTest is QueueFixture {
    function test_requestEscrowsSharesAndIsPending() public {
        vm.expectEmit(address(queue));
        emit IERC7540Redeem.RedeemRequest(alice, alice, 1, alice, 10 * ONE);
        uint256 id = request(alice, 10 * ONE);

        assertEq(id, 1);
        assertEq(vault.balanceOf(address(queue)), 10 * ONE);
        assertEq(vault.balanceOf(alice), 990 * ONE);
        assertEq(queue.pendingRedeemRequest(id, alice), 10 * ONE);
        assertEq(queue.claimableRedeemRequest(id, alice), 0);
        assertEq(queue.totalPendingShares(), 10 * ONE);
        assertEq(queue.maxRedeem(alice), 0);
    }

    function test_requestsBeforeAFillShareAnEpochAndAddUp() public {
        uint256 id = request(alice, 10 * ONE);
        assertEq(request(bob, 5 * ONE), id);
        assertEq(request(alice, 3 * ONE), id);
        assertEq(queue.pendingRedeemRequest(id, alice), 13 * ONE);
        assertEq(queue.requestIdsOf(alice).length, 1);
    }

    function test_anotherControllerOwnsTheRequest() public {
        vm.prank(alice);
        uint256 id = queue.requestRedeem(ONE, bob, alice);
        assertEq(queue.pendingRedeemRequest(id, bob), ONE);
        assertEq(queue.pendingRedeemRequest(id, alice), 0);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NotControllerOrOperator.selector, bob, alice)
        );
        queue.cancelRequest(id, alice, bob);
    }

    function test_operatorRequestsForItsOwner() public {
        vm.prank(alice);
        assertTrue(queue.setOperator(bob, true));
        assertTrue(queue.isOperator(alice, bob));
        vm.prank(bob);
        uint256 id = queue.requestRedeem(ONE, bob, alice);
        assertEq(queue.pendingRedeemRequest(id, bob), ONE);
        assertEq(vault.balanceOf(alice), 999 * ONE);
    }

    function test_revokedOperatorIsRefused() public {
        vm.startPrank(alice);
        queue.setOperator(bob, true);
        queue.setOperator(bob, false);
        vm.stopPrank();
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NotOwnerOrOperator.selector, alice, bob)
        );
        queue.requestRedeem(ONE, bob, alice);
    }

    /// The owner's approval of the queue is not an approval of whoever calls it.
    function test_strangerCannotRequestWithTheOwnersApproval() public {
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NotOwnerOrOperator.selector, alice, bob)
        );
        queue.requestRedeem(ONE, bob, alice);
    }

    function test_zeroSharesAreRefused() public {
        vm.expectRevert(IRedemptionQueue.ZeroAmount.selector);
        request(alice, 0);
    }

    function test_zeroControllerIsRefused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRedemptionQueue.ZeroAddress.selector, "controller"));
        queue.requestRedeem(ONE, address(0), alice);
    }

    function test_moreThanTheBalanceIsRefused() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, alice, 1_000 * ONE, 1_001 * ONE
            )
        );
        request(alice, 1_001 * ONE);
    }

    function test_aControllerWithTooManyOpenEpochsMustClaimFirst() public {
        uint256 most = queue.MAX_REQUESTS();
        for (uint256 i = 0; i < most; ++i) {
            request(alice, ONE);
            vault.fill(ONE);
        }
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.TooManyRequests.selector, alice, most)
        );
        request(alice, ONE);

        assertEq(claim(alice), most * PRICE);
        assertEq(queue.requestIdsOf(alice).length, 0);
        request(alice, ONE);
    }

    /// Somebody else's requests in one's name cannot lock one out: all of it can be claimed away.
    function test_dustRequestedForAnotherControllerCanBeClaimedAway() public {
        uint256 most = queue.MAX_REQUESTS();
        for (uint256 i = 0; i < most; ++i) {
            vm.prank(bob);
            queue.requestRedeem(1, alice, bob);
            vault.fill(1);
        }
        assertEq(claim(alice), 0);
        request(alice, ONE);
    }
}
