// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {QueueHandler} from "./base/QueueHandler.sol";
import {QueueModel} from "./base/QueueModel.sol";
import {VaultStandIn} from "./base/VaultStandIn.sol";

/// Any sequence of requests, cancels, fills, claims, gifts and prices, against a model without epochs'
/// sums. Tolerances count units: each step rounds a few units of share or asset, never more.
/// Each of the five has sequences of its own.
/// forge-config: default.invariant.runs = 16
contract QueueInvariants is Test {
    uint256 private constant UNITS = 400;

    QueueHandler private handler;
    RedemptionQueue private queue;
    VaultStandIn private vault;

    function setUp() public {
        handler = new QueueHandler();
        queue = handler.queue();
        vault = handler.vault();
        targetContract(address(handler));
    }

    function invariant_assetsHeldCoverEveryClaim() public view {
        uint256 claimable;
        for (uint256 i = 0; i < 3; ++i) {
            claimable += queue.maxWithdraw(handler.holders(i));
        }
        assertGe(handler.asset().balanceOf(address(queue)), claimable + handler.assetsGiven());
    }

    function invariant_sharesHeldCoverEverythingPending() public view {
        uint256 pending;
        for (uint256 i = 0; i < 3; ++i) {
            address holder = handler.holders(i);
            uint256[] memory ids = queue.requestIdsOf(holder);
            for (uint256 j = 0; j < ids.length; ++j) {
                pending += queue.pendingRedeemRequest(ids[j], holder);
            }
        }
        assertGe(queue.totalPendingShares(), pending);
        assertGe(vault.balanceOf(address(queue)), queue.totalPendingShares());
    }

    function invariant_everyoneHasWhatTheModelSays() public {
        handler.book();
        QueueModel model = handler.model();
        assertEq(queue.currentRequestId(), model.open());
        for (uint256 i = 0; i < 3; ++i) {
            uint256 earnedX64;
            uint256 claimed;
            for (uint256 id = 1; id <= model.open(); ++id) {
                QueueModel.Entry memory entry = model.entry(id, i);
                earnedX64 += entry.assetsX64;
                claimed += entry.claimedAssets;
                checkShares(id, handler.holders(i), entry);
            }
            uint256 got = queue.maxWithdraw(handler.holders(i)) + claimed;
            assertApproxEqAbs(got, earnedX64 >> 64, UNITS, "assets of a holder");
        }
    }

    function invariant_whatWasPaidIsOwedPaidOutOrUnowned() public {
        handler.book();
        uint256 accounted = handler.assetsPaidOut() + (handler.model().unownedAssetsX64() >> 64);
        for (uint256 i = 0; i < 3; ++i) {
            accounted += queue.maxWithdraw(handler.holders(i));
        }
        assertApproxEqAbs(accounted, handler.assetsPaidIn(), 3 * UNITS);
        assertEq(
            handler.asset().balanceOf(address(queue)) + handler.assetsPaidOut(),
            handler.assetsPaidIn() + handler.assetsGiven()
        );
    }

    function invariant_atMostTwoEpochsWait() public view {
        for (uint256 i = 0; i < 3; ++i) {
            address holder = handler.holders(i);
            uint256[] memory ids = queue.requestIdsOf(holder);
            assertLe(ids.length, queue.MAX_REQUESTS());
            for (uint256 j = 0; j < ids.length; ++j) {
                if (queue.pendingRedeemRequest(ids[j], holder) < 4) continue;
                assertGe(ids[j] + 1, queue.currentRequestId() - 1);
            }
        }
    }

    /// Whatever has happened, everybody can leave: cancel, then claim, with a vault that does nothing.
    function afterInvariant() public {
        vault.die();
        for (uint256 i = 0; i < 3; ++i) {
            address holder = handler.holders(i);
            uint256[] memory ids = queue.requestIdsOf(holder);
            vm.startPrank(holder);
            for (uint256 j = 0; j < ids.length; ++j) {
                if (queue.pendingRedeemRequest(ids[j], holder) != 0) {
                    queue.cancelRequest(ids[j], holder, holder);
                }
            }
            uint256 shares = queue.maxRedeem(holder);
            if (shares != 0) queue.redeem(shares, holder, holder);
            vm.stopPrank();
            assertEq(queue.requestIdsOf(holder).length, 0);
        }
        assertLe(queue.totalPendingShares(), UNITS, "more than remainders waits for nobody");
    }

    function checkShares(uint256 id, address holder, QueueModel.Entry memory entry) private view {
        uint256 pending = queue.pendingRedeemRequest(id, holder);
        assertApproxEqAbs(pending, entry.pendingX64 >> 64, UNITS, "pending of a holder");
        uint256 seen = pending + queue.claimableRedeemRequest(id, holder) + entry.claimedShares
            + entry.returnedShares;
        assertApproxEqAbs(seen, entry.requested, UNITS, "shares of a request");
    }
}
