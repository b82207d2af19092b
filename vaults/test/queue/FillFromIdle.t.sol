// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract FillFromIdleTest is QueueFixture {
    function test_anyoneFillsWhatIdleCanPay() public {
        uint256 id = request(alice, 10 * ONE);
        vault.setIdle(4 * PRICE);
        vm.prank(carol);
        (uint256 shares, uint256 assets) = queue.fillFromIdle();
        assertEq(shares, 4 * ONE);
        assertEq(assets, 4 * PRICE);
        assertEq(queue.pendingRedeemRequest(id, alice), 6 * ONE);
        assertEq(claim(alice), 4 * PRICE);
    }

    function test_olderEpochsComeFirst() public {
        request(alice, 10 * ONE);
        vault.fill(ONE);
        request(bob, 10 * ONE);
        vault.setIdle(10 * PRICE);
        queue.fillFromIdle();
        assertEq(queue.maxWithdraw(alice), 10 * PRICE);
        assertEq(queue.maxWithdraw(bob), PRICE);
    }

    function test_fillOfTheVaultIsBookedFirst() public {
        request(alice, 10 * ONE);
        vault.fill(10 * ONE);
        (uint256 shares,) = queue.fillFromIdle();
        assertEq(shares, 0);
        assertEq(claim(alice), 10 * PRICE);
    }

    function test_nothingHappensWithoutIdleOrRequests() public {
        (uint256 shares, uint256 assets) = queue.fillFromIdle();
        assertEq(shares + assets, 0);
        request(alice, ONE);
        vault.setIdle(0);
        (shares, assets) = queue.fillFromIdle();
        assertEq(shares + assets, 0);
    }

    /// Whoever calls picks the moment for everyone who waits, so it must be one at which the vault's own
    /// prices agree.
    function test_unsettledMomentIsRefused() public {
        request(alice, ONE);
        vault.setSpread(26);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRedemptionQueue.ValueUnsettled.selector, 1e12 * 9_974 / 10_000, 1e12, 25
            )
        );
        queue.fillFromIdle();
        vault.setSpread(25);
        (uint256 shares,) = queue.fillFromIdle();
        assertEq(shares, ONE);
    }
}
