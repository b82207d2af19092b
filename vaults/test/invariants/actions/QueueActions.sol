// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRedemptionQueue} from "../../../src/interfaces/IRedemptionQueue.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {Charge, Observer, Sight} from "../base/Observer.sol";

/// Waiting, giving up waiting, being paid.
abstract contract QueueActions is Observer {
    function request(uint256 pace, uint256 who, uint256 size) external step(pace) {
        address holder = _holder(who);
        uint256 shares = _size(size, vault.balanceOf(holder));
        if (shares == 0) return;
        uint256 current = queue.currentRequestId();
        uint256 pending = queue.pendingRedeemRequest(current, holder);
        if (pending == 0 && queue.requestIdsOf(holder).length == queue.MAX_REQUESTS()) {
            vm.expectRevert(
                abi.encodeWithSelector(IRedemptionQueue.TooManyRequests.selector, holder, 32)
            );
            vm.prank(holder);
            queue.requestRedeem(shares, holder, holder);
            return;
        }
        uint256 escrowed = vault.balanceOf(address(queue));
        vm.prank(holder);
        assertEq(queue.requestRedeem(shares, holder, holder), current, "the open epoch");
        assertEq(vault.balanceOf(address(queue)), escrowed + shares, "escrow");
        assertEq(queue.pendingRedeemRequest(current, holder), pending + shares, "pending");
    }

    function cancel(uint256 pace, uint256 who, uint256 which) external step(pace) {
        address holder = _holder(who);
        uint256[] memory ids = queue.requestIdsOf(holder);
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        uint256 pending = queue.pendingRedeemRequest(id, holder);
        uint256 had = vault.balanceOf(holder);
        uint256 claimable = queue.maxWithdraw(holder);
        if (pending == 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IRedemptionQueue.NothingToCancel.selector, id, holder)
            );
        }
        vm.prank(holder);
        queue.cancelRequest(id, holder, holder);
        assertEq(vault.balanceOf(holder), had + pending, "what was pending came back");
        // All but a raw unit that came with no share unit, where others have cancelled before.
        uint256 left = queue.maxWithdraw(holder);
        assertLe(left, claimable, "cancelling paid something");
        assertGe(left + 1, claimable, "what was paid stays claimable");
    }

    function claim(uint256 pace, uint256 who, uint256 size, bool byAssets) external step(pace) {
        address holder = _holder(who);
        uint256 maxAssets = queue.maxWithdraw(holder);
        uint256 had = asset.balanceOf(holder);
        if (byAssets) {
            _checkOverClaim(holder, maxAssets);
            if (maxAssets == 0) return;
            uint256 assets = _size(size, maxAssets);
            vm.prank(holder);
            queue.withdraw(assets, holder, holder);
            assertEq(asset.balanceOf(holder), had + assets, "withdraw pays what was asked");
        } else {
            uint256 maxShares = queue.maxRedeem(holder);
            if (maxShares == 0) return;
            uint256 shares = _size(size, maxShares);
            // Of each, a raw unit may have come with no share unit: `withdraw` pays it.
            uint256 requests = queue.requestIdsOf(holder).length;
            vm.prank(holder);
            uint256 paid = queue.redeem(shares, holder, holder);
            assertEq(asset.balanceOf(holder), had + paid, "redeem pays what it says");
            if (shares == maxShares) assertGe(paid + requests, maxAssets, "all of it");
        }
        assertLe(
            asset.balanceOf(holder) + queue.maxWithdraw(holder), had + maxAssets, "claims grew"
        );
    }

    function fillFromIdle(uint256 pace) external step(pace) {
        Sight memory seen = _look();
        uint256 shares = queue.totalPendingShares();
        uint256 affordable = vault.maxRedeem(address(queue));
        if (shares > affordable) {
            // All that is idle, for the fewest shares that it pays.
            shares = affordable == 0 ? 0 : vault.previewWithdraw(vault.maxWithdraw(address(queue)));
        }
        if (shares > 0) {
            if (_tooWide(seen.bid, seen.ask)) {
                vm.expectRevert(
                    abi.encodeWithSelector(
                        IRedemptionQueue.ValueUnsettled.selector, seen.bid, seen.ask, 25
                    )
                );
                queue.fillFromIdle();
                return;
            }
            if (vault.previewRedeem(shares) == 0) {
                vm.expectRevert(IVaultErrors.ZeroAssets.selector);
                queue.fillFromIdle();
                return;
            }
        }
        uint256 had = asset.balanceOf(address(queue));
        (uint256 filled, uint256 assets) = queue.fillFromIdle();
        assertEq(filled, shares, "fills what it can");
        assertEq(asset.balanceOf(address(queue)), had + assets, "and is paid");
        if (filled == 0) return;
        _settle(seen, Charge.All, 0, filled);
        _checkStayers(seen, seen.netSupply, 0);
    }

    function book(uint256 pace) external step(pace) {
        uint256 pending = queue.totalPendingShares();
        uint256[3] memory claimable;
        for (uint256 i = 0; i < 3; ++i) {
            claimable[i] = queue.maxWithdraw(_holder(i));
        }
        queue.book();
        assertEq(queue.totalPendingShares(), pending, "booking changes nothing that is seen");
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(queue.maxWithdraw(_holder(i)), claimable[i], "claimable before booking");
        }
    }

    function _checkOverClaim(address holder, uint256 max) private {
        vm.expectRevert(
            abi.encodeWithSelector(IRedemptionQueue.ClaimAboveMaximum.selector, max + 1, max)
        );
        vm.prank(holder);
        queue.withdraw(max + 1, holder, holder);
    }
}
