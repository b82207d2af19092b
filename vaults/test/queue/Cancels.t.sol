// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract CancelsTest is QueueFixture {
    function test_cancelReturnsEverythingThatIsNotFilled() public {
        uint256 id = request(alice, 10 * ONE);
        vm.expectEmit(address(queue));
        emit IRedemptionQueue.RequestCancelled(alice, carol, id, alice, 10 * ONE);
        vm.prank(alice);
        assertEq(queue.cancelRequest(id, carol, alice), 10 * ONE);
        assertEq(vault.balanceOf(carol), 1_010 * ONE);
        assertEq(queue.totalPendingShares(), 0);
        assertEq(queue.requestIdsOf(alice).length, 0);
    }

    function test_cancelOfAPartlyFilledRequestKeepsItsFilledPart() public {
        uint256 id = request(alice, 30 * ONE);
        request(bob, 10 * ONE);
        vault.fill(20 * ONE);

        assertEq(cancel(alice, id), 15 * ONE);
        assertEq(queue.pendingRedeemRequest(id, alice), 0);
        assertEq(queue.claimableRedeemRequest(id, alice), 15 * ONE);
        assertEq(queue.pendingRedeemRequest(id, bob), 5 * ONE);
        assertEq(queue.maxWithdraw(bob), 5 * PRICE);

        vault.fill(type(uint256).max);
        assertEq(claim(alice), 15 * PRICE);
        assertEq(claim(bob), 10 * PRICE);
        assertEq(asset.balanceOf(address(queue)), 0);
    }

    function test_cancelAfterAnUnbookedFillKeepsItsPart() public {
        uint256 id = request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        assertEq(cancel(alice, id), 6 * ONE);
        assertEq(claim(alice), 4 * PRICE);
    }

    function test_cancelAfterAPartialClaimKeepsTheRest() public {
        uint256 id = request(alice, 10 * ONE);
        vault.fill(6 * ONE);
        vm.prank(alice);
        assertEq(queue.redeem(2 * ONE, alice, alice), 2 * PRICE);
        assertEq(cancel(alice, id), 4 * ONE);
        assertEq(queue.maxRedeem(alice), 4 * ONE);
        assertEq(claim(alice), 4 * PRICE);
        assertEq(queue.requestIdsOf(alice).length, 0);
    }

    function test_cancelInTheOpenEpochAndRequestAgain() public {
        uint256 id = request(alice, 10 * ONE);
        request(bob, 10 * ONE);
        cancel(alice, id);
        assertEq(request(alice, 5 * ONE), id);
        vault.fill(15 * ONE);
        assertEq(claim(alice), 5 * PRICE);
        assertEq(claim(bob), 10 * PRICE);
    }

    function test_filledRequestCannotBeCancelled() public {
        uint256 id = request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NothingToCancel.selector, id, alice)
        );
        cancel(alice, id);
    }

    function test_secondCancelIsRefused() public {
        uint256 id = request(alice, 10 * ONE);
        vault.fill(ONE);
        cancel(alice, id);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NothingToCancel.selector, id, alice)
        );
        cancel(alice, id);
    }

    function test_strangerCannotCancel() public {
        uint256 id = request(alice, ONE);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.NotControllerOrOperator.selector, alice, bob)
        );
        queue.cancelRequest(id, bob, alice);
    }

    function test_operatorCancels() public {
        uint256 id = request(alice, ONE);
        vm.prank(alice);
        queue.setOperator(bob, true);
        vm.prank(bob);
        assertEq(queue.cancelRequest(id, alice, alice), ONE);
    }

    function test_deadVaultHoldsNobodyBack() public {
        uint256 id = request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        vault.die();
        assertEq(cancel(alice, id), 6 * ONE);
        assertEq(claim(alice), 4 * PRICE);
    }

    /// Rounding leaves share units behind that nobody waits for; they must not stop later epochs.
    function testFuzz_epochThatEveryoneLeavesDoesNotBlockTheNext(
        uint256 a,
        uint256 b,
        uint256 filled
    ) public {
        a = bound(a, 1, 1_000 * ONE);
        b = bound(b, 1, 1_000 * ONE);
        uint256 id = request(alice, a);
        request(bob, b);
        vault.fill(bound(filled, 1, a + b - 1));
        if (queue.pendingRedeemRequest(id, alice) != 0) cancel(alice, id);
        if (queue.pendingRedeemRequest(id, bob) != 0) cancel(bob, id);
        claim(alice);
        claim(bob);

        uint256 next = request(carol, 10 * ONE);
        vault.fill(type(uint256).max);
        assertEq(queue.pendingRedeemRequest(next, carol), 0);
        assertEq(queue.totalPendingShares(), 0);
        assertApproxEqAbs(claim(carol), 10 * PRICE, 2);
    }
}
