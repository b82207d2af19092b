// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Inference, Output} from "../../src/types/InferenceTypes.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// Somebody with ten times the vault's money who comes for the moment in which compensation arrives, and
/// leaves again.
contract JustInTimeTest is RegistryFixture {
    uint256 private constant DAY = 1 days;
    address private thief = makeAddr("thief");

    function setUp() public {
        createRegistry();
    }

    function test_atTheVerdict_gainsNothing() public {
        forfeited();
        assertLe(comeSettleAndGo(0), 0);
    }

    function test_afterAnHour_gainsNothing() public {
        forfeited();
        skipTime(HOUR);
        assertLe(comeSettleAndGo(0), 0);
    }

    /// However long nobody settled: what one payment brings is less than an entry costs.
    function test_afterADayWithoutSettlement_gainsNothing() public {
        forfeited();
        passHours(24);
        for (uint256 i; i < 3; ++i) {
            assertLe(comeSettleAndGo(0), 0);
        }
        skipTime(1);
        assertLe(comeSettleAndGo(0), 0);
    }

    /// Where entering is free, staying for a block brings what is released in a block, if somebody settles
    /// before, and an hour's part of a day if nobody does.
    function test_withoutAnEntryFee_gainsTheTimeHeld() public {
        setEntryFee(0);
        uint256 owed = forfeited();
        assertLe(comeSettleAndGo(12), int256(owed * 12 / DAY + 1));
        passHours(2);
        inferences.settle(address(vault));
        assertLe(comeSettleAndGo(12), int256(owed * 12 / DAY + 1));
        passHours(24);
        assertLe(comeSettleAndGo(0), int256(owed * HOUR / DAY + 1));
        assertLe(comeSettleAndGo(0), 0);
    }

    /// Whoever stays gets it all.
    function test_holdersGetAllOfIt() public {
        uint256 owed = forfeited();
        uint256 before = vault.totalAssets();
        // The first of these hours has begun.
        for (uint256 i; i < 25; ++i) {
            passHours(1);
            inferences.settle(address(vault));
            assertLe(comeSettleAndGo(0), 0);
        }
        assertEq(inferences.owed(address(vault)), 0);
        assertGe(vault.totalAssets() + 30 * WHOLE, before + owed);
    }

    /// A trade on a forecast that is not the model's, and its bond.
    function forfeited() private returns (uint256 owed) {
        Output memory wrong = honest();
        wrong.forecastX16 += 1;
        Inference memory inference = committed(keeper, optimistic, wrong);
        reveal(inference, wrong, true);
        inferences.dispute(inference, wrong);
        owed = inferences.owed(address(vault));
        assertGt(owed, vault.totalAssets() / 250, "not what it is about");
    }

    /// @return gain of the thief, raw units of the asset
    function comeSettleAndGo(uint256 heldSeconds) private returns (int256 gain) {
        uint256 money = 10 * vault.totalAssets();
        token1.mint(thief, money);
        vm.startPrank(thief);
        uint256 before = token1.balanceOf(thief);
        token1.approve(address(vault), money);
        uint256 shares = vault.deposit(money, thief);
        if (heldSeconds > 0) skipTime(heldSeconds);
        try inferences.settle(address(vault)) {} catch {}
        vault.redeem(shares, thief, thief);
        vm.stopPrank();
        gain = int256(token1.balanceOf(thief)) - int256(before);
        emit log_named_int("gain", gain);
    }

    function setEntryFee(uint16 bps) private {
        Limits memory limits = vault.limits();
        limits.entryFeeBps = bps;
        vm.prank(timelock);
        vault.setLimits(limits);
    }
}
