// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Situated} from "./Situated.sol";

/// What is previewed is what happens, and what happens is all that happens.
abstract contract Previews is Situated {
    function testFuzz_deposit_isItsPreview(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = someAssets(assets);
        uint256 preview = vault.previewDeposit(assets);
        (uint256 paidFrom, uint256 held) = (asset.balanceOf(dave), vault.totalAssets());
        vm.expectEmit(address(vault));
        emit IERC4626.Deposit(dave, erin, assets, preview);
        vm.prank(dave);
        assertEq(vault.deposit(assets, erin), preview, "shares returned");
        assertEq(vault.balanceOf(erin), preview, "shares credited");
        assertEq(vault.balanceOf(dave), 0);
        assertEq(asset.balanceOf(dave), paidFrom - assets, "assets taken");
        assertEq(vault.totalAssets(), held + assets, "assets managed");
    }

    function testFuzz_mint_isItsPreview(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = bound(shares, 1, vault.maxMint(dave));
        uint256 preview = vault.previewMint(shares);
        (uint256 paidFrom, uint256 held) = (asset.balanceOf(dave), vault.totalAssets());
        vm.expectEmit(address(vault));
        emit IERC4626.Deposit(dave, erin, preview, shares);
        vm.prank(dave);
        assertEq(vault.mint(shares, erin), preview, "assets returned");
        assertEq(vault.balanceOf(erin), shares, "shares credited");
        assertEq(asset.balanceOf(dave), paidFrom - preview, "assets taken");
        assertEq(vault.totalAssets(), held + preview, "assets managed");
    }

    function testFuzz_withdraw_isItsPreview(uint256 assets, uint256 seed) public {
        drift(seed);
        assets = someOfIdle(assets, alice);
        uint256 preview = vault.previewWithdraw(assets);
        (uint256 shares, uint256 held) = (vault.balanceOf(alice), vault.totalAssets());
        vm.expectEmit(address(vault));
        emit IERC4626.Withdraw(alice, erin, alice, assets, preview);
        vm.prank(alice);
        assertEq(vault.withdraw(assets, erin, alice), preview, "shares returned");
        assertEq(vault.balanceOf(alice), shares - preview, "shares burned");
        assertEq(asset.balanceOf(erin), assets, "assets paid");
        assertEq(vault.totalAssets(), held - assets, "assets managed");
    }

    function testFuzz_redeem_isItsPreview(uint256 shares, uint256 seed) public {
        drift(seed);
        shares = someShares(shares, alice);
        uint256 preview = vault.previewRedeem(shares);
        (uint256 before, uint256 held) = (vault.balanceOf(alice), vault.totalAssets());
        vm.expectEmit(address(vault));
        emit IERC4626.Withdraw(alice, erin, alice, preview, shares);
        vm.prank(alice);
        assertEq(vault.redeem(shares, erin, alice), preview, "assets returned");
        assertEq(vault.balanceOf(alice), before - shares, "shares burned");
        assertEq(asset.balanceOf(erin), preview, "assets paid");
        assertEq(vault.totalAssets(), held - preview, "assets managed");
    }

    /// Who asks, and with what in their pocket, makes no difference.
    function testFuzz_previewsAndConversions_areTheSameForEveryone(uint256 amount, address who)
        public
    {
        amount = bound(amount, 0, type(uint112).max);
        bytes32 asked = answers(amount);
        vm.startPrank(who);
        assertEq(answers(amount), asked);
        vm.stopPrank();
        vm.prank(alice);
        assertEq(answers(amount), asked);
    }

    function answers(uint256 amount) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                vault.previewDeposit(amount),
                vault.previewMint(amount),
                vault.previewWithdraw(amount),
                vault.previewRedeem(amount),
                vault.convertToShares(amount),
                vault.convertToAssets(amount)
            )
        );
    }

    /// Limits are for `max` to tell: previews answer beyond them.
    function test_previewsIgnoreLimits() public view {
        vault.previewDeposit(vault.maxDeposit(dave) + 1);
        vault.previewMint(vault.maxMint(dave) + 1);
        vault.previewWithdraw(vault.maxWithdraw(alice) + 1);
        vault.previewRedeem(vault.maxRedeem(alice) + 1);
        vault.previewDeposit(type(uint128).max);
        vault.previewMint(type(uint128).max);
        vault.previewWithdraw(type(uint128).max);
        vault.previewRedeem(type(uint128).max);
    }

    /// Fees, spread and rounding are all on the vault's side of the average price.
    function testFuzz_previewsAreNeverBetterThanConversions(uint256 amount, uint256 seed) public {
        drift(seed);
        amount = bound(amount, 0, type(uint112).max);
        assertLe(vault.previewDeposit(amount), vault.convertToShares(amount));
        assertGe(vault.previewMint(amount), vault.convertToAssets(amount));
        assertGe(vault.previewWithdraw(amount), vault.convertToShares(amount));
        assertLe(vault.previewRedeem(amount), vault.convertToAssets(amount));
    }

    /// Whatever one does, what another's shares are paid does not fall.
    function testFuzz_nobodyElseLoses(uint256 amount, uint256 seed, uint8 which) public {
        drift(seed);
        uint256 bobs = vault.previewRedeem(vault.balanceOf(bob));
        which = which % 4;
        if (which == 0) {
            amount = someAssets(amount);
            vm.prank(alice);
            vault.deposit(amount, alice);
        } else if (which == 1) {
            amount = bound(amount, 1, vault.maxMint(alice));
            vm.prank(alice);
            vault.mint(amount, alice);
        } else if (which == 2) {
            amount = someOfIdle(amount, alice);
            vm.prank(alice);
            vault.withdraw(amount, alice, alice);
        } else {
            redeem(alice, someShares(amount, alice));
        }
        assertGe(vault.previewRedeem(vault.balanceOf(bob)), bobs);
    }
}
