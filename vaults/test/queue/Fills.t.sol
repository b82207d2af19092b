// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract FillsTest is QueueFixture {
    function test_fillIsSharedProRataInsideAnEpoch() public {
        uint256 id = request(alice, 30 * ONE);
        request(bob, 10 * ONE);
        vault.fill(20 * ONE);

        assertEq(queue.claimableRedeemRequest(id, alice), 15 * ONE);
        assertEq(queue.claimableRedeemRequest(id, bob), 5 * ONE);
        assertEq(queue.pendingRedeemRequest(id, alice), 15 * ONE);
        assertEq(queue.pendingRedeemRequest(id, bob), 5 * ONE);
        assertEq(queue.maxWithdraw(alice), 15 * PRICE);
        assertEq(queue.maxWithdraw(bob), 5 * PRICE);
        assertEq(claim(alice), 15 * PRICE);
        assertEq(claim(bob), 5 * PRICE);
    }

    function test_olderEpochIsFilledFirst() public {
        uint256 first = request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        uint256 second = request(bob, 10 * ONE);
        vault.fill(9 * ONE);

        assertEq(queue.pendingRedeemRequest(first, alice), 0);
        assertEq(queue.pendingRedeemRequest(second, bob), 7 * ONE);
        assertEq(queue.maxWithdraw(alice), 10 * PRICE);
        assertEq(queue.maxWithdraw(bob), 3 * PRICE);
    }

    function test_requestAfterAnUnbookedFillGetsNoneOfIt() public {
        request(alice, 10 * ONE);
        vault.fill(5 * ONE);
        uint256 id = request(bob, 90 * ONE);

        assertEq(queue.maxWithdraw(alice), 5 * PRICE);
        assertEq(queue.maxWithdraw(bob), 0);
        assertEq(queue.pendingRedeemRequest(id, bob), 90 * ONE);
    }

    function test_reachedEpochTakesNoMoreRequests() public {
        uint256 first = request(alice, 10 * ONE);
        assertEq(queue.currentRequestId(), first);
        vault.fill(1);
        assertEq(queue.currentRequestId(), first + 1);
        assertEq(request(alice, 10 * ONE), first + 1);
        assertEq(queue.requestIdsOf(alice).length, 2);
    }

    function test_epochThatWaitsBehindAnotherStaysOpen() public {
        request(alice, 10 * ONE);
        vault.fill(ONE);
        uint256 second = request(bob, 10 * ONE);
        vault.fill(ONE);
        assertEq(request(carol, 10 * ONE), second);
    }

    function test_fillsBookedOneByOneKeepTheirPrices() public {
        request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        request(bob, 10 * ONE);
        vault.setPrice(PRICE / 2);
        vault.fill(10 * ONE);
        assertEq(claim(alice), 10 * PRICE);
        assertEq(claim(bob), 5 * PRICE);
    }

    function test_fillsBetweenTwoBookingsShareTheirMeanPrice() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        vault.setPrice(PRICE / 2);
        vault.fill(6 * ONE);
        assertEq(claim(alice), 7 * PRICE);
    }

    function test_anyoneCanSeparateTwoPricesByBooking() public {
        request(alice, 10 * ONE);
        vault.fill(5 * ONE);
        request(bob, 5 * ONE);
        vault.setPrice(3 * PRICE);
        vault.fill(5 * ONE);
        queue.book();
        vault.setPrice(PRICE);
        vault.fill(5 * ONE);
        assertEq(claim(alice), 20 * PRICE);
        assertEq(claim(bob), 5 * PRICE);
    }

    function test_bookingSaysWhichEpochGotWhat() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        request(bob, 10 * ONE);
        vault.fill(8 * ONE);
        vm.expectEmit(address(queue));
        emit IRedemptionQueue.EpochFilled(1, 6 * ONE, 6 * PRICE, 0);
        vm.expectEmit(address(queue));
        emit IRedemptionQueue.EpochFilled(2, 2 * ONE, 2 * PRICE, 8 * ONE);
        queue.book();
    }

    /// Views count fills that are not booked; booking them must change none.
    function testFuzz_bookingChangesNoView(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 fill1,
        uint256 fill2
    ) public {
        a = bound(a, 1, 1_000 * ONE);
        b = bound(b, 1, 1_000 * ONE);
        c = bound(c, 1, 1_000 * ONE);
        request(alice, a);
        request(bob, b);
        vault.fill(bound(fill1, 1, a + b));
        request(carol, c);
        vault.fill(bound(fill2, 1, a + b + c));

        bytes32 before = views();
        queue.book();
        assertEq(views(), before);
    }

    function views() private view returns (bytes32 hash) {
        hash = keccak256(abi.encode(queue.totalPendingShares(), queue.currentRequestId()));
        address[3] memory holders = [alice, bob, carol];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 id = 1; id < 4; ++id) {
                hash = keccak256(
                    abi.encode(
                        hash,
                        queue.pendingRedeemRequest(id, holders[i]),
                        queue.claimableRedeemRequest(id, holders[i]),
                        queue.maxRedeem(holders[i]),
                        queue.maxWithdraw(holders[i])
                    )
                );
            }
        }
    }
}
