// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Expected} from "./base/Expected.sol";

contract WithdrawTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
    }

    function withdraws(uint256 assets, address receiver, address owner)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(vault.withdraw, (assets, receiver, owner));
    }

    /// The least shares that the bid pays the assets for.
    function test_burnsTheLeastSharesThatAreWorthTheAssets() public {
        uint256 expected = (1_000 * whole * expectedSupply() + expectedBid() - 1) / expectedBid();
        uint256 before = vault.balanceOf(bob);
        vm.prank(bob);
        assertEq(vault.withdraw(1_000 * whole, bob, bob), expected);
        assertEq(vault.balanceOf(bob), before - expected);
        assertEq(asset.balanceOf(bob), 1_000 * whole);
    }

    function test_comesOutOfIdle_alone() public {
        uint256 before = idleAsset();
        bytes32 positions = keccak256(abi.encode(vault.positions()));
        vm.prank(bob);
        vault.withdraw(1_000 * whole, bob, bob);
        assertEq(idleAsset(), before - 1_000 * whole);
        assertEq(keccak256(abi.encode(vault.positions())), positions);
    }

    function test_paysTheReceiver_andSaysSo() public {
        uint256 shares = vault.previewWithdraw(7 * whole);
        vm.prank(bob);
        vault.approve(carol, shares);
        vm.expectEmit(address(vault));
        emit IERC20.Transfer(bob, address(0), shares);
        vm.expectEmit(address(asset));
        emit IERC20.Transfer(address(vault), alice, 7 * whole);
        vm.expectEmit(address(vault));
        emit IERC4626.Withdraw(carol, alice, bob, 7 * whole, shares);
        vm.prank(carol);
        vault.withdraw(7 * whole, alice, bob);
        assertEq(vault.allowance(bob, carol), 0);
    }

    /// Alice has more than is idle: idle bounds her, to the unit.
    function test_upToIdle_andNoUnitMore() public {
        uint256 max = vault.maxWithdraw(alice);
        assertEq(max, idleAsset());
        refused(
            alice,
            withdraws(max + 1, alice, alice),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxWithdraw.selector, alice, max + 1, max)
        );
        vm.prank(alice);
        vault.withdraw(max, alice, alice);
        assertEq(idleAsset(), 0);
    }

    /// Carol has less than is idle: her shares bound her.
    function test_upToOnesShares_andNoUnitMore() public {
        uint256 max = vault.maxWithdraw(carol);
        assertEq(max, expectedRedeem(vault.balanceOf(carol)));
        refused(
            carol,
            withdraws(max + 1, carol, carol),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxWithdraw.selector, carol, max + 1, max)
        );
        vm.prank(carol);
        vault.withdraw(max, carol, carol);
    }

    function test_ofNothing_ZeroAssets() public {
        refused(
            bob, withdraws(0, bob, bob), abi.encodeWithSelector(IVaultErrors.ZeroAssets.selector)
        );
    }

    function test_ofASingleUnit() public {
        vm.prank(bob);
        vault.withdraw(1, bob, bob);
        assertEq(asset.balanceOf(bob), 1);
    }

    function test_ofAnothersShares_ERC20InsufficientAllowance() public {
        uint256 shares = vault.previewWithdraw(whole);
        vm.prank(bob);
        vault.approve(carol, shares - 1);
        refused(
            carol,
            withdraws(whole, carol, bob),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, carol, shares - 1, shares
            )
        );
    }

    function test_byWhoHasNone_exceedsTheirMax() public {
        address dave = makeAddr("dave");
        refused(
            dave,
            withdraws(1, dave, dave),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxWithdraw.selector, dave, 1, 0)
        );
    }

    function test_toNobody_ERC20InvalidReceiver() public {
        refused(
            bob,
            withdraws(whole, address(0), bob),
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0))
        );
    }
}
