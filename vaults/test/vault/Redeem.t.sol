// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Expected} from "./base/Expected.sol";

contract RedeemTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
    }

    function redeems(uint256 shares, address receiver, address owner)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(vault.redeem, (shares, receiver, owner));
    }

    function test_paysTheBid() public {
        uint256 expected = expectedRedeem(1_000e18);
        uint256 shares = vault.balanceOf(bob);
        uint256 idleBefore = idleAsset();
        assertEq(redeem(bob, 1_000e18), expected);
        assertEq(asset.balanceOf(bob), expected);
        assertEq(vault.balanceOf(bob), shares - 1_000e18);
        assertEq(idleAsset(), idleBefore - expected);
    }

    function test_paysTheReceiver_andSaysSo() public {
        uint256 assets = expectedRedeem(5e18);
        vm.prank(bob);
        vault.approve(carol, 5e18);
        vm.expectEmit(address(vault));
        emit IERC4626.Withdraw(carol, alice, bob, assets, 5e18);
        vm.prank(carol);
        vault.redeem(5e18, alice, bob);
        assertEq(asset.balanceOf(alice), assets);
        assertEq(vault.allowance(bob, carol), 0);
    }

    /// The most shares that idle pays for, not the shares of what is idle.
    function test_upToIdle_andNoShareMore() public {
        uint256 max = vault.maxRedeem(alice);
        assertLe(expectedRedeem(max), idleAsset());
        assertGt(expectedRedeem(max + 1), idleAsset());
        refused(
            alice,
            redeems(max + 1, alice, alice),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxRedeem.selector, alice, max + 1, max)
        );
        redeem(alice, max);
        assertEq(idleAsset(), 0);
    }

    function test_upToOnesShares_andNoShareMore() public {
        uint256 max = vault.maxRedeem(carol);
        assertEq(max, vault.balanceOf(carol));
        refused(
            carol,
            redeems(max + 1, carol, carol),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxRedeem.selector, carol, max + 1, max)
        );
        redeem(carol, max);
        assertEq(vault.balanceOf(carol), 0);
    }

    function test_ofNothing_ZeroAssets() public {
        refused(bob, redeems(0, bob, bob), abi.encodeWithSelector(IVaultErrors.ZeroAssets.selector));
    }

    function test_ofSharesWorthLessThanAUnit_ZeroAssets() public {
        refused(
            bob, redeems(1e9, bob, bob), abi.encodeWithSelector(IVaultErrors.ZeroAssets.selector)
        );
    }

    /// Who has only such shares is told 0, and refused as beyond it.
    function test_ofNothingButDust_maxIsZero() public {
        address dave = makeAddr("dave");
        vm.prank(bob);
        vault.transfer(dave, 1e9);
        assertEq(vault.maxRedeem(dave), 0);
        assertEq(vault.maxWithdraw(dave), 0);
        refused(
            dave,
            redeems(1e9, dave, dave),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxRedeem.selector, dave, 1e9, 0)
        );
    }

    function test_ofAnothersShares_ERC20InsufficientAllowance() public {
        vm.prank(bob);
        vault.approve(carol, 5e18 - 1);
        refused(
            carol,
            redeems(5e18, carol, bob),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, carol, 5e18 - 1, 5e18
            )
        );
    }

    function test_toNobody_ERC20InvalidReceiver() public {
        refused(
            bob,
            redeems(5e18, address(0), bob),
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0))
        );
    }
}
