// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Limits, Position} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

/// The performance fee: on what the share price, at the bid, has never been worth before.
contract HighWaterMarkTest is Expected {
    uint256 private constant Q96 = 1 << 96;

    function setUp() public {
        createVault();
        Limits memory limits = vault.limits();
        (limits.entryFeeBps, limits.managementFeePpm) = (0, 0);
        setLimits(limits);
        deposit(alice, 60_000 * whole);
        deposit(bob, 40_000 * whole);
        placeHalf();
        vault.accrueFees();
    }

    /// The other token, of which the vault holds a third of its value, gains or loses; prices agree again.
    function settleAt(int24 ticks) private {
        moveBy(ticks);
        skipTime(1 hours);
    }

    function priceX96() private view returns (uint256) {
        return expectedBid() * Q96 / expectedSupply();
    }

    function test_aTenthOfTheGain() public {
        uint256 markX96 = vault.highWaterMarkX96();
        uint256 supply = expectedSupply();
        settleAt(600);
        uint256 nav = expectedBid();
        uint256 gain = (nav * Q96 - markX96 * supply) / Q96;
        assertGt(gain, 500 * whole);
        vault.accrueFees();
        uint256 worth = expectedRedeem(vault.balanceOf(feeRecipient));
        assertApproxEqAbs(worth, gain / 10, 2);
    }

    function test_saysSo_andRemembersThePriceThatIsLeft() public {
        settleAt(600);
        uint256 snapshot = vm.snapshotState();
        vault.accrueFees();
        uint256 minted = vault.balanceOf(feeRecipient);
        uint256 left = priceX96();
        vm.revertToStateAndDelete(snapshot);
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeeSharesMinted(feeRecipient, minted, left + 1);
        vault.accrueFees();
        assertEq(vault.highWaterMarkX96(), left + 1);
    }

    function test_aLossAndItsRecovery_areNotBilled() public {
        settleAt(600);
        vault.accrueFees();
        uint256 markX96 = vault.highWaterMarkX96();
        uint256 minted = vault.balanceOf(feeRecipient);
        settleAt(-500);
        vault.accrueFees();
        assertLt(priceX96(), markX96, "a loss");
        assertEq(vault.highWaterMarkX96(), markX96);
        settleAt(400);
        vault.accrueFees();
        assertEq(vault.highWaterMarkX96(), markX96);
        assertEq(vault.balanceOf(feeRecipient), minted);
        settleAt(300);
        vault.accrueFees();
        assertGt(vault.balanceOf(feeRecipient), minted, "beyond the mark it goes on");
    }

    /// Spot alone is up: the least of the four prices has gained nothing.
    function test_aSpikeIsNotBilled() public {
        moveBy(90);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), 0);
    }

    /// Without a price nothing is gained, and nothing is forgotten.
    function test_withoutAPrice_waits() public {
        moveBy(600);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), 0, "unsettled");
        skipTime(1 hours);
        killOracle();
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), 0, "no oracle");
        skipTime(1 hours);
        vault.accrueFees();
        assertGt(vault.balanceOf(feeRecipient), 0);
    }

    /// Gains are billed at the rate at which they were made.
    function test_aHigherRateDoesNotBillThePast() public {
        settleAt(600);
        uint256 snapshot = vm.snapshotState();
        vault.accrueFees();
        uint256 minted = vault.balanceOf(feeRecipient);
        vm.revertToStateAndDelete(snapshot);
        raiseFee();
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), minted);
    }

    /// Nor what was gained while there was no fee at all.
    function test_aFeeAfterNone_doesNotBillThePast() public {
        noFees();
        settleAt(600);
        raiseFee();
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), 0);
    }

    function raiseFee() private {
        Limits memory limits = vault.limits();
        limits.performanceFeeBps = 2_000;
        setLimits(limits);
    }

    /// What cannot be billed at the old rate must not be billed at the new one.
    function test_raisingTheFeeWithoutAPrice_isRefused() public {
        Limits memory limits = vault.limits();
        limits.performanceFeeBps++;
        bytes memory raise = abi.encodeCall(vault.setLimits, (limits));
        moveBy(101);
        refused(
            timelock, raise, abi.encodeWithSelector(IVaultErrors.PriceUnsettled.selector, 101, 100)
        );
        killOracle();
        refused(timelock, raise, abi.encodeWithSelector(IVaultErrors.PriceHistoryMissing.selector));
        limits.performanceFeeBps -= 2;
        setLimits(limits);
    }

    /// An exit in kind needs no price and so leaves the gain unbilled, for all who stay alike.
    function test_anExitInKind_billsNoGain() public {
        settleAt(600);
        uint256 markX96 = vault.highWaterMarkX96();
        vm.prank(bob);
        vault.redeemInKind(1e20, bob, bob, 0, 0);
        assertEq(vault.balanceOf(feeRecipient), 0);
        assertEq(vault.highWaterMarkX96(), markX96);
    }

    /// Somebody gives a vault of dust ten thousand million times what it has: the mark ends where its bits
    /// do, what lies beyond is not billed, and everything works.
    function test_aGainBeyondTheMark_isNotBilled() public {
        createVault(3000, 18, 18, true);
        deposit(alice, 1e12);
        rebalance();
        Position memory held = vault.positions()[0];
        actor.mintFor(pool, address(vault), held.tickLower, held.tickUpper, held.liquidity * 1e10);
        skipTime(1 hours);
        rebalance();
        uint256 minted = vault.balanceOf(feeRecipient);
        vault.accrueFees();
        assertEq(vault.highWaterMarkX96(), type(uint104).max);
        assertLt(
            vault.balanceOf(feeRecipient) - minted,
            vault.totalSupply() / 1e4,
            "of time and of the entry fee"
        );
        deposit(bob, whole);
        redeem(bob, vault.balanceOf(bob) / 2);
        skipTime(1 hours);
        rebalance();
    }

    /// What the recipient gets is worth no more than its part, whatever the move.
    function testFuzz_neverMoreThanTheRate(int24 ticks, uint16 feeBps) public {
        ticks = int24(bound(ticks, -1_500, 1_500));
        Limits memory limits = vault.limits();
        limits.performanceFeeBps = uint16(bound(feeBps, 0, 2_000));
        setLimits(limits);
        uint256 markX96 = vault.highWaterMarkX96();
        uint256 supply = expectedSupply();
        settleAt(ticks);
        uint256 nav = expectedBid();
        uint256 gain = nav * Q96 > markX96 * supply ? (nav * Q96 - markX96 * supply) / Q96 : 0;
        vault.accrueFees();
        uint256 worth = expectedRedeem(vault.balanceOf(feeRecipient));
        assertLe(worth * 10_000, gain * limits.performanceFeeBps);
        assertGe(vault.highWaterMarkX96(), markX96, "never falls");
    }
}
