// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Situated} from "./Situated.sol";

/// There and back in one block, all eight ways: nobody comes out with more.
abstract contract RoundTrips is Situated {
    function testFuzz_depositThenRedeem(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = someAssets(assets);
        vm.startPrank(dave);
        uint256 shares = vault.deposit(assets, dave);
        // Shares of dust may be worth less than a unit: they cannot be redeemed, let alone for more.
        bool worthless = vault.maxRedeem(dave) == 0;
        if (worthless) assertEq(vault.previewRedeem(shares), 0);
        else assertLe(vault.redeem(shares, dave, dave), assets);
        vm.stopPrank();
    }

    function testFuzz_depositThenWithdraw(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = someAssets(assets);
        vm.startPrank(alice);
        uint256 shares = vault.deposit(assets, alice);
        assertGe(vault.withdraw(assets, alice, alice), shares);
        vm.stopPrank();
    }

    function testFuzz_mintThenRedeem(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = bound(shares, vault.previewWithdraw(1), vault.maxMint(dave));
        vm.startPrank(dave);
        uint256 assets = vault.mint(shares, dave);
        assertLe(vault.redeem(shares, dave, dave), assets);
        vm.stopPrank();
    }

    function testFuzz_mintThenWithdraw(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = bound(shares, 1, vault.maxMint(alice));
        vm.startPrank(alice);
        uint256 assets = vault.mint(shares, alice);
        assertGe(vault.withdraw(assets, alice, alice), shares);
        vm.stopPrank();
    }

    function testFuzz_redeemThenDeposit(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = bound(shares, vault.previewWithdraw(2), vault.maxRedeem(alice));
        vm.startPrank(alice);
        uint256 assets = vault.redeem(shares, alice, alice);
        assertLe(vault.deposit(assets, alice), shares);
        vm.stopPrank();
    }

    function testFuzz_redeemThenMint(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = someShares(shares, alice);
        vm.startPrank(alice);
        uint256 assets = vault.redeem(shares, alice, alice);
        assertGe(vault.mint(shares, alice), assets);
        vm.stopPrank();
    }

    function testFuzz_withdrawThenDeposit(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = bound(assets, 2, vault.maxWithdraw(alice));
        vm.startPrank(alice);
        uint256 shares = vault.withdraw(assets, alice, alice);
        assertLe(vault.deposit(assets, alice), shares);
        vm.stopPrank();
    }

    function testFuzz_withdrawThenMint(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = someOfIdle(assets, alice);
        vm.startPrank(alice);
        uint256 shares = vault.withdraw(assets, alice, alice);
        assertGe(vault.mint(shares, alice), assets);
        vm.stopPrank();
    }

    function testFuzz_conversionThereAndBack(uint256 amount, uint256 seed) public {
        drift(seed);
        amount = bound(amount, 0, type(uint112).max);
        assertLe(vault.convertToAssets(vault.convertToShares(amount)), amount);
        assertLe(vault.convertToShares(vault.convertToAssets(amount)), amount);
    }

    /// Nothing buys nothing, and something costs something.
    function testFuzz_nothingIsFree(uint256 amount, uint256 seed) public {
        drift(seed);
        amount = bound(amount, 1, type(uint112).max);
        assertEq(vault.previewDeposit(0), 0);
        assertEq(vault.previewMint(0), 0);
        assertEq(vault.previewWithdraw(0), 0);
        assertEq(vault.previewRedeem(0), 0);
        assertEq(vault.convertToShares(0), 0);
        assertEq(vault.convertToAssets(0), 0);
        assertGt(vault.previewMint(amount), 0);
        assertGt(vault.previewWithdraw(amount), 0);
    }
}
