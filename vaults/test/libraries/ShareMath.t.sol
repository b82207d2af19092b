// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ShareMath} from "../../src/libraries/ShareMath.sol";

/// Each `Up` against the `Down` that it inverts, over every supply, value and fee a vault can have.
contract ShareMathTest is Test {
    uint256 private supply;
    uint256 private nav;
    uint256 private feeBps;

    /// Amounts whose products with each other fit 256 bits, so that the test may multiply.
    function choose(uint256 supply_, uint256 nav_, uint256 feeBps_) private {
        supply = bound(supply_, 1e6, 1 << 120);
        nav = bound(nav_, 1, 1 << 112);
        feeBps = bound(feeBps_, 0, 50);
    }

    function sharesFor(uint256 assets) private view returns (uint256) {
        return ShareMath.sharesForDepositDown(assets, supply, nav, feeBps);
    }

    function paidFor(uint256 shares) private view returns (uint256) {
        return ShareMath.assetsForRedeemDown(shares, supply, nav);
    }

    // Exact rationals

    function testFuzz_depositTakesTheFeeRoundedUpAndGivesSharesRoundedDown(
        uint256 assets,
        uint256 supply_,
        uint256 nav_,
        uint256 feeBps_
    ) public {
        choose(supply_, nav_, feeBps_);
        assets = bound(assets, 0, 1 << 112);
        uint256 fee = (assets * feeBps + 9_999) / 10_000;
        uint256 shares = sharesFor(assets);
        assertLe(shares * nav, (assets - fee) * supply);
        assertGt((shares + 1) * nav, (assets - fee) * supply);
    }

    function testFuzz_redeemPaysTheExactPartRoundedDown(
        uint256 shares,
        uint256 supply_,
        uint256 nav_
    ) public {
        choose(supply_, nav_, 0);
        shares = bound(shares, 0, supply);
        uint256 assets = paidFor(shares);
        assertLe(assets * supply, shares * nav);
        assertGt((assets + 1) * supply, shares * nav);
    }

    // Galois connections

    function testFuzz_mintCostsTheLeastDepositThatGetsTheShares(
        uint256 shares,
        uint256 supply_,
        uint256 nav_,
        uint256 feeBps_
    ) public {
        choose(supply_, nav_, feeBps_);
        shares = bound(shares, 1, 1 << 120);
        uint256 assets = ShareMath.assetsForMintUp(shares, supply, nav, feeBps);
        assertGe(sharesFor(assets), shares, "enough");
        assertLt(sharesFor(assets - 1), shares, "one less is too little");
    }

    function testFuzz_whatADepositGetsNeverCostsMoreThanTheDeposit(
        uint256 assets,
        uint256 supply_,
        uint256 nav_,
        uint256 feeBps_
    ) public {
        choose(supply_, nav_, feeBps_);
        assets = bound(assets, 0, 1 << 112);
        uint256 shares = sharesFor(assets);
        assertLe(ShareMath.assetsForMintUp(shares, supply, nav, feeBps), assets);
        assertGt(ShareMath.assetsForMintUp(shares + 1, supply, nav, feeBps), assets);
    }

    function testFuzz_withdrawBurnsTheLeastSharesThatArePaidTheAssets(
        uint256 assets,
        uint256 supply_,
        uint256 nav_
    ) public {
        choose(supply_, nav_, 0);
        assets = bound(assets, 1, nav);
        uint256 shares = ShareMath.sharesForWithdrawUp(assets, supply, nav);
        assertGe(paidFor(shares), assets, "enough");
        assertLt(paidFor(shares - 1), assets, "one less is too little");
    }

    function testFuzz_mostSharesPaid_isTheMost(uint256 assets, uint256 supply_, uint256 nav_)
        public
    {
        choose(supply_, nav_, 0);
        assets = bound(assets, 0, 1 << 112);
        uint256 shares = ShareMath.mostSharesPaidDown(assets, supply, nav);
        assertLe(paidFor(shares), assets, "affordable");
        assertGt(paidFor(shares + 1), assets, "one more is not");
    }

    // Nobody gains by going round

    /// At the price that the deposit leaves behind, which is the best that the depositor can get.
    function testFuzz_depositThenRedeem_neverPaysMore(
        uint256 assets,
        uint256 supply_,
        uint256 nav_,
        uint256 feeBps_
    ) public {
        choose(supply_, nav_, feeBps_);
        assets = bound(assets, 0, 1 << 112);
        uint256 shares = sharesFor(assets);
        (supply, nav) = (supply + shares, nav + assets);
        assertLe(paidFor(shares), assets);
    }

    function testFuzz_withdrawThenDeposit_neverGetsMoreShares(
        uint256 assets,
        uint256 supply_,
        uint256 nav_,
        uint256 feeBps_
    ) public {
        choose(supply_, nav_, feeBps_);
        assets = bound(assets, 0, nav - 1);
        uint256 shares = ShareMath.sharesForWithdrawUp(assets, supply, nav);
        vm.assume(shares < supply);
        (supply, nav) = (supply - shares, nav - assets);
        assertLe(sharesFor(assets), shares);
    }

    // Edges

    function test_nothingIsNothing() public {
        choose(1e6, 1, 50);
        assertEq(sharesFor(0), 0);
        assertEq(paidFor(0), 0);
        assertEq(ShareMath.assetsForMintUp(0, supply, nav, feeBps), 0);
        assertEq(ShareMath.sharesForWithdrawUp(0, supply, nav), 0);
    }

    /// 1,000,000 shares cost 1 unit: 999,999 of them are paid nothing.
    function test_sharesWorthLessThanOneUnit_arePaidNothing() public {
        choose(1e6, 1, 0);
        assertEq(ShareMath.mostSharesPaidDown(0, supply, nav), 999_999);
        assertEq(paidFor(999_999), 0);
        assertEq(paidFor(1_000_000), 1);
    }

    /// The fee on a single unit is that unit.
    function test_depositOfOneUnit_isAllFee() public {
        choose(1e6, 1, 5);
        assertEq(sharesFor(1), 0);
        assertEq(sharesFor(2), 1e6);
        assertEq(ShareMath.assetsForMintUp(1, supply, nav, feeBps), 2);
    }
}
