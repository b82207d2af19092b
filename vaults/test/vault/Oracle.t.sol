// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Expected} from "./base/Expected.sol";

/// Without four prices that agree nothing is bought or sold, and every question is still answered.
contract OracleTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedCalm);
        give(alice, 1_000 * whole);
        vault.accrueFees();
    }

    function assertClosed(bytes memory reason) private {
        refused(alice, abi.encodeCall(vault.deposit, (whole, alice)), reason);
        refused(alice, abi.encodeCall(vault.mint, (1e18, alice)), reason);
        refused(alice, abi.encodeCall(vault.withdraw, (whole, alice, alice)), reason);
        refused(alice, abi.encodeCall(vault.redeem, (1e18, alice, alice)), reason);
        refused(registry, abi.encodeCall(vault.rebalance, (0, 0)), reason);
        refused(alice, abi.encodeCall(vault.previewDeposit, (whole)), reason);
        refused(alice, abi.encodeCall(vault.previewMint, (1e18)), reason);
        refused(alice, abi.encodeCall(vault.previewWithdraw, (whole)), reason);
        refused(alice, abi.encodeCall(vault.previewRedeem, (1e18)), reason);
        assertEq(vault.maxDeposit(alice), 0);
        assertEq(vault.maxMint(alice), 0);
        assertEq(vault.maxWithdraw(alice), 0);
        assertEq(vault.maxRedeem(alice), 0);
        assertFalse(vault.valuation().healthy);
        assertEq(vault.valuation().bid + vault.valuation().ask, 0);
    }

    function assertLeaving() private {
        vault.accrueFees();
        uint256 shares = vault.balanceOf(bob);
        (uint256 expected0, uint256 expected1) = expectedInKind(shares / 2);
        vm.startPrank(bob);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(shares / 2, bob, bob, 0, 0);
        assertEq(amount0, expected0);
        assertEq(amount1, expected1);
        assertGt(vault.redeemToAsset(shares / 4, bob, bob, 0, block.timestamp), 0);
        vm.stopPrank();
    }

    // Dead

    function test_dead_PriceHistoryMissing() public {
        killOracle();
        assertClosed(abi.encodeWithSelector(IVaultErrors.PriceHistoryMissing.selector));
        assertLeaving();
    }

    /// The value at the last price that was recorded.
    function test_dead_valuesStayAtTheLastPrice() public {
        uint256 assets = vault.totalAssets();
        uint256 converted = vault.convertToAssets(1e20);
        killOracle();
        moveBy(-4_000);
        assertApproxEqRel(vault.totalAssets(), assets, 0.002e18, "fees of the trade, at most");
        assertApproxEqRel(vault.convertToAssets(1e20), converted, 0.002e18);
        vault.convertToShares(whole);
        vault.holdings();
    }

    /// What an accrual found is what is remembered.
    function test_dead_theLastPriceIsTheOneOfTheLastAccrual() public {
        moveBy(-80);
        skipTime(1 hours);
        vault.accrueFees();
        uint256 assets = vault.totalAssets();
        moveBy(-80);
        skipTime(12);
        killOracle();
        vault.accrueFees();
        assertApproxEqAbs(vault.totalAssets(), assets, 100 * whole);
        skipTime(1 hours);
        assertLt(vault.totalAssets(), assets - 100 * whole);
    }

    /// A pool made this minute.
    function test_poolWithoutHistory_PriceHistoryMissing() public {
        createPool(3000, 18, 6, -276_324);
        addFullRange(1e18);
        chooseAsset(true);
        vault = newVault(defaultConfig());
        give(alice, whole);
        assertEq(vault.totalAssets(), 0);
        assertEq(vault.maxDeposit(alice), 0);
        refused(
            alice,
            abi.encodeCall(vault.deposit, (whole, alice)),
            abi.encodeWithSelector(IVaultErrors.PriceHistoryMissing.selector)
        );
        skipTime(30 minutes - 1);
        assertEq(vault.maxDeposit(alice), 0);
        skipTime(1);
        vm.prank(alice);
        vault.deposit(whole, alice);
    }

    // Unsettled

    function test_pricesTooFarApart_PriceUnsettled() public {
        moveBy(101);
        assertClosed(abi.encodeWithSelector(IVaultErrors.PriceUnsettled.selector, 101, 100));
        assertLeaving();
    }

    function test_pricesAtTheWidestSpread_areSettled() public {
        moveBy(-100);
        assertTrue(vault.valuation().healthy);
        vm.prank(alice);
        vault.deposit(whole, alice);
        redeem(alice, vault.maxRedeem(alice));
    }

    /// Time settles what nobody moves any more.
    function test_afterHalfAnHour_settledAgain() public {
        moveBy(2_000);
        assertFalse(vault.valuation().healthy);
        skipTime(30 minutes);
        assertTrue(vault.valuation().healthy);
        vm.prank(alice);
        vault.deposit(whole, alice);
    }

    /// Mid lies between bid and ask, and each is what the envelope says.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_bidMidAsk_areInOrder(int24 ticks, uint16 elapsed) public {
        moveBy(int24(bound(ticks, -100, 100)));
        skipTime(bound(elapsed, 0, 3_600));
        vm.assume(expectedAppraisal().prices.spreadTicks <= 100);
        vault.accrueFees();
        assertEq(vault.valuation().bid, expectedBid() - 1);
        assertEq(vault.valuation().ask, expectedAsk());
        assertEq(vault.valuation().mid, vault.totalAssets());
        assertEq(vault.valuation().supply, vault.totalSupply());
        assertLe(vault.valuation().bid, vault.valuation().mid);
        assertLe(vault.valuation().mid, vault.valuation().ask);
    }
}
