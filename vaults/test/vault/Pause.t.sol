// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {VaultFixture} from "./base/VaultFixture.sol";

contract PauseTest is VaultFixture {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        give(alice, 1_000 * whole);
        vault.accrueFees();
    }

    function pause() private {
        vm.prank(guardian);
        vault.pause();
    }

    function test_theGuardianAndTheTimelockPause_andTheVaultSaysSo() public {
        vm.expectEmit(address(vault));
        emit IVaultEvents.PausedSet(guardian, true);
        pause();
        assertTrue(vault.paused());
        vm.expectEmit(address(vault));
        emit IVaultEvents.PausedSet(timelock, true);
        vm.prank(timelock);
        vault.pause();
    }

    function test_onlyTheTimelockUnpauses() public {
        pause();
        bytes memory unpauses = abi.encodeCall(vault.unpause, ());
        refused(
            guardian, unpauses, abi.encodeWithSelector(IVaultErrors.NotTimelock.selector, guardian)
        );
        vm.expectEmit(address(vault));
        emit IVaultEvents.PausedSet(timelock, false);
        vm.prank(timelock);
        vault.unpause();
        assertFalse(vault.paused());
    }

    function test_anyoneElse_NotGuardian() public {
        refused(
            alice,
            abi.encodeCall(vault.pause, ()),
            abi.encodeWithSelector(IVaultErrors.NotGuardian.selector, alice)
        );
    }

    function test_everythingAtAPriceIsClosed_byName() public {
        pause();
        bytes memory reason = abi.encodeWithSelector(IVaultErrors.VaultPaused.selector);
        refused(alice, abi.encodeCall(vault.deposit, (whole, alice)), reason);
        refused(alice, abi.encodeCall(vault.mint, (1e18, alice)), reason);
        refused(alice, abi.encodeCall(vault.withdraw, (whole, alice, alice)), reason);
        refused(alice, abi.encodeCall(vault.redeem, (1e18, alice, alice)), reason);
        refused(registry, abi.encodeCall(vault.rebalance, (0, 0)), reason);
    }

    function test_maxima_areZero_andViewsAnswer() public {
        uint256 assets = vault.totalAssets();
        uint256 preview = vault.previewDeposit(whole);
        pause();
        assertEq(vault.maxDeposit(alice), 0);
        assertEq(vault.maxMint(alice), 0);
        assertEq(vault.maxWithdraw(alice), 0);
        assertEq(vault.maxRedeem(alice), 0);
        assertEq(vault.totalAssets(), assets);
        assertEq(vault.previewDeposit(whole), preview);
        assertFalse(vault.valuation().healthy);
    }

    function test_exitsWithoutAPrice_stayOpen() public {
        pause();
        vm.startPrank(alice);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(1e20, alice, alice, 1, 1);
        assertGt(amount0, 0);
        assertGt(amount1, 0);
        assertGt(vault.redeemToAsset(1e20, alice, alice, 1, block.timestamp), 0);
        vault.transfer(bob, 1e18);
    }

    function test_feesGoOn() public {
        pause();
        uint256 before = vault.balanceOf(feeRecipient);
        skipTime(1 days);
        vault.accrueFees();
        assertGt(vault.balanceOf(feeRecipient), before);
    }

    function test_afterwards_everythingWorksAgain() public {
        pause();
        vm.prank(timelock);
        vault.unpause();
        vm.prank(alice);
        vault.deposit(whole, alice);
        redeem(bob, 1e18);
        skipTime(1 hours);
        rebalance();
    }
}
