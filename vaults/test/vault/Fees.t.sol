// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

/// The management fee, and what both fees have in common.
contract FeesTest is Expected {
    uint256 private constant PPM_SECONDS = 1_000_000 * 365 days;

    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedCalm);
        vault.accrueFees();
    }

    function dueByTime(uint256 elapsed) private view returns (uint256) {
        return vault.totalSupply() * vault.limits().managementFeePpm * elapsed / PPM_SECONDS;
    }

    function testFuzz_byTime_isExact(uint256 elapsed, uint16 ppm) public {
        elapsed = bound(elapsed, 0, 20 * 365 days);
        Limits memory limits = vault.limits();
        limits.managementFeePpm = uint16(bound(ppm, 0, 20_000));
        limits.performanceFeeBps = 0;
        setLimits(limits);
        uint256 expected = dueByTime(elapsed);
        uint256 before = vault.balanceOf(feeRecipient);
        skipTime(elapsed);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected);
    }

    function test_accruing_saysSo() public {
        uint256 expected = dueByTime(1 days);
        skipTime(1 days);
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeeSharesMinted(feeRecipient, expected, vault.highWaterMarkX96());
        vault.accrueFees();
    }

    function test_accruingTwiceInABlock_mintsOnce() public {
        skipTime(1 days);
        vault.accrueFees();
        uint256 supply = vault.totalSupply();
        vm.recordLogs();
        vault.accrueFees();
        assertEq(vault.totalSupply(), supply);
        assertEq(vm.getRecordedLogs().length, 0, "nothing to say");
    }

    function test_withoutRates_nothingIsEverMinted() public {
        noFees();
        uint256 supply = vault.totalSupply();
        skipTime(365 days);
        tradeBothWays();
        vm.recordLogs();
        vault.accrueFees();
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(vault.totalSupply(), supply);
    }

    /// A higher rate begins when it is set.
    function test_aNewRateDoesNotBillThePast() public {
        uint256 expected = dueByTime(30 days);
        uint256 before = vault.balanceOf(feeRecipient);
        skipTime(30 days);
        Limits memory limits = vault.limits();
        limits.managementFeePpm = 20_000;
        setLimits(limits);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected, "at the old rate");
        uint256 atNewRate = dueByTime(30 days);
        skipTime(30 days);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected + atNewRate);
    }

    /// The one before keeps what accrued while it was the recipient.
    function test_aNewRecipientGetsNothingOfThePast() public {
        uint256 expected = dueByTime(30 days);
        uint256 before = vault.balanceOf(feeRecipient);
        skipTime(30 days);
        vm.prank(timelock);
        vault.setFeeRecipient(bob);
        assertEq(vault.balanceOf(feeRecipient), before + expected);
        uint256 bobs = vault.balanceOf(bob);
        skipTime(1 days);
        vault.accrueFees();
        assertGt(vault.balanceOf(bob), bobs);
        assertEq(vault.balanceOf(feeRecipient), before + expected);
    }

    /// A hundred years without a call, beyond the end of a 32-bit clock: everything still works, and the
    /// recipient has its 1 % a year of the supply, which then is half of it.
    function test_aCenturyOfSilence() public {
        uint256 expected = dueByTime(36_500 days);
        uint256 supply = vault.totalSupply();
        uint256 before = vault.balanceOf(feeRecipient);
        skipTime(36_500 days);
        uint256 shares = vault.balanceOf(bob);
        assertEq(vault.previewRedeem(shares), previewOf(shares, supply + expected));
        assertEq(redeem(bob, shares), asset.balanceOf(bob));
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected);
        deposit(alice, whole);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected, "the past is billed once");
    }

    function previewOf(uint256 shares, uint256 supply) private view returns (uint256) {
        return shares * expectedBid() / (supply + expectedVirtualShares());
    }

    /// Shares of a token of 24 decimals outgrow the counter within days: whoever comes next mints them.
    function test_moreThanTheCounterHolds_isMintedAtOnce() public {
        createVault(3000, 24, 24, true);
        arrange(Situation.AllIdle);
        vault.accrueFees();
        uint256 before = vault.balanceOf(feeRecipient);
        uint256 expected = dueByTime(30 days);
        assertGt(expected, type(uint96).max);
        skipTime(30 days);
        vm.prank(bob);
        vault.redeemInKind(1e30, bob, bob, 0, 0);
        assertEq(vault.balanceOf(feeRecipient), before + expected);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), before + expected, "once");
    }

    // Previews count what is due

    function test_previewsCountWhatIsDue() public {
        skipTime(90 days);
        tradeBothWays();
        uint256 deposited = vault.previewDeposit(whole);
        uint256 minted = vault.previewMint(1e18);
        uint256 withdrawn = vault.previewWithdraw(whole);
        uint256 redeemed = vault.previewRedeem(1e18);
        uint256 converted = vault.convertToAssets(1e24);
        uint256 before = vault.totalSupply();
        vault.accrueFees();
        assertGt(vault.totalSupply(), before);
        assertEq(vault.previewDeposit(whole), deposited);
        assertEq(vault.previewMint(1e18), minted);
        assertEq(vault.previewWithdraw(whole), withdrawn);
        assertEq(vault.previewRedeem(1e18), redeemed);
        assertEq(vault.convertToAssets(1e24), converted);
    }

    /// The recipient may take what its own exit mints first, and not a share more.
    function test_theRecipientsOwnExitIsTight() public {
        uint256 due = dueByTime(90 days);
        skipTime(90 days);
        uint256 held = vault.balanceOf(feeRecipient);
        assertEq(vault.maxRedeem(feeRecipient), held, "what is due is nobody's yet");
        vault.accrueFees();
        uint256 max = vault.maxRedeem(feeRecipient);
        assertEq(max, held + due);
        vm.prank(feeRecipient);
        vm.expectRevert();
        vault.redeem(max + 1, feeRecipient, feeRecipient);
        redeem(feeRecipient, max);
        assertEq(vault.balanceOf(feeRecipient), 0);
    }

    function test_theRecipientsOwnWithdrawalIsTight() public {
        skipTime(90 days);
        vault.accrueFees();
        uint256 max = vault.maxWithdraw(feeRecipient);
        vm.startPrank(feeRecipient);
        vm.expectRevert();
        vault.withdraw(max + 1, feeRecipient, feeRecipient);
        vault.withdraw(max, feeRecipient, feeRecipient);
        assertEq(asset.balanceOf(feeRecipient), max);
    }

    function test_theQueueCannotBeOutpacedByFees() public {
        skipTime(90 days);
        assertEq(vault.maxRedeem(vault.queue()), 0);
    }
}
