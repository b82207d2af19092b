// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

/// Vault shares and assets that arrive at the queue without a request.
contract GiftsTest is QueueFixture {
    function test_giftTakesNothingFromARequest() public {
        request(alice, 10 * ONE);
        vm.prank(bob);
        vault.transfer(address(queue), 90 * ONE);
        vault.fill(10 * ONE);
        assertEq(claim(alice), 10 * PRICE);
    }

    function test_burnedGiftBelongsToNobody() public {
        request(alice, 10 * ONE);
        vm.prank(bob);
        vault.transfer(address(queue), 5 * ONE);
        vault.fill(15 * ONE);
        vm.expectEmit(address(queue));
        emit IRedemptionQueue.SurplusUnowned(5 * ONE, 5 * PRICE);
        queue.book();
        assertEq(claim(alice), 10 * PRICE);
        assertEq(asset.balanceOf(address(queue)), 5 * PRICE);
    }

    function test_giftBurnedBeforeARequestIsNotTheRequests() public {
        vm.prank(bob);
        vault.transfer(address(queue), 5 * ONE);
        vault.fill(5 * ONE);
        uint256 id = request(alice, 5 * ONE);
        assertEq(queue.pendingRedeemRequest(id, alice), 5 * ONE);
        assertEq(queue.maxWithdraw(alice), 0);
        vault.fill(5 * ONE);
        assertEq(claim(alice), 5 * PRICE);
    }

    function test_cancelIsPaidOutOfEscrowWhateverWasGiven() public {
        vm.prank(bob);
        vault.transfer(address(queue), 7 * ONE);
        uint256 id = request(alice, 10 * ONE);
        vault.fill(9 * ONE);
        assertEq(cancel(alice, id), ONE);
        assertEq(claim(alice), 9 * PRICE);
        assertEq(vault.balanceOf(address(queue)), 7 * ONE);
    }

    function test_givenAssetsChangeNothing() public {
        request(alice, 10 * ONE);
        vault.fill(4 * ONE);
        asset.mint(address(queue), 1_000 * PRICE);
        assertEq(queue.maxWithdraw(alice), 4 * PRICE);
        assertEq(claim(alice), 4 * PRICE);
    }

    function test_fillFromIdleSellsNoGift() public {
        vm.prank(bob);
        vault.transfer(address(queue), 7 * ONE);
        request(alice, 10 * ONE);
        (uint256 shares,) = queue.fillFromIdle();
        assertEq(shares, 10 * ONE);
        assertEq(vault.balanceOf(address(queue)), 7 * ONE);
    }

    /// A gift that is burned at another price moves the mean of the fills not booked yet. It costs the
    /// giver more than it takes from anyone.
    function testFuzz_dilutingAPriceCostsMoreThanItTakes(uint256 gift, uint256 fall) public {
        gift = bound(gift, 1, 1_000 * ONE);
        fall = bound(fall, 0, PRICE);
        request(alice, 100 * ONE);
        vault.fill(100 * ONE);
        vault.setPrice(PRICE - fall);
        vm.prank(bob);
        vault.transfer(address(queue), gift);
        vault.fill(gift);
        uint256 lost = 100 * PRICE - claim(alice);
        assertLe(lost, gift * PRICE / ONE + 1);
    }
}
