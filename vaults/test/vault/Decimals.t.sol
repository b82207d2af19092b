// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ExpectedPlan} from "./base/ExpectedPlan.sol";

/// The whole life of a vault with tokens of any decimals, in each fee tier, either token the asset.
contract DecimalsTest is ExpectedPlan {
    function live(uint24 fee, uint8 decimals0, uint8 decimals1) private {
        live(fee, decimals0, decimals1, true);
        live(fee, decimals0, decimals1, false);
    }

    function live(uint24 fee, uint8 decimals0, uint8 decimals1, bool assetIsToken1) private {
        createVault(fee, decimals0, decimals1, assetIsToken1);
        assertEq(vault.decimals(), Math.max(18, asset.decimals() + 6));
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
        trade();
        rebalanceAsExpected();
        skipTime(2 hours);
        setPolicy(band());
        rebalanceAsExpected();
        leave();
    }

    function trade() private {
        uint256 expected = expectedDeposit(100 * whole);
        assertEq(deposit(alice, 100 * whole), expected);
        vault.accrueFees();
        uint256 paid = expectedRedeem(expected);
        assertEq(redeem(alice, expected), paid);
        assertLe(paid, 100 * whole);
        assertGe(paid + 1 + 2 * whole, 100 * whole, "a spread of less than 2 %");
    }

    function leave() private {
        uint256 shares = vault.balanceOf(bob);
        (uint256 expected0, uint256 expected1) = expectedInKind(shares / 2);
        vm.startPrank(bob);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(shares / 2, bob, bob, 0, 0);
        assertEq(amount0, expected0);
        assertEq(amount1, expected1);
        uint256 assets = vault.redeemToAsset(shares - shares / 2, bob, bob, 0, block.timestamp);
        assertApproxEqRel(assets, 15_000 * whole, 0.1e18);
        assertEq(vault.balanceOf(bob), 0);
        vm.stopPrank();
    }

    function test_0And18() public {
        live(3000, 0, 18);
    }

    function test_0And0() public {
        live(500, 0, 0);
    }

    function test_2And6() public {
        live(500, 2, 6);
    }

    function test_6And6() public {
        live(100, 6, 6);
    }

    function test_8And18() public {
        live(3000, 8, 18);
    }

    function test_18And6() public {
        live(500, 18, 6);
    }

    function test_18And18() public {
        live(10_000, 18, 18);
    }

    function test_24And24() public {
        live(3000, 24, 24);
    }

    function test_24And2() public {
        live(10_000, 24, 2);
    }

    function test_0And24() public {
        live(3000, 0, 24);
    }
}
