// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {Portfolio} from "../../src/interfaces/IPriceEnvelope.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {Expected} from "./base/Expected.sol";

/// The real queue of the real vault, filled inside rebalances.
contract QueueFillTest is Expected {
    RedemptionQueue private queue;

    function setUp() public {
        createVault();
        arrange(Situation.AllIdle);
        queue = RedemptionQueue(vault.queue());
        rebalance();
        skipTime(1 hours);
    }

    function request(address holder, uint256 shares) private {
        vm.startPrank(holder);
        vault.approve(address(queue), shares);
        queue.requestRedeem(shares, holder, holder);
        vm.stopPrank();
    }

    /// What the shares were worth when they were burned: `paid` was still idle then.
    function worthBefore(uint256 shares, uint256 paid) private view returns (uint256) {
        return worthBefore(shares, shares, paid);
    }

    /// @param burned shares, of which `shares` are looked at
    function worthBefore(uint256 shares, uint256 burned, uint256 paid)
        private
        view
        returns (uint256)
    {
        Portfolio memory portfolio = expectedPortfolio();
        portfolio.amount1 += paid;
        uint256 bid = envelope.appraise(address(pool), portfolio).leastValue + 1;
        return shares * bid / (expectedSupply() + burned);
    }

    function test_everythingQueuedIsPaidAtBid() public {
        uint256 shares = vault.balanceOf(bob) / 2;
        request(bob, shares);
        uint256 supply = vault.totalSupply();
        vault.accrueFees();
        uint256 due = vault.totalSupply() - supply;
        rebalance();
        uint256 paid = asset.balanceOf(address(queue));
        assertEq(paid, worthBefore(shares, paid));
        assertEq(vault.balanceOf(address(queue)), 0);
        assertEq(vault.totalSupply(), supply + due - shares);
        (uint256 sharesFilled, uint256 assetsPaid) = vault.queueTotals();
        assertEq(sharesFilled, shares);
        assertEq(assetsPaid, paid);
        assertEq(asset.balanceOf(address(vault)), idleAsset(), "booked to the wei");
        vm.startPrank(bob);
        assertEq(queue.redeem(queue.maxRedeem(bob), bob, bob), paid);
    }

    function test_saysSo() public {
        uint256 shares = vault.balanceOf(bob) / 2;
        request(bob, shares);
        vault.accrueFees();
        uint256 snapshot = vm.snapshotState();
        rebalance();
        uint256 paid = asset.balanceOf(address(queue));
        vm.revertToStateAndDelete(snapshot);
        vm.expectEmit(address(asset));
        emit IERC20.Transfer(address(vault), address(queue), paid);
        vm.expectEmit(address(vault));
        emit IVaultEvents.QueueFilled(shares, paid, 0);
        rebalance();
    }

    /// The buffer stays idle beside what the queue is paid.
    function test_theBufferStays() public {
        request(bob, vault.balanceOf(bob));
        rebalance();
        assertApproxEqRel(idleAsset(), uint256(100_000 * whole) / 20, 0.01e18);
    }

    /// Most has become the other token, which a passive vault does not sell: what there is, is paid.
    function test_asMuchAsIdleAffords() public {
        moveBy(-900);
        skipTime(1 hours);
        request(alice, vault.balanceOf(alice));
        uint256 queued = vault.balanceOf(address(queue));
        rebalance();
        uint256 left = vault.balanceOf(address(queue));
        uint256 paid = asset.balanceOf(address(queue));
        assertGt(left, 0);
        assertGt(paid, 0);
        assertEq(idleAsset(), 0, "all that is idle");
        uint256 sold = queued - left;
        assertEq(paid, worthBefore(sold, paid));
        assertEq(worthBefore(sold - 1, sold, paid), paid - 1, "no share unit more than it takes");
    }

    function test_nothingQueued_nothingHappens() public {
        rebalance();
        (uint256 sharesFilled, uint256 assetsPaid) = vault.queueTotals();
        assertEq(sharesFilled + assetsPaid, 0);
    }

    /// Queued shares worth less than a unit wait on.
    function test_dustWaits() public {
        request(bob, 1e6);
        rebalance();
        assertEq(vault.balanceOf(address(queue)), 1e6);
        assertEq(asset.balanceOf(address(queue)), 0);
    }
}
